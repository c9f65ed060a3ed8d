"""`/api/v1/check-ins/`: who is due when and why; snooze and skip."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.choices import Channel
from retention.lib.api.fields import Body, CleanText
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from .actions import skip_check_in, snooze_check_in
from .filters import CheckInFilter
from .models import CheckIn
from .reach import suggested_channels

COLUMNS = (
    "id",
    "account_id",
    "contact_id",
    "state",
    "interval_days",
    "interval_reason",
    "anchor_on",
    "due_on",
    "shown_on",
    "snoozed_until",
    "attempts",
    "reason",
    "gap_id",
)


class CheckInRow(serializers.ModelSerializer[CheckIn]):
    """A check-in as it is read; without a contact it is with anybody at the account."""

    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    gap_id = serializers.IntegerField(read_only=True, allow_null=True)
    suggested_channel = serializers.ChoiceField(choices=Channel.choices, read_only=True, allow_null=True)

    class Meta:
        model = CheckIn
        fields = (*COLUMNS, "suggested_channel")
        read_only_fields = fields


class SkipWrite(Body):
    """Why it is not needed this time."""

    reason = CleanText(max_length=200)


class SnoozeWrite(SkipWrite):
    """Until when it is put off, and why."""

    until = serializers.DateField()


class CheckInViewSet(ScopedViewSet):
    """Check-ins of the accounts the caller may see."""

    resource = "check_ins"
    model = CheckIn
    columns: ClassVar = COLUMNS
    filterset_class = CheckInFilter
    serializer_class = CheckInRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say by which channel to reach each: never one they objected to."""
        ways = suggested_channels([number for row in rows if (number := row["contact_id"])])
        for row in rows:
            row["suggested_channel"] = ways.get(row["contact_id"])
        return rows

    @reads(CheckInRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of check-ins."""
        return super().list(request)

    @reads(CheckInRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One check-in."""
        return super().retrieve(request, pk)

    def _as_it_stands(self, check_in: CheckIn) -> Response:
        rows = self.get_queryset().filter(account_id=check_in.account_id, contact_id=check_in.contact_id)
        return Response(self.row(rows.values_list("pk", flat=True).get()))

    @creates(SnoozeWrite, CheckInRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def snooze(self, request: Request, pk: str) -> Response:
        """Show a check-in again on a later day; its due date stays."""
        check_in, fields = self.record(pk), self.said(SnoozeWrite)
        snooze_check_in(check_in=check_in, by=self.caller, at=database_now(), **fields)
        return self._as_it_stands(check_in)

    @creates(SkipWrite, CheckInRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def skip(self, request: Request, pk: str) -> Response:
        """Not needed this time: the next one comes an interval later."""
        check_in, fields = self.record(pk), self.said(SkipWrite)
        skip_check_in(check_in=check_in, by=self.caller, at=database_now(), **fields)
        return self._as_it_stands(check_in)
