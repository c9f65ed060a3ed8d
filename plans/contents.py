"""What a plan says at one moment, as rows to freeze and to compare; the two halves are never mixed."""

from collections.abc import Iterator
from typing import Any

from .models import AccountPlan, Objective, PlanRisk
from .planning.sections import FIELD, OUR_BENEFIT, SECTION, SECTION_OF

Row = dict[str, Any]
GOALS, GROWTH, RISKS, LIFE = (SECTION[key].title for key in ("goals", "growth", "risks", "profile"))


def _row(key: str, where: str, what: str, *parts: str) -> Row:
    return {"key": key, "where": where, "what": what, "text": "; ".join(part for part in parts if part)}


def said_rows(plan: AccountPlan) -> list[Row]:
    """What may be shown to the customer: days, texts, objectives, key results, actions."""
    days = f"{plan.period_start:%-d %b %Y} to {plan.period_end:%-d %b %Y}"
    rows = [_row("plan:days", "Plan", "Period", days, f"looks until {plan.horizon_end:%-d %b %Y}")]
    for text in plan.texts.exclude(text="").order_by("id"):
        told = f"said by {text.source}" if text.source else ""
        when = f"on {text.said_on:%-d %b %Y}" if text.said_on else ""
        label = FIELD[text.field].label
        where = SECTION[SECTION_OF[text.field]].title
        rows.append(_row(f"text:{text.field}", where, label, text.text, told, when))
    people = ("owner", "their_owner__person", "stakeholder__person")
    objectives = plan.objectives.select_related(*people).prefetch_related(
        "key_results", "actions__owner", "actions__their_owner__person"
    )
    for objective in objectives.order_by("id"):
        rows += _of_objective(objective)
    return rows


def _of_objective(objective: Objective) -> Iterator[Row]:
    why = objective.stakeholder.name if objective.stakeholder else ""
    yield _row(
        f"objective:{objective.pk}", GOALS, f"Objective, {objective.get_goal_display().lower()}",
        objective.text,
        f"why: {objective.reason}" if objective.reason else "",
        f"told by {why}" if why else "",
        f"owner {objective.owner_name}" if objective.owner_name else "",
        f"measured by {objective.measure}" if objective.measure else "",
        f"by {objective.due_on:%-d %b %Y}" if objective.due_on else "",
        f"weight {objective.weight}", objective.get_whose_display().lower(),
        objective.get_state_display().lower(),
    )  # fmt: skip
    for result in sorted(objective.key_results.all(), key=lambda row: row.pk):
        figures = [f"{word} {value.normalize():f}" for word, value in
                   (("from", result.baseline), ("to", result.target), ("now", result.current))
                   if value is not None]  # fmt: skip
        yield _row(f"result:{result.pk}", GOALS, "Key result", result.name, result.unit, *figures)
    for action in sorted(objective.actions.all(), key=lambda row: row.pk):
        yield _row(
            f"action:{action.pk}", GOALS, "Action", action.text,
            f"owner {action.owner_name}" if action.owner_name else "",
            f"by {action.due_on:%-d %b %Y}" if action.due_on else "",
            f"for them: {action.customer_benefit}" if action.customer_benefit else "",
            action.get_state_display().lower(),
        )  # fmt: skip


def inside_rows(plan: AccountPlan) -> list[Row]:
    """What never leaves the house: notes, growth, risks."""
    rows = []
    for note in plan.notes.exclude(text="").select_related("action").order_by("id"):
        if note.field == OUR_BENEFIT and note.action is not None:
            rows.append(_row(f"benefit:{note.action_id}", GOALS, f"For us: {note.action.text}", note.text))
        else:
            where = SECTION[SECTION_OF[note.field]].title
            rows.append(_row(f"note:{note.field}", where, FIELD[note.field].label, note.text))
    frame = getattr(plan, "growth_frame", None)
    if frame is not None:
        figures = (("Yearly revenue at the start", frame.base), ("Renewals expected", frame.renewals),
                   ("Wanted from above", frame.top_down))  # fmt: skip
        for what, amount in figures:
            if amount is not None:
                rows.append(_row(f"growth:{what}", GROWTH, what, f"{amount:,.2f} {frame.currency}"))
    for line in plan.growth_lines.order_by("id"):
        amount = f"{line.amount:,.2f} at {line.probability} %"
        until = f"by {line.due_on:%-d %b %Y}" if line.due_on else ""
        rows.append(_row(f"line:{line.pk}", GROWTH, "Expansion", line.what, amount, until))
    rows += [_of_risk(risk) for risk in plan.risks.select_related("owner").order_by("id")]
    return rows


def _of_risk(risk: PlanRisk) -> Row:
    return _row(
        f"risk:{risk.pk}", RISKS, "Risk", risk.description,
        f"because {risk.cause}" if risk.cause else "",
        f"likelihood {risk.likelihood} of 5",
        f"impact {risk.impact:,.2f}" if risk.impact is not None else "",
        f"sign: {risk.early_sign}" if risk.early_sign else "",
        f"against it: {risk.mitigation}" if risk.mitigation else "",
        f"owner {risk.owner.name}", risk.get_state_display().lower(),
    )  # fmt: skip
