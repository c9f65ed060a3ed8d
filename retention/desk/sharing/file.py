"""The shared plan as a file: the same plain values as the page, written out and typeset."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from retention.lib.typeset import typeset
from retention.sharing.shown import OURS, SharedGoal, SharedPlan, SharedStep, SharedTarget, SharedValue

from ..formats import figure_text as figure
from ..formats import full_day_text, long_day_text, money_text, percent_text
from .proof import gift_line, kpi_lines, together

TEMPLATE = "shared_plan.typ"
DOT = " · "


def plan_file(plan: SharedPlan, *, at: datetime | None = None) -> bytes:
    """The PDF, dated by *at*. Raises NotTypeset."""
    return typeset(TEMPLATE, spelled(plan), title=f"{plan.title}, {plan.account}", region=plan.region, at=at)


def spelled(plan: SharedPlan) -> dict[str, Any]:
    """The plan with days, figures and amounts as text."""

    def day(value: Any) -> str:
        return long_day_text(value, plan.as_of) if value else ""

    return {
        "account": plan.account, "company": plan.company, "title": plan.title, "sentence": plan.sentence,
        "as_of": full_day_text(plan.as_of),
        "period": f"{full_day_text(plan.begins_on)} to {full_day_text(plan.ends_on)}",
        "texts": [
            {"label": row.label, "text": row.text, "source": _joined(", ", row.source, day(row.said_on))}
            for row in plan.texts
        ],
        "goals": [_goal(row, day) for row in plan.goals],
        "targets": [_target(row, day) for row in plan.targets],
        "kpis": [kpi_lines(row, day) for row in plan.kpis],
        "given": [gift_line(row, day) for row in plan.given], "given_together": together(plan),
        "values": [_value(row, day) for row in plan.values],
        "steps": [_step(row, day) for row in plan.steps],
        "people": [[row.name, row.role, _side(row.side)] for row in plan.people],
        "reviews": [[what, day(on)] for what, on in plan.reviews],
    }  # fmt: skip


def _figure(value: Decimal | None) -> str:
    return "" if value is None else figure(value)


def _joined(between: str, *parts: str) -> str:
    return between.join(filter(None, parts))


def _side(side: str) -> str:
    return "Ours" if side == OURS else "Yours"


def _goal(row: SharedGoal, day: Any) -> dict[str, Any]:
    way = "Not measured yet" if row.way is None else f"{percent_text(row.way)} of the way"
    until = f"by {day(row.due_on)}" if row.due_on else ""
    return {
        "text": row.text, "reason": row.reason, "line": _joined(DOT, way, until, row.owner, row.state),
        "measure": f"Measured by: {row.measure}" if row.measure else "",
        "measures": [
            [f"{each.name} {each.unit}".strip(), *map(_figure, (each.baseline, each.target, each.actual))]
            for each in row.measures
        ],
    }  # fmt: skip


def _target(row: SharedTarget, day: Any) -> dict[str, str]:
    way = f"From {figure(row.baseline)} to {figure(row.target)} {row.unit} by {day(row.due_on)}"
    now = "Not measured yet"
    if row.actual is not None:
        now = f"Now {figure(row.actual)} on {day(row.measured_on)}"
    agreed = f"agreed by {row.agreed_by}" if row.agreed_by else ""
    confirmed = f"confirmed by {row.confirmed_by}" if row.confirmed_by else ""
    return {
        "metric": row.metric, "way": f"{way}{DOT}{row.standing}",
        "now": _joined(DOT, now, agreed, confirmed), "milestones": _milestones(row, day),
    }  # fmt: skip


def _milestones(row: SharedTarget, day: Any) -> str:
    points = [f"{figure(one.value)} by {day(one.on)} ({one.standing.lower()})" for one in row.milestones]
    return f"Milestones: {'; '.join(points)}" if points else ""


def _value(row: SharedValue, day: Any) -> list[str]:
    worth = "not known" if row.amount is None else money_text(row.amount, row.currency)
    proof = f"{row.proof} by {row.answered_by}" if row.answered_by else row.proof
    what = f"{row.what}\nWorked out: {row.method}" if row.method else row.what
    return [what, day(row.happened_on), worth, proof]


def _step(row: SharedStep, day: Any) -> list[str]:
    whose = f"{_side(row.side)}: {row.owner}" if row.owner else _side(row.side)
    what = f"{row.text}\nFor you: {row.benefit}" if row.benefit else row.text
    return [what, whose, day(row.due_on), f"{row.state}, late" if row.is_late else row.state]
