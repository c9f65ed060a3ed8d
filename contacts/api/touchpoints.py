"""`/api/v1/touchpoints/`: log, read, correct by superseding, withdraw."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.external_ids import external_ids_of
from accounts.api.external import SOURCE_PATTERN, ByExternalId
from accounts.choosing import people_of_ours
from accounts.models import Account, RecordType
from retention.lib.api.fields import (
    Body,
    CleanText,
    RecordBody,
    References,
    VisibleReference,
    VisibleReferences,
)
from retention.lib.api.schema import READ_PROBLEMS, WRITE_PROBLEMS, creates, reads, upserts
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.touchpoints import correct_touchpoint, log_touchpoint, withdraw_touchpoint
from ..filters import TouchpointFilter
from ..models import Contact, Touchpoint, TouchpointColleague, TouchpointContact

SAID = (
    "happened_at",
    "channel",
    "direction",
    "outcome",
    "purpose",
    "mood",
    "minutes",
    "subject",
    "text",
    "is_private",
)
PEOPLE = ("contact_ids", "in_copy_ids", "colleague_ids")
CORRECTABLE = (*SAID, *PEOPLE)
COLUMNS = (
    "id",
    "account_id",
    *SAID,
    "is_qualifying",
    "is_current",
    "supersedes_id",
    "withdrawn_at",
    "logged_by_id",
    "recorded_at",
)


class TouchpointRow(serializers.ModelSerializer[Touchpoint]):
    """A touchpoint as it is read."""

    account_id = serializers.IntegerField(read_only=True)
    supersedes_id = serializers.IntegerField(read_only=True, allow_null=True)
    logged_by_id = serializers.IntegerField(read_only=True)
    contact_ids = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    in_copy_ids = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    colleague_ids = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    external_ids = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Touchpoint
        fields = (*COLUMNS, *PEOPLE, "external_ids")
        read_only_fields = fields


class NextStepInput(Body):
    """What to do next, by when; the owner is the writer."""

    text = CleanText(max_length=300)
    due_on = serializers.DateField()


class TouchpointWrite(RecordBody):
    """What was said, when, and by whom."""

    account_id = VisibleReference(Account, source="account")
    contact_ids = VisibleReferences(Contact, source="contacts", required=False)
    in_copy_ids = VisibleReferences(Contact, source="in_copy", required=False)
    colleague_ids = References(lambda user: people_of_ours(), source="colleagues", required=False)
    subject = CleanText(max_length=300, required=False, allow_blank=True)
    text = CleanText(max_length=20000, many_lines=True, required=False, allow_blank=True)
    next_step = NextStepInput(required=False)
    push_reason = CleanText(max_length=300, required=False, allow_blank=True)

    class Meta:
        model = Touchpoint
        fields = ("account_id", *PEOPLE, *SAID, "next_step", "push_reason")


class TouchpointViewSet(ByExternalId, ScopedViewSet):
    """Touchpoints of the accounts the caller may see."""

    resource = "touchpoints"
    record_type = RecordType.TOUCHPOINT
    spelt: ClassVar = {
        "account": "account_id",
        "contacts": "contact_ids",
        "in_copy": "in_copy_ids",
        "colleagues": "colleague_ids",
        "next_text": "next_step.text",
        "next_due": "next_step.due_on",
    }
    model = Touchpoint
    columns: ClassVar = COLUMNS
    filterset_class = TouchpointFilter
    serializer_class = TouchpointRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add the people of both sides and the ids of other systems, in three queries for the page."""
        by_id = {row["id"]: row for row in rows}
        known = external_ids_of(RecordType.TOUCHPOINT, list(by_id))
        for row in rows:
            row.update(contact_ids=[], in_copy_ids=[], colleague_ids=[])
            row["external_ids"] = known.get(row["id"], {})
        links = TouchpointContact.objects.filter(touchpoint_id__in=by_id).order_by("id")
        for touchpoint, contact, in_copy in links.values_list("touchpoint_id", "contact_id", "in_copy"):
            by_id[touchpoint]["in_copy_ids" if in_copy else "contact_ids"].append(contact)
        colleagues = TouchpointColleague.objects.filter(touchpoint_id__in=by_id).order_by("id")
        for touchpoint, user in colleagues.values_list("touchpoint_id", "user_id"):
            by_id[touchpoint]["colleague_ids"].append(user)
        return rows

    @reads(TouchpointRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of touchpoints."""
        return super().list(request)

    @reads(TouchpointRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One touchpoint."""
        return super().retrieve(request, pk)

    def make(self, request: Request) -> Touchpoint:
        """Log what the body describes."""
        fields = self.said(TouchpointWrite)
        fields.setdefault("contacts", [])
        if step := fields.pop("next_step", None):
            fields["next_step"] = (step["text"], step["due_on"], None)
        return log_touchpoint(by=self.caller, at=database_now(), **fields)

    def change(self, request: Request, record: Touchpoint, version: int | None) -> Touchpoint:
        """Correct what differs. The next step was told with the first call; it goes its own way."""
        fields = self.said(TouchpointWrite, partial=True)
        fields.pop("next_step", None)
        fields.pop("push_reason", None)
        return self._correct(record, fields)

    def _correct(self, record: Touchpoint, fields: dict[str, Any]) -> Touchpoint:
        if fields.pop("account", record.account).pk != record.account_id:
            raise serializers.ValidationError({"account_id": ["A correction stays at its account."]})
        return correct_touchpoint(touchpoint=record, changes=fields, by=self.caller, at=database_now())

    @creates(TouchpointWrite, TouchpointRow)
    def create(self, request: Request) -> Response:
        """Log what was said; the next check-in, health and reminders follow in the same moment."""
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    @creates(TouchpointWrite, TouchpointRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def corrections(self, request: Request, pk: str) -> Response:
        """Supersede a touchpoint by one with these changes; the old one stays readable."""
        touchpoint, fields = self.record(pk), self.said(TouchpointWrite, partial=True)
        if "next_step" in fields:
            raise serializers.ValidationError({"next_step": ["A correction has no next step of its own."]})
        fields.pop("push_reason", None)
        if not fields:
            raise serializers.ValidationError([f"Say what was wrong: one of {', '.join(CORRECTABLE)}."])
        newer = self._correct(touchpoint, fields)
        is_new = newer.pk != touchpoint.pk
        return self.told(newer.pk, status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    @upserts(TouchpointWrite, TouchpointRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Log the touchpoint another system knows under this id, or correct it; repeating changes nothing."""
        return self.upsert(request, source, value)

    @extend_schema(responses={204: None, 409: WRITE_PROBLEMS[409], **READ_PROBLEMS})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take a touchpoint back: it no longer counts, and stays in the history."""
        withdraw_touchpoint(touchpoint=self.record(pk), by=self.caller, at=database_now())
        return Response(status=status.HTTP_204_NO_CONTENT)
