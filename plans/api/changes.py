"""`/api/v1/change-records/` and `/api/v1/expectation-gaps/`: what moved, and what cannot be met."""

from typing import Any, ClassVar

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.external import SOURCE_PATTERN, ByExternalId
from accounts.models import RecordType
from retention.lib.api.schema import creates, reads, upserts
from retention.lib.clock import database_now

from ..actions.changes import acknowledge_change, ask_change, decide_change, keep_change
from ..actions.gaps import note_gap, settle_gap
from ..choices import Decision
from ..filters import ChangeFilter, GapFilter
from ..models import ChangeRecord, ExpectationGap
from .acting import GoalViewSet
from .bodies import (
    CHANGE_COLUMNS,
    GAP_COLUMNS,
    ChangeDecisionWrite,
    ChangeRow,
    ChangeWrite,
    ExpectationGapRow,
    GapOutcome,
    GapWrite,
    PersonAndDay,
)

AFTER = {"target_after": "target", "due_after": "due_on", "scope_after": "scope"}


class ChangeViewSet(ByExternalId, GoalViewSet):
    """Changes of what was agreed, at the accounts the caller may see."""

    resource = "goals"
    record_type = RecordType.CHANGE
    spelt: ClassVar = {
        **GoalViewSet.spelt, "target": "target_after", "due_on": "due_after", "scope": "scope_after",
        "asked_by": "contact_id",
    }  # fmt: skip
    model = ChangeRecord
    columns: ClassVar = CHANGE_COLUMNS
    filterset_class = ChangeFilter
    serializer_class = ChangeRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say which milestones a change that is not decided would leave behind; one query a page."""
        waiting = [row["id"] for row in rows if row["decision"] == Decision.OPEN and row["target_id"]]
        found = ChangeRecord.objects.visible_to(self.caller).select_related("target").in_bulk(waiting)
        for row in rows:
            row["leaves_behind"] = found[row["id"]].leaves_behind() if row["id"] in found else []
        return super().complete(rows)

    @reads(ChangeRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of changes."""
        return super().list(request)

    @reads(ChangeRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One change."""
        return super().retrieve(request, pk)

    def _asked(self) -> dict[str, Any]:
        """What the body asks for, as the action calls it."""
        said = self.said(ChangeWrite)
        after = {AFTER[name]: said.pop(name) for name in list(said) if name in AFTER}
        return {**said, "after": after}

    def make(self, request: Request) -> ChangeRecord:
        """Write down the change that the body describes."""
        return ask_change(by=self.caller, at=database_now(), **self._asked())

    def change(self, request: Request, record: ChangeRecord, version: int | None) -> ChangeRecord:
        """A change record is never edited: the same body again changes nothing, another one is refused."""
        return keep_change(change=record, by=self.caller, **self._asked())

    @creates(ChangeWrite, ChangeRow)
    def create(self, request: Request) -> Response:
        """Write down that something agreed shall move, who asked, and what it means."""
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    @upserts(ChangeWrite, ChangeRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Write down the change another system knows under this id; repeating it changes nothing."""
        return self.upsert(request, source, value)

    @creates(ChangeDecisionWrite, ChangeRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def decide(self, request: Request, pk: str) -> Response:
        """Accept it, which moves the target, or decline it."""
        return self.does(decide_change, "change", pk, ChangeDecisionWrite)

    @creates(PersonAndDay, ChangeRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def acknowledge(self, request: Request, pk: str) -> Response:
        """A contact said that they know what changed and what it means."""
        return self.does(acknowledge_change, "change", pk, PersonAndDay)


class GapViewSet(GoalViewSet):
    """Expectation gaps at the accounts the caller may see."""

    resource = "goals"
    model = ExpectationGap
    columns: ClassVar = GAP_COLUMNS
    filterset_class = GapFilter
    serializer_class = ExpectationGapRow

    @reads(ExpectationGapRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of expectation gaps."""
        return super().list(request)

    @reads(ExpectationGapRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One gap."""
        return super().retrieve(request, pk)

    @creates(GapWrite, ExpectationGapRow)
    def create(self, request: Request) -> Response:
        """Write down who expects what, and what can be had."""
        made = note_gap(by=self.caller, at=database_now(), **self.said(GapWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(GapOutcome, ExpectationGapRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def settle(self, request: Request, pk: str) -> Response:
        """It was talked over, and what was agreed."""
        return self.does(settle_gap, "gap", pk, GapOutcome, days=("talked_on",))
