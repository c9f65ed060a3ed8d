"""What hangs on a plan: `objectives`, `key-results`, `plan-actions`, `plan-risks`, `growth-lines`."""

from typing import Any, ClassVar

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body, Nothing, RecordBody
from retention.lib.api.schema import changes, creates, reads, removes
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..actions.doing import add_action, edit_action, set_action_state
from ..actions.growing import add_growth_line, edit_growth_line, remove_growth_line
from ..actions.measuring import add_key_result, edit_key_result, measure_key_result
from ..actions.objectives import add_objective, edit_objective, reopen_objective, settle_objective
from ..actions.risks import add_risk, edit_risk, look_at_risk
from ..models import GrowthLine, KeyResult, Objective, PlanAction, PlanNote, PlanRisk
from ..plan_filters import KeyResultFilter, ObjectiveFilter, PlanActionFilter, PlanPartFilter, PlanRiskFilter
from ..planning.progress import attainment
from .part_bodies import (
    FigureWrite,
    GrowthLineEdit,
    GrowthLineRow,
    GrowthLineWrite,
    KeyResultEdit,
    KeyResultRow,
    KeyResultWrite,
    LookWrite,
    ObjectiveEdit,
    ObjectiveEndingWrite,
    ObjectiveRow,
    ObjectiveWrite,
    PlanActionEdit,
    PlanActionRow,
    PlanActionStateWrite,
    PlanActionWrite,
    PlanRiskEdit,
    PlanRiskRow,
    PlanRiskWrite,
)

PEOPLE = {name: f"{name}_id" for name in ("owner", "their_owner", "stakeholder", "confirmed_by", "plan")}


class PartOfPlan(ScopedViewSet):
    """What every part of a plan shares: the plans' scope, references spelt by their ids."""

    resource = "plans"
    spelt: ClassVar = {**PEOPLE, "objective": "objective_id", "product": "product_id", "unit": "unit_id"}

    def _edited(
        self, request: Request, pk: str, name: str, edit: Any, body: type[Body | RecordBody]
    ) -> Response:
        row, version = self.record(pk), seen_version(request)
        said = self.said(body)
        edit(**{name: row}, changes=said, by=self.caller, at=database_now(), expected_version=version)
        return self.told(row.pk)

    def _today(self) -> Any:
        return local_day(database_now(), self.caller.time_zone)


