"""`/api/v1/objections/`: what people do not want from us, since when, and what they allow again."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body, CleanText, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.objections import lift_objection, record_objection
from ..choices import Channel
from ..filters import ObjectionFilter
from ..models import Contact, Objection, ObjectionCame, ObjectionPurpose

COLUMNS = (
    "id", "contact_id", "channel", "purpose", "since", "came_by", "note", "recorded_by_id", "recorded_at",
    "lifted_on", "lifted_by_id", "lift_note",
)  # fmt: skip


class ObjectionRow(serializers.ModelSerializer[Objection]):
    """An objection; it stands while nobody has lifted it. An empty channel is every channel."""

    contact_id = serializers.IntegerField(read_only=True)
    recorded_by_id = serializers.IntegerField(read_only=True)
    lifted_by_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Objection
        fields = COLUMNS
        read_only_fields = fields


class ObjectionWrite(Body):
    """Who objects to what, since when (today), and how they told us."""

    contact_id = VisibleReference(Contact, source="contact")
    channel = serializers.ChoiceField(choices=Channel.choices, required=False, allow_blank=True)
    purpose = serializers.ChoiceField(choices=ObjectionPurpose.choices, required=False)
    since = serializers.DateField(required=False)
    came_by = serializers.ChoiceField(choices=ObjectionCame.choices)
    note = CleanText(max_length=300, required=False, allow_blank=True)


class Lifting(Body):
    """How we know that they allow it again, and since when."""

    why = CleanText(max_length=300)
    on = serializers.DateField()


class ObjectionViewSet(ScopedViewSet):
    """Objections of people at the accounts the caller may see."""

    resource = "contacts"
    spelt: ClassVar = {"contact": "contact_id"}
    model = Objection
    columns: ClassVar = COLUMNS
    filterset_class = ObjectionFilter
    serializer_class = ObjectionRow

    @reads(ObjectionRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of objections; `standing=1` are those that hold."""
        return super().list(request)

    @reads(ObjectionRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One objection."""
        return super().retrieve(request, pk)

    @creates(ObjectionWrite, ObjectionRow)
    def create(self, request: Request) -> Response:
        """Write down that somebody objects; whoever sees the account may."""
        made = record_objection(by=self.caller, at=database_now(), **self.said(ObjectionWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(Lifting, ObjectionRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def lift(self, request: Request, pk: str) -> Response:
        """Say that they allow it again."""
        row = self.record(pk)
        said: dict[str, Any] = self.said(Lifting)
        lift_objection(objection=row, by=self.caller, at=database_now(), **said)
        return self.told(row.pk)
