"""Priorities, agreed targets, what was moved, joint objectives."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from accounts.models import Account
from plans.attainment import Reading, latest, ratio, share_expected, standing
from plans.choices import Decision, MeasuredBy
from plans.models import AccountPlan, ChangeRecord, Measurement, Objective, PlanAction, PlanText, RoiTarget
from plans.planning.sections import FIELD
from plans.planning.words import ActionState, ObjectiveState
from plans.shown import plan_of_account
from retention.team.models import User

from .blocks import Block, day, figure, lines, table

STANDING = {
    "confirmed": ("Reached, confirmed by you", "healthy"),
    "reached": ("Reached, to be confirmed", "watch"),
    "on_track": ("On track", "healthy"),
    "behind": ("Behind", "watch"),
    "missed": ("Missed", "at_risk"),
    "unknown": ("Not measured yet", "unknown"),
}
OF_WHOM = {
    MeasuredBy.CUSTOMER: "Your figure",
    MeasuredBy.OURS: "Our data",
    MeasuredBy.ESTIMATE: "An estimate",
}
"""Whose figure it is, as the customer reads it."""
THEIR_PRIORITIES = ("strategy", "priority_1", "priority_2", "priority_3", "pressures", "trends", "calendar")
MOST = 20
MOST_AHEAD = 5
DECIDED = {Decision.OPEN: "To be decided", Decision.ACCEPTED: "Accepted", Decision.DECLINED: "Declined"}


def priorities(account: Account, reader: User) -> list[Block]:
    """What the plan says of them, as far as somebody chose to show it, with whose words it is."""
    plan = plan_of_account(account, reader)
    rows = PlanText.objects.visible_to(reader).shared().filter(plan=plan, field__in=THEIR_PRIORITIES)
    found = {row.field: row for row in rows.order_by("id")} if plan else {}
    return table(
        ("What", "As you told us", "Said by", "On"),
        [
            (FIELD[key].label, found[key].text, found[key].source, day(found[key].said_on))
            for key in THEIR_PRIORITIES
            if key in found
        ],
    )


def targets(account: Account, reader: User, on: date) -> list[Block]:
    """Targets they agreed to: figures, the way gone against the way in time, standing, trend."""
    rows = RoiTarget.objects.visible_to(reader).agreed().filter(account=account)
    found = list(rows.select_related("agreed_with__person").order_by("due_on", "id")[:MOST])
    figures: dict[int, list[Measurement]] = {row.pk: [] for row in found}
    read = Measurement.objects.visible_to(reader).current().filter(target__in=found, is_void=False)
    for each in read.filter(measured_on__lte=on).order_by("measured_on", "id"):
        figures[each.target_id].append(each)
    shown = [_target(row, figures[row.pk], on) for row in found]
    return [{"kind": "targets", "rows": shown}] if shown else []


def _target(row: RoiTarget, figures: Sequence[Measurement], on: date) -> Block:
    goal = row.goal
    readings = [Reading(each.measured_on, each.value) for each in figures]
    last = latest(readings, on)
    word, state = STANDING[standing(goal, last, on, is_confirmed=row.confirmed_on is not None)]
    part = ratio(goal, last, on)
    way = Fraction(last.value - goal.baseline) / Fraction(goal.target - goal.baseline) if last else None
    return {
        "metric": row.metric,
        "from": figure(row.baseline, row.unit),
        "to": figure(row.target, row.unit),
        "now": figure(last.value, row.unit) if last else None,
        "measured_on": day(last.on) if last else None,
        "measured_by": _of_whom(figures, last),
        "due_on": day(row.due_on),
        "agreed": f"{row.agreed_with.name if row.agreed_with else ''}, {day(row.agreed_on)}".strip(", "),
        "word": word,
        "state": state,
        "way": None if way is None else round(float(min(Fraction(1), max(Fraction(0), way))), 4),
        "expected": round(float(share_expected(goal, on)), 4),
        "attainment": None if part is None else round(float(part), 4),
        "trend": _trend(readings, row),
        "points": [[str(each.on), float(each.value)] for each in readings[-12:]],
    }


def _of_whom(figures: Sequence[Measurement], last: Reading | None) -> str | None:
    """Whose figure the last one is."""
    found = [each for each in figures if last is not None and each.measured_on == last.on]
    return OF_WHOM[MeasuredBy(found[-1].source)] if found else None


def _trend(readings: Sequence[Reading], row: RoiTarget) -> str | None:
    """Better, worse or unchanged since the measurement before; None with fewer than two."""
    if len(readings) < 2:
        return None
    before, last = readings[-2], readings[-1]
    moved = last.value - before.value
    if not moved:
        return f"Unchanged since {day(before.on)}"
    better = (moved > 0) == (row.target > row.baseline)
    return f"{'Better' if better else 'Worse'} by {figure(abs(moved), row.unit)} since {day(before.on)}"


def changes(account: Account, reader: User, first: date, last: date) -> list[Block]:
    """What was agreed and then asked to move in the period, and everything not decided yet."""
    rows = ChangeRecord.objects.visible_to(reader).filter(account=account, asked_on__lte=last)
    rows = rows.select_related("asked_by__person", "target").order_by("-asked_on", "-id")
    kept = [row for row in rows[:100] if row.decision == Decision.OPEN or row.asked_on >= first][:MOST]
    head = ("What", "Before", "After", "Asked for", "Effect", "Decision")
    return table(head, [_change(row) for row in kept])


def _change(row: ChangeRecord) -> tuple[str | None, ...]:
    unit = row.target.unit if row.target else ""
    who = row.asked_by.name if row.asked_by else "Us"
    return (
        row.what, _side(row.target_before, unit, row.due_before, row.scope_before),
        _side(row.target_after, unit, row.due_after, row.scope_after), f"{who}, {day(row.asked_on)}",
        row.effect, DECIDED[Decision(row.decision)],
    )  # fmt: skip


def _side(value: Decimal | None, unit: str, due: date | None, scope: str) -> str | None:
    said = [figure(value, unit), f"by {day(due)}" if due else None, scope]
    return "; ".join(part for part in said if part) or None


def objectives(account: Account, reader: User) -> list[Block]:
    """Joint objectives that may be shown, at most five open ones, with what each side does for them."""
    plan = plan_of_account(account, reader)
    if plan is None:
        return []
    rows = Objective.objects.visible_to(reader).shared().filter(plan=plan, state=ObjectiveState.OPEN)
    rows = rows.select_related("owner", "their_owner__person").order_by("due_on", "id")
    aims = list(rows[:MOST_AHEAD])
    head = ("Objective", "Measured by", "Owner", "By")
    found = table(head, [(row.text, row.measure, _owner(row), day(row.due_on)) for row in aims])
    return found + _actions(plan, reader)


def _owner(row: Objective | PlanAction) -> str | None:
    if row.owner:
        return f"{row.owner.name} (us)"
    return f"{row.their_owner.name} (you)" if row.their_owner else None


def _actions(plan: AccountPlan, reader: User) -> list[Block]:
    rows = PlanAction.objects.visible_to(reader).shared().open().filter(objective__plan=plan)
    rows = rows.select_related("owner", "their_owner__person").order_by("due_on", "id")[:MOST]
    head = ("Action", "Who", "By", "What you have of it", "State")
    return table(
        head,
        [
            (row.text, _owner(row), day(row.due_on), row.customer_benefit, ActionState(row.state).label)
            for row in rows
        ],
    )


def goals_missed(account: Account, reader: User, on: date) -> list[Block]:
    """Targets that are behind or missed, in a line each."""
    shown = [row for block in targets(account, reader, on) for row in block["rows"]]
    late = [
        row for row in shown if row["state"] in ("watch", "at_risk") and row["word"] in ("Behind", "Missed")
    ]
    return lines(
        "Targets not on their way",
        [
            f"{row['metric']}: {row['word'].lower()}, now {row['now'] or '—'}, to be {row['to']}"
            for row in late
        ],
    )
