"""What a new plan begins with: the rows of a template, or what still holds of another plan."""

from datetime import date

from retention.lib.months import add_months

from .models import (
    AccountPlan,
    GrowthFrame,
    GrowthLine,
    KeyResult,
    Objective,
    PlanAction,
    PlanNote,
    PlanRisk,
    PlanText,
)
from .planning.quarters import last_day
from .planning.sections import OUR_BENEFIT
from .planning.templates import PlanTemplate
from .planning.words import ObjectiveState, RiskState


def fill_from_template(plan: AccountPlan, template: PlanTemplate) -> None:
    """Objectives, what they are measured by, and actions, all the plan owner's at first."""
    for wanted in template.objectives:
        objective = Objective.objects.create(
            plan=plan, goal=wanted.goal, text=wanted.text, whose=wanted.whose, owner=plan.owner,
            due_on=last_day(plan.period_start, wanted.months), measure=wanted.measure,
        )  # fmt: skip
        KeyResult.objects.bulk_create(
            KeyResult(objective=objective, name=each.name, unit=each.unit) for each in wanted.key_results
        )
        PlanAction.objects.bulk_create(
            PlanAction(
                objective=objective, text=text, owner=plan.owner, due_on=last_day(plan.period_start, month)
            )
            for text, month in wanted.actions
        )


def copy_content(source: AccountPlan, made: AccountPlan, *, months: int) -> None:
    """What still holds, its days moved by *months*."""
    PlanText.objects.bulk_create(
        PlanText(plan=made, field=row.field, text=row.text, source=row.source, said_on=row.said_on)
        for row in source.texts.order_by("id")
    )
    PlanNote.objects.bulk_create(
        PlanNote(plan=made, field=row.field, text=row.text)
        for row in source.notes.filter(action=None).order_by("id")
    )
    _copy_objectives(source, made, months)
    _copy_growth(source, made, months)
    PlanRisk.objects.bulk_create(
        PlanRisk(
            plan=made, description=row.description, cause=row.cause, likelihood=row.likelihood,
            impact=row.impact, early_sign=row.early_sign, mitigation=row.mitigation, owner=row.owner,
            look_on=row.look_on, due_on=_later(row.due_on, months), state=row.state,
        )
        for row in source.risks.exclude(state=RiskState.CLOSED).select_related("owner").order_by("id")
    )  # fmt: skip


def _copy_objectives(source: AccountPlan, made: AccountPlan, months: int) -> None:
    rows = source.objectives.filter(state=ObjectiveState.OPEN).order_by("id")
    for old in rows.prefetch_related("key_results", "actions__notes"):
        new = Objective.objects.create(
            plan=made, goal=old.goal, text=old.text, reason=old.reason, stakeholder_id=old.stakeholder_id,
            owner_id=old.owner_id, their_owner_id=old.their_owner_id, measure=old.measure,
            due_on=_later(old.due_on, months), weight=old.weight, whose=old.whose,
        )  # fmt: skip
        KeyResult.objects.bulk_create(
            KeyResult(
                objective=new, name=row.name, unit=row.unit, target=row.target, weight=row.weight,
                baseline=row.baseline if row.current is None else row.current,
            )
            for row in old.key_results.all()
        )  # fmt: skip
        for action in old.actions.all():
            if action.is_open:
                _copy_action(action, new, months)


def _copy_action(old: PlanAction, objective: Objective, months: int) -> None:
    new = PlanAction.objects.create(
        objective=objective, text=old.text, owner_id=old.owner_id, their_owner_id=old.their_owner_id,
        due_on=_later(old.due_on, months), customer_benefit=old.customer_benefit,
    )  # fmt: skip
    PlanNote.objects.bulk_create(
        PlanNote(plan=objective.plan, field=OUR_BENEFIT, action=new, text=note.text)
        for note in old.notes.all()
    )


def _copy_growth(source: AccountPlan, made: AccountPlan, months: int) -> None:
    frame = GrowthFrame.objects.filter(plan=source).first()
    if frame is not None:
        GrowthFrame.objects.create(plan=made, currency=frame.currency, base=frame.top_down)
    GrowthLine.objects.bulk_create(
        GrowthLine(
            plan=made, what=row.what, product_id=row.product_id, unit_id=row.unit_id, amount=row.amount,
            probability=row.probability, due_on=_later(row.due_on, months),
        )
        for row in source.growth_lines.order_by("id")
    )  # fmt: skip


def _later(day: date | None, months: int) -> date | None:
    return None if day is None else add_months(day, months)
