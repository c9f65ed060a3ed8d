"""`/api/v1/personal-data/`: what is done about the data of the person in a seat. For admins.

Handing out and erasing run as jobs and stand above (retention/integrations/copies, erasures).
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from rest_framework import serializers
from rest_framework.viewsets import GenericViewSet

from retention.lib.api.fields import Body
from retention.team.visibility import runs_the_workspace

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


class SeatDataViewSet(GenericViewSet[Any]):
    """The data of the person who is in a seat; ``id`` is the contact's."""

    resource = "personal_data"
    serializer_class = DataRequestRow
    lookup_value_regex = r"\d{1,18}"
    queryset = Contact.objects.none()

    @property
    def caller(self) -> Any:
        """Whoever asks: a person of ours, for the permission has let them in."""
        return self.request.user

    def person(self) -> Person:
        """The person of a contact. Raises PermissionDenied, Http404."""
        if not runs_the_workspace(self.caller):
            raise PermissionDenied("Only admins hand out or erase what is held of a person.")
        self.queryset = Contact.objects.visible_to(self.caller).filter(person__isnull=False)
        found: Contact = self.get_object()
        assert found.person is not None  # noqa: S101 -- said to the type checker
        return found.person
