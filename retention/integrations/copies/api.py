"""`/api/v1/personal-data/…/copy/`: asking for a copy, how far it is, and the file once it is ready."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.api.privacy import SeatDataViewSet
from contacts.models import Person
from retention.lib.api.fields import Nothing
from retention.lib.api.schema import creates, reads
from retention.lib.clock import database_now

from ..models import JobState
from .actions import NoCopy, ask_copy, copy_of, copying_of, is_ready, take_copy
from .answer import as_download


class CopyRow(serializers.Serializer[Any]):
    """How far the caller's own copy is; ``manifest`` says what it holds, once it is made."""

    person_id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=JobState.choices, allow_null=True)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    message = serializers.CharField()
    is_ready = serializers.BooleanField()
    made_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    taken_at = serializers.DateTimeField(allow_null=True)
    sha256 = serializers.CharField(allow_blank=True)
    manifest = serializers.DictField()


class CopiesViewSet(SeatDataViewSet):
    """The part of personal data that is handed out."""

    @reads(CopyRow, methods=["GET"])
    @creates(Nothing, CopyRow, status=202, methods=["POST"])
    @action(detail=True, methods=["get", "post"], filter_backends=(), pagination_class=None)
    def copy(self, request: Request, pk: str) -> Response:
        """Posted, everything held is put into a file for you alone; read, how far it is."""
        person, code = self.person(), int(status.HTTP_200_OK)
        if request.method == "POST":
            Nothing(data=request.data).is_valid(raise_exception=True)
            ask_copy(person=person, by=self.caller, at=database_now())
            code = status.HTTP_202_ACCEPTED
        return Response(self._far(person), status=code)

    @reads(OpenApiTypes.BINARY)
    @action(detail=True, methods=["get"], filter_backends=(), pagination_class=None, url_path="copy/file")
    def copied(self, request: Request, pk: str) -> HttpResponse:
        """The file, a ZIP archive; that you took it is written down."""
        try:
            asked, content = take_copy(person=self.person(), by=self.caller, at=database_now())
        except NoCopy as error:
            raise NotFound(error.message) from None
        return as_download(asked, content)

    def _far(self, person: Person) -> dict[str, Any]:
        asked, at = copy_of(person, self.caller), database_now()
        job = copying_of(asked, self.caller)
        said = {name: getattr(job, name) for name in ("state", "done", "total", "message")} if job else {
            "state": None, "done": 0, "total": 0, "message": "",
        }  # fmt: skip
        days = {name: getattr(asked, name, None) for name in ("made_at", "expires_at", "taken_at")}
        return {
            **said, **days, "person_id": person.pk, "is_ready": is_ready(asked, at),
            "sha256": asked.digest if asked else "", "manifest": asked.manifest if asked else {},
        }  # fmt: skip
