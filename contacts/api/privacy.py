"""`/api/v1/personal-data/`: what is held of a person, by contact, handed out. For admins.

Erasing runs as a job and stands above (retention/integrations/erasures/api.py).
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from retention.lib.api.fields import Body, Nothing
from retention.lib.api.schema import creates
from retention.lib.clock import database_now
from retention.team.visibility import runs_the_workspace

from ..actions.copies import hand_out_copy
from ..models import Contact, DataRequest, Person, RequestReason


class ErasureBody(Body):
    """Why, and whether notes of conversations with others present are emptied too."""

    reason = serializers.ChoiceField(choices=RequestReason.choices)
    clear_shared = serializers.BooleanField(required=False)


class DataRequestRow(serializers.ModelSerializer[DataRequest]):
    """What was done: numbers, and no data of the person."""

    person_id = serializers.IntegerField(read_only=True)
    by_id = serializers.IntegerField(read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)

    class Meta:
        model = DataRequest
        fields = ("id", "kind", "person_id", "reason", "by_id", "at", "counts")
        read_only_fields = fields


class HeldSection(serializers.Serializer[Any]):
    """The records of one kind."""

    key = serializers.CharField()
    title = serializers.CharField()
    rows = serializers.ListField(child=serializers.DictField())


class HeldData(serializers.Serializer[Any]):
    """Everything that is held of one person."""

    person_id = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    sections = HeldSection(many=True)


class PersonalDataViewSet(GenericViewSet[Any]):
    """The data of the person who is in a seat; ``id`` is the contact's."""

    resource = "personal_data"
    serializer_class = DataRequestRow
    lookup_value_regex = r"\d{1,18}"
    queryset = Contact.objects.none()

    @property
    def caller(self) -> Any:
        """Whoever asks: a person of ours, for the permission has let them in."""
        return self.request.user

    def _person(self) -> Person:
        """The person of a contact. Raises PermissionDenied, Http404."""
        if not runs_the_workspace(self.caller):
            raise PermissionDenied("Only admins hand out or erase what is held of a person.")
        self.queryset = Contact.objects.visible_to(self.caller).filter(person__isnull=False)
        found: Contact = self.get_object()
        assert found.person is not None  # noqa: S101 -- said to the type checker
        return found.person

    @creates(Nothing, HeldData, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def copy(self, request: Request, pk: str) -> Response:
        """Hand out everything that is held; who took it is written down."""
        person, at = self._person(), database_now()
        Nothing(data=request.data).is_valid(raise_exception=True)
        sections = hand_out_copy(person=person, by=self.caller, at=at)
        rows = [{"key": each.key, "title": each.title, "rows": list(each.read())} for each in sections]
        return Response({"person_id": person.pk, "made_at": at, "sections": rows})
