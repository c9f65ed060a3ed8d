"""`/api/v1/personal-data/`: erasing runs as a job, whose state and proof can be asked for."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.api.privacy import DataRequestRow, ErasureBody
from contacts.models import DataRequest, Person, RequestKind
from retention.lib.api.schema import creates, reads
from retention.lib.clock import database_now

from ..copies.api import CopiesViewSet
from ..models import JobState
from .actions import ask_erasure, erasure_of


class ErasureRow(serializers.Serializer[Any]):
    """How far an erasure is; ``proof`` says what was done and searched again, once it is."""

    person_id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=JobState.choices, allow_null=True)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    message = serializers.CharField()
    proof = DataRequestRow(allow_null=True)


class PersonalDataViewSet(CopiesViewSet):
    """The data of the person who is in a seat; ``id`` is the contact's."""

    @creates(ErasureBody, ErasureRow, status=202)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def erase(self, request: Request, pk: str) -> Response:
        """Have the person erased from every table; nobody can undo it."""
        person = self.person()
        body = ErasureBody(data=request.data)
        body.is_valid(raise_exception=True)
        ask_erasure(person=person, by=self.caller, at=database_now(), **body.validated_data)
        return Response(self._told(person), status=status.HTTP_202_ACCEPTED)

    @reads(ErasureRow)
    @action(detail=True, methods=["get"], filter_backends=(), pagination_class=None)
    def erasure(self, request: Request, pk: str) -> Response:
        """How far it is; without a state nobody asked for it."""
        return Response(self._told(self.person()))

    def _told(self, person: Person) -> dict[str, Any]:
        job = erasure_of(person, self.caller)
        proof = (
            DataRequest.objects.visible_to(self.caller)
            .filter(person=person, kind=RequestKind.ERASURE)
            .first()
        )
        said = {name: getattr(job, name) for name in ("state", "done", "total", "message")} if job else {
            "state": None, "done": 0, "total": 0, "message": "",
        }  # fmt: skip
        return {**said, "person_id": person.pk, "proof": DataRequestRow(proof).data if proof else None}
