"""One plan with all that hangs on it, as a page or the API shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from retention.team.models import User

from .fullness import filled_sections
from .models import AccountPlan, GrowthFrame, GrowthLine, KeyResult, Objective, PlanAction, PlanRisk
from .planning.completeness import Completeness, completeness, required_of
from .planning.growth import Growth, growth
from .planning.progress import Progress, attainment, weighted
from .planning.quarters import quarter_of
from .planning.sections import OUR_BENEFIT, SECTIONS, Field, Section
from .planning.states import Move, ObjectiveFacts, missing_for_approval, moves_from, needs_lead
from .planning.warnings import ActionFacts, warnings
from .planning.words import ActionState, ObjectiveState
from .working import leads


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A short field as it stands; ``source`` and ``said_on`` only of what may be shared."""

    field: Field
    text: str
    source: str = ""
    said_on: date | None = None
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section: what it says, whether it counts as filled, whether the tier asks for it."""

    section: Section
    entries: tuple[FieldShown, ...]
    is_filled: bool
    is_required: bool


@dataclass(frozen=True, slots=True)
class ActionShown:
    """An action, in which quarter of the plan it falls, and what we have of it."""

    row: PlanAction
    quarter: int | None
    our_benefit: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ResultShown:
    """A key result and its attainment."""

    row: KeyResult
    attainment: Decimal | None


@dataclass(frozen=True, slots=True)
class ObjectiveShown:
    """An objective, its progress by measurement, its actions; late ones are pointed out, not counted."""

    row: Objective
    results: tuple[ResultShown, ...]
    progress: Progress
    actions: tuple[ActionShown, ...]

    @property
    def is_behind(self) -> bool:
        """An open action is past its day."""
        return any(action.is_late for action in self.actions)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Everything of one plan."""

    plan: AccountPlan
    today: date
    sections: tuple[SectionShown, ...]
    objectives: tuple[ObjectiveShown, ...]
    progress: Progress
    risks: tuple[PlanRisk, ...]
    frame: GrowthFrame | None
    lines: tuple[GrowthLine, ...]
    growth: Growth
    full: Completeness
    missing: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def is_stale(self) -> bool:
        """Not looked at for too long."""
        return self.plan.is_stale(on=self.today)

    @property
    def overdue_risks(self) -> int:
        """Risks whose next look has passed."""
        return sum(risk.is_overdue(on=self.today) for risk in self.risks)


Notes = dict[tuple[str, int | None], str]
"""What is ours alone: field and, for what an action is to us, the action."""


def plan_facts(plan: AccountPlan, *, on: date) -> PlanFacts:
    """Gather it in eleven queries, however long the plan is; ten when it was read with its ``growth_frame``.

    *plan* was read through ``visible_to``.
    """
    notes: Notes = {row[:2]: row[2] for row in plan.notes.values_list("field", "action_id", "text")}
    objectives = _objectives(plan, notes, on)
    filled = filled_sections([plan])[plan.pk]
    full = completeness(plan.tier_at_start, filled)
    standing = [each for each in objectives if each.row.state != ObjectiveState.DROPPED]
    frame: GrowthFrame | None = getattr(plan, "growth_frame", None)
    lines = tuple(
        GrowthLine.objects.filter(plan=plan).select_related("product", "unit").order_by("due_on", "id")
    )
    risks = PlanRisk.objects.filter(plan=plan).select_related("owner").order_by("id")
    return PlanFacts(
        plan=plan,
        today=on,
        sections=_sections(plan, notes, filled),
        objectives=objectives,
        progress=weighted((each.progress.value, each.row.weight) for each in standing),
        risks=tuple(sorted(risks, key=_weight_first)),
        frame=frame,
        lines=lines,
        growth=growth(
            base=frame.base if frame else None,
            renewals=frame.renewals if frame else None,
            top_down=frame.top_down if frame else None,
            lines=[(line.amount, line.probability) for line in lines],
        ),
        full=full,
        missing=tuple(_missing(standing)) if plan.approved_on is None else (),
        warnings=() if plan.is_over else tuple(_warnings(plan, standing, full, on)),
    )


def _missing(standing: Sequence[ObjectiveShown]) -> list[str]:
    return missing_for_approval(
        ObjectiveFacts(
            text=each.row.text,
            has_owner=bool(each.row.owner_id or each.row.their_owner_id),
            has_measure=bool(each.row.measure or each.results),
            has_day=each.row.due_on is not None,
        )
        for each in standing
    )


def _weight_first(risk: PlanRisk) -> tuple[bool, bool, Decimal, int]:
    """Open ones first; unknown impact before known, then the heaviest."""
    weight = risk.weight
    return (not risk.is_open, weight is not None, -(weight or Decimal(0)), risk.pk)


def _objectives(plan: AccountPlan, notes: Notes, on: date) -> tuple[ObjectiveShown, ...]:
    rows = plan.objectives.select_related(
        "owner", "their_owner__person", "stakeholder__person", "confirmed_by__person"
    )
    actions: dict[int, list[ActionShown]] = {}
    todo = PlanAction.objects.filter(objective__plan=plan).select_related("owner", "their_owner__person")
    for row in todo.order_by("due_on", "id"):
        quarter = quarter_of(plan.period_start, row.due_on) if row.due_on else None
        shown = ActionShown(row, quarter, notes.get((OUR_BENEFIT, row.pk), ""), row.is_late(on=on))
        actions.setdefault(row.objective_id, []).append(shown)
    found = []
    for objective in rows.prefetch_related("key_results").order_by("due_on", "id"):
        results = tuple(
            ResultShown(row, attainment(row.baseline, row.target, row.current))
            for row in sorted(objective.key_results.all(), key=lambda each: each.pk)
        )
        progress = weighted((each.attainment, each.row.weight) for each in results)
        found.append(ObjectiveShown(objective, results, progress, tuple(actions.get(objective.pk, ()))))
    return tuple(found)


def _sections(plan: AccountPlan, notes: Notes, filled: set[str]) -> tuple[SectionShown, ...]:
    texts = {row.field: row for row in plan.texts.order_by("id")}
    required = set(required_of(plan.tier_at_start))

    def shown(field: Field) -> FieldShown:
        row = texts.get(field.key)
        if row is None:
            return FieldShown(field, notes.get((field.key, None), ""))
        return FieldShown(field, row.text, row.source, row.said_on, row.is_shared)

    return tuple(
        SectionShown(
            section, tuple(shown(field) for field in section.fields), section.key in filled,
            section.key in required,
        )
        for section in SECTIONS
    )  # fmt: skip


def _warnings(
    plan: AccountPlan, standing: Sequence[ObjectiveShown], full: Completeness, on: date
) -> list[str]:
    actions = [
        ActionFacts(
            due_on=each.row.due_on,
            is_open=each.row.is_open,
            serves_them=bool(each.row.customer_benefit),
            serves_us=bool(each.our_benefit),
        )
        for objective in standing
        for each in objective.actions
        if each.row.state != ActionState.DROPPED
    ]
    return warnings(
        tier=plan.tier_at_start, period_start=plan.period_start, horizon_end=plan.horizon_end, on=on,
        actions=actions, full=full,
    )  # fmt: skip


def moves_for(plan: AccountPlan, user: User) -> list[Move]:
    """What *user*, who may change the account, can do with the plan now; a lead's moves only for a lead."""
    moves = moves_from(plan.state)
    if not any(needs_lead(move, plan.tier_at_start) for move in moves):
        return moves
    is_lead = leads(plan.account, user)
    return [move for move in moves if is_lead or not needs_lead(move, plan.tier_at_start)]