class ObjectiveViewSet(PartOfPlan):
    """Objectives of plans at the accounts the caller may see."""

    model = Objective
    columns: ClassVar = ObjectiveRow.Meta.fields
    filterset_class = ObjectiveFilter
    serializer_class = ObjectiveRow

    @reads(ObjectiveRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of objectives."""
        return super().list(request)

    @reads(ObjectiveRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One objective."""
        return super().retrieve(request, pk)

    @creates(ObjectiveWrite, ObjectiveRow)
    def create(self, request: Request) -> Response:
        """Add an objective to a draft; owner, measure and day are needed by approval."""
        made = add_objective(by=self.caller, at=database_now(), **self.said(ObjectiveWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(ObjectiveEdit, ObjectiveRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an objective of a draft."""
        return self._edited(request, pk, "objective", edit_objective, ObjectiveEdit)

    @creates(ObjectiveEndingWrite, ObjectiveRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def settle(self, request: Request, pk: str) -> Response:
        """Say how it ended; `confirmed` needs who of theirs said so. Without a day, today."""
        row = self.record(pk)
        said = {"on": self._today()} | self.said(ObjectiveEndingWrite)
        settle_objective(objective=row, by=self.caller, at=database_now(), **said)
        return self.told(row.pk)

    @creates(Nothing, ObjectiveRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def reopen(self, request: Request, pk: str) -> Response:
        """Take the settling back."""
        row = self.record(pk)
        self.said(Nothing)
        reopen_objective(objective=row, by=self.caller, at=database_now())
        return self.told(row.pk)


class KeyResultViewSet(PartOfPlan):
    """What objectives are measured by."""

    model = KeyResult
    columns: ClassVar = KeyResultRow.COLUMNS
    filterset_class = KeyResultFilter
    serializer_class = KeyResultRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say how much of the way is reached."""
        for row in rows:
            row["attainment"] = attainment(row["baseline"], row["target"], row["current"])
        return rows

    @reads(KeyResultRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of key results."""
        return super().list(request)

    @reads(KeyResultRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One key result."""
        return super().retrieve(request, pk)

    @creates(KeyResultWrite, KeyResultRow)
    def create(self, request: Request) -> Response:
        """Say what an objective of a draft is measured by."""
        made = add_key_result(by=self.caller, at=database_now(), **self.said(KeyResultWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(KeyResultEdit, KeyResultRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what a draft measures."""
        return self._edited(request, pk, "key_result", edit_key_result, KeyResultEdit)

    @creates(FigureWrite, KeyResultRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def measure(self, request: Request, pk: str) -> Response:
        """Write down where it stands; without a day, today."""
        row = self.record(pk)
        said = {"on": self._today()} | self.said(FigureWrite)
        measure_key_result(key_result=row, by=self.caller, at=database_now(), **said)
        return self.told(row.pk)


class PlanActionViewSet(PartOfPlan):
    """Actions of plans; what we have of one is told beside it and never shown to the customer."""

    model = PlanAction
    columns: ClassVar = PlanActionRow.COLUMNS
    filterset_class = PlanActionFilter
    serializer_class = PlanActionRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add what we have of each."""
        notes = PlanNote.objects.visible_to(self.caller).filter(action__in=[row["id"] for row in rows])
        ours = dict(notes.values_list("action_id", "text"))
        for row in rows:
            row["our_benefit"] = ours.get(row["id"], "")
        return rows

    @reads(PlanActionRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of actions."""
        return super().list(request)

    @reads(PlanActionRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One action."""
        return super().retrieve(request, pk)

    @creates(PlanActionWrite, PlanActionRow)
    def create(self, request: Request) -> Response:
        """Add an action of ours or of theirs."""
        made = add_action(by=self.caller, at=database_now(), **self.said(PlanActionWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(PlanActionEdit, PlanActionRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an action; its step follows."""
        return self._edited(request, pk, "action", edit_action, PlanActionEdit)

    @creates(PlanActionStateWrite, PlanActionRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def state(self, request: Request, pk: str) -> Response:
        """Say how far an action is."""
        row = self.record(pk)
        set_action_state(action=row, by=self.caller, at=database_now(), **self.said(PlanActionStateWrite))
        return self.told(row.pk)


class PlanRiskViewSet(PartOfPlan):
    """The risk registers of plans."""

    model = PlanRisk
    columns: ClassVar = PlanRiskRow.COLUMNS
    filterset_class = PlanRiskFilter
    serializer_class = PlanRiskRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say which wait for a look today."""
        today = self._today()
        for row in rows:
            row["is_overdue"] = row["state"] != "closed" and row["look_on"] < today
        return rows

    @reads(PlanRiskRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of risks."""
        return super().list(request)

    @reads(PlanRiskRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One risk."""
        return super().retrieve(request, pk)

    @creates(PlanRiskWrite, PlanRiskRow)
    def create(self, request: Request) -> Response:
        """Put a risk into the register; looked at in 30 days when nobody says a day."""
        made = add_risk(by=self.caller, at=database_now(), **self.said(PlanRiskWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(PlanRiskEdit, PlanRiskRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change, close or reopen a risk."""
        return self._edited(request, pk, "risk", edit_risk, PlanRiskEdit)

    @creates(LookWrite, PlanRiskRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def look(self, request: Request, pk: str) -> Response:
        """Say what a look found, and when the next one is."""
        row = self.record(pk)
        look_at_risk(risk=row, by=self.caller, at=database_now(), **self.said(LookWrite))
        return self.told(row.pk)


class GrowthLineViewSet(PartOfPlan):
    """Expansions that plans count on."""

    model = GrowthLine
    columns: ClassVar = GrowthLineRow.Meta.fields
    filterset_class = PlanPartFilter
    serializer_class = GrowthLineRow

    @reads(GrowthLineRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of expansions."""
        return super().list(request)

    @reads(GrowthLineRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One expansion."""
        return super().retrieve(request, pk)

    @creates(GrowthLineWrite, GrowthLineRow)
    def create(self, request: Request) -> Response:
        """Count on an expansion in a draft."""
        made = add_growth_line(by=self.caller, at=database_now(), **self.said(GrowthLineWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(GrowthLineEdit, GrowthLineRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an expansion of a draft."""
        return self._edited(request, pk, "line", edit_growth_line, GrowthLineEdit)

    @removes()
    def destroy(self, request: Request, pk: str) -> Response:
        """Take an expansion out of a draft."""
        remove_growth_line(line=self.record(pk), by=self.caller, at=database_now())
        return Response(status=status.HTTP_204_NO_CONTENT)
