"""`/api/v1/deliverables/`: what accounts get, who answers for it on both sides, and who receives it."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.models import Contact
from retention.lib.api.fields import Body, CleanText, Nothing, RecordBody, Reference, VisibleReference
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.deliverables import add_deliverable, edit_deliverable, end_deliverable
from ..actions.parts import add_recipient, give_part, remove_recipient, take_part
from ..filters import DeliverableFilter
from ..models import Deliverable, DeliverablePart, DeliverableRecipient, DeliveryWay, Part

WRITABLE = ("name", "kind", "note", "accountable_user_id", "accountable_contact_id")
COLUMNS = ("id", "version", "account_id", *WRITABLE, "ended_on", "recorded_at")
PART_COLUMNS = ("id", "part", "user_id", "contact_id")
RECIPIENT_COLUMNS = ("id", "contact_id", "way", "note")


class PartRow(serializers.ModelSerializer[DeliverablePart]):
    """Somebody responsible, consulted or informed."""

    user_id = serializers.IntegerField(read_only=True, allow_null=True)
    contact_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = DeliverablePart
        fields = PART_COLUMNS
        read_only_fields = fields


class RecipientRow(serializers.ModelSerializer[DeliverableRecipient]):
    """Who receives it, and how."""

    contact_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = DeliverableRecipient
        fields = RECIPIENT_COLUMNS
        read_only_fields = fields


class DeliverableRow(serializers.ModelSerializer[Deliverable]):
    """A deliverable with everybody who has to do with it."""

    account_id = serializers.IntegerField(read_only=True)
    accountable_user_id = serializers.IntegerField(read_only=True, allow_null=True)
    accountable_contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    parts = PartRow(many=True, read_only=True)
    recipients = RecipientRow(many=True, read_only=True)

    class Meta:
        model = Deliverable
        fields = (*COLUMNS, "parts", "recipients")
        read_only_fields = fields


class DeliverableChange(RecordBody):
    """What it is, and the one person who answers for it."""

    name = CleanText(max_length=200)
    note = CleanText(max_length=500, many_lines=True, required=False, allow_blank=True)
    accountable_user_id = Reference(
        lambda user: people_at_work(), source="accountable_user", required=False, allow_null=True
    )
    accountable_contact_id = VisibleReference(
        Contact, source="accountable_contact", required=False, allow_null=True
    )

    class Meta:
        model = Deliverable
        fields: ClassVar[Any] = WRITABLE


class DeliverableWrite(DeliverableChange):
    """The same, and at which account."""

    account_id = VisibleReference(Account, source="account")

    class Meta(DeliverableChange.Meta):
        fields: ClassVar[Any] = ("account_id", *WRITABLE)


class PartWrite(Body):
    """One of ours or one of theirs, and what they do."""

    part = serializers.ChoiceField(choices=Part.choices)
    user_id = Reference(lambda user: people_at_work(), source="user", required=False, allow_null=True)
    contact_id = VisibleReference(Contact, source="contact", required=False, allow_null=True)


class PartTaken(Body):
    """Which part ends."""

    part_id = VisibleReference(DeliverablePart, source="part")


class RecipientWrite(Body):
    """Who of theirs receives it, and how."""

    contact_id = VisibleReference(Contact, source="contact")
    way = serializers.ChoiceField(choices=DeliveryWay.choices)
    note = CleanText(max_length=200, required=False, allow_blank=True)


class RecipientTaken(Body):
    """Who receives it no more."""

    recipient_id = VisibleReference(DeliverableRecipient, source="recipient")


class DeliverableViewSet(ScopedViewSet):
    """Deliverables of the accounts the caller may see."""

    resource = "deliverables"
    spelt: ClassVar = {
        name: f"{name}_id"
        for name in ("account", "user", "contact", "accountable_user", "accountable_contact", "recipient")
    }
    model = Deliverable
    columns: ClassVar = COLUMNS
    filterset_class = DeliverableFilter
    serializer_class = DeliverableRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add parts and recipients, in two queries for the page."""
        by_id = {row["id"]: row for row in rows}
        for row in rows:
            row["parts"], row["recipients"] = [], []
        for name, model, columns in (
            ("parts", DeliverablePart, PART_COLUMNS),
            ("recipients", DeliverableRecipient, RECIPIENT_COLUMNS),
        ):
            seen = model.objects.visible_to(self.request.user).filter(deliverable__in=list(by_id))
            for each in seen.order_by("id").values("deliverable_id", *columns):
                by_id[each.pop("deliverable_id")][name].append(each)
        return rows

    @reads(DeliverableRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of deliverables; ended ones only with `ended=1`, those lacking somebody with `gap=1`."""
        return super().list(request)

    @reads(DeliverableRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One deliverable."""
        return super().retrieve(request, pk)

    @creates(DeliverableWrite, DeliverableRow)
    def create(self, request: Request) -> Response:
        """Write down what an account gets; exactly one person is accountable."""
        made = add_deliverable(by=self.caller, at=database_now(), **self.said(DeliverableWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(DeliverableChange, DeliverableRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change it, starting from the version you have read; naming one side takes the other's place."""
        row, version = self.record(pk), seen_version(request)
        said = self.said(DeliverableChange, partial=True)
        edit_deliverable(
            deliverable=row, changes=said, by=self.caller, at=database_now(), expected_version=version
        )
        return self.told(row.pk)

    @creates(Nothing, DeliverableRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """Say that it is delivered no more."""
        row = self.record(pk)
        self.said(Nothing)
        end_deliverable(deliverable=row, by=self.caller, at=database_now())
        return self.told(row.pk)

    @creates(PartWrite, DeliverableRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def parts(self, request: Request, pk: str) -> Response:
        """Say who is responsible, consulted or informed."""
        row = self.record(pk)
        give_part(deliverable=row, by=self.caller, at=database_now(), **self.said(PartWrite))
        return self.told(row.pk, status.HTTP_201_CREATED)

    @creates(PartTaken, DeliverableRow, status=200)
    @action(detail=True, methods=["post"], url_path="parts-ended", filter_backends=(), pagination_class=None)
    def parts_ended(self, request: Request, pk: str) -> Response:
        """Say that somebody no longer does this."""
        row, part = self.record(pk), self.said(PartTaken)["part"]
        if part.deliverable_id != row.pk:
            raise serializers.ValidationError({"part_id": ["That is a part of another deliverable."]})
        take_part(part=part, by=self.caller, at=database_now())
        return self.told(row.pk)

    @creates(RecipientWrite, DeliverableRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def recipients(self, request: Request, pk: str) -> Response:
        """Say who of theirs receives it, and how."""
        row = self.record(pk)
        add_recipient(deliverable=row, by=self.caller, at=database_now(), **self.said(RecipientWrite))
        return self.told(row.pk, status.HTTP_201_CREATED)

    @creates(RecipientTaken, DeliverableRow, status=200)
    @action(
        detail=True, methods=["post"], url_path="recipients-ended", filter_backends=(), pagination_class=None
    )
    def recipients_ended(self, request: Request, pk: str) -> Response:
        """Say that somebody receives it no more."""
        row, recipient = self.record(pk), self.said(RecipientTaken)["recipient"]
        if recipient.deliverable_id != row.pk:
            raise serializers.ValidationError({"recipient_id": ["They receive another deliverable."]})
        remove_recipient(recipient=recipient, by=self.caller, at=database_now())
        return self.told(row.pk)
