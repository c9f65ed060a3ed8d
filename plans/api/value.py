"""`/api/v1/value-entries/` and `/api/v1/added-value/`: what customers gained, and what they were given."""

from typing import ClassVar

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.external import SOURCE_PATTERN, ByExternalId
from accounts.models import RecordType
from retention.lib.api.fields import Nothing
from retention.lib.api.schema import changes, creates, reads, upserts
from retention.lib.api.versions import seen_version
from retention.lib.clock import database_now

from ..actions.goodwill import acknowledge_goodwill, give_goodwill, tell_goodwill, withdraw_goodwill
from ..actions.value import (
    claim_value,
    confirm_value,
    dispute_value,
    edit_value,
    evidence_value,
    take_back_answer,
    withdraw_value,
)
from ..filters import GoodwillFilter, ValueFilter
from ..models import GoodwillEntry, ValueEntry
from .acting import GoalViewSet
from .bodies import OnDay, PersonAndDay, Reason
from .value_bodies import (
    GOODWILL_COLUMNS,
    VALUE_COLUMNS,
    Confirmation,
    Dispute,
    Evidence,
    GoodwillRow,
    GoodwillWrite,
    ValueChange,
    ValueRow,
    ValueWrite,
)


class ValueViewSet(ByExternalId, GoalViewSet):
    """The value log of the accounts the caller may see."""

    resource = "value"
    record_type = RecordType.VALUE
    model = ValueEntry
    columns: ClassVar = VALUE_COLUMNS
    filterset_class = ValueFilter
    serializer_class = ValueRow

    @reads(ValueRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of the value log."""
        return super().list(request)

    @reads(ValueRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One entry."""
        return super().retrieve(request, pk)

    def make(self, request: Request) -> ValueEntry:
        """Write down the benefit that the body describes."""
        return claim_value(by=self.caller, at=database_now(), **self.said(ValueWrite))

    def change(self, request: Request, record: ValueEntry, version: int | None) -> ValueEntry:
        """Edit what the body names; the account and the evidence may be repeated, not changed."""
        same = {"account_id": record.account_id, "evidence": record.evidence, "link": record.link}
        body = request.data
        if isinstance(body, dict):
            body = {name: value for name, value in body.items() if name not in same or value != same[name]}
        shape = ValueChange(record, data=body, partial=True, context={"request": request})
        shape.is_valid(raise_exception=True)
        fields, at = dict(shape.validated_data), database_now()
        return edit_value(entry=record, changes=fields, by=self.caller, at=at, expected_version=version)

    @creates(ValueWrite, ValueRow)
    def create(self, request: Request) -> Response:
        """Write down what they gained; an amount wants the method it was worked out by."""
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    @changes(ValueChange, ValueRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit an entry that nobody answered to."""
        entry = self.record(pk)
        self.change(request, entry, seen_version(request))
        return self.told(entry.pk)

    @upserts(ValueWrite, ValueRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Write down the benefit another system knows under this id, or edit it."""
        return self.upsert(request, source, value)

    @creates(Evidence, ValueRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def evidence(self, request: Request, pk: str) -> Response:
        """Show how we know; new evidence answers a dispute."""
        return self.does(evidence_value, "entry", pk, Evidence)

    @creates(Confirmation, ValueRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def confirm(self, request: Request, pk: str) -> Response:
        """A named contact confirmed it: only this counts."""
        return self.does(confirm_value, "entry", pk, Confirmation)

    @creates(Dispute, ValueRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def dispute(self, request: Request, pk: str) -> Response:
        """A named contact does not agree, and why."""
        return self.does(dispute_value, "entry", pk, Dispute)

    @creates(Nothing, ValueRow, status=200)
    @action(detail=True, methods=["post"], url_path="take-back", filter_backends=(), pagination_class=None)
    def take_back(self, request: Request, pk: str) -> Response:
        """Their answer was entered by mistake."""
        return self.does(take_back_answer, "entry", pk, Nothing, days=())

    @creates(Reason, ValueRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def withdraw(self, request: Request, pk: str) -> Response:
        """It does not hold, and why."""
        return self.does(withdraw_value, "entry", pk, Reason, days=())


class GoodwillViewSet(GoalViewSet):
    """What was given on top, at the accounts the caller may see."""

    resource = "value"
    model = GoodwillEntry
    columns: ClassVar = GOODWILL_COLUMNS
    filterset_class = GoodwillFilter
    serializer_class = GoodwillRow

    @reads(GoodwillRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of what was given."""
        return super().list(request)

    @reads(GoodwillRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One entry."""
        return super().retrieve(request, pk)

    @creates(GoodwillWrite, GoodwillRow)
    def create(self, request: Request) -> Response:
        """Write down what was given without charge, and why."""
        made = give_goodwill(by=self.caller, at=database_now(), **self.said(GoodwillWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(PersonAndDay, GoodwillRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def tell(self, request: Request, pk: str) -> Response:
        """The customer was told."""
        return self.does(tell_goodwill, "entry", pk, PersonAndDay)

    @creates(OnDay, GoodwillRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def acknowledge(self, request: Request, pk: str) -> Response:
        """They said that they know."""
        return self.does(acknowledge_goodwill, "entry", pk, OnDay)

    @creates(Nothing, GoodwillRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def withdraw(self, request: Request, pk: str) -> Response:
        """It was entered by mistake."""
        return self.does(withdraw_goodwill, "entry", pk, Nothing, days=())
