"""Annual recurring revenue of lines, and what a change of it is called (docs/methods.md, ARR).

Pure: no database, no clock. Amounts are Decimal in the contract's currency, rounded per line to cents,
so that movements add up to the lines on any day to the cent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from retention.lib.months import whole_months

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
GRACE_DAYS = 30
LATE_RENEWAL = "late_renewal"
MERGER = "merger"


class RecurringLine(Protocol):
    """What a contract line must say about itself."""

    @property
    def recurring_amount(self) -> Decimal: ...
    @property
    def period_months(self) -> int: ...
    @property
    def start_on(self) -> date: ...
    @property
    def end_on(self) -> date | None: ...
    @property
    def is_recurring(self) -> bool: ...


class SoldLine(RecurringLine, Protocol):
    """A line that can be recognised in another: what is sold, where, and what takes its place."""

    @property
    def pk(self) -> int: ...
    @property
    def product_id(self) -> int | None: ...
    @property
    def org_unit_id(self) -> int | None: ...
    @property
    def description(self) -> str: ...
    @property
    def superseded_by_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class NetMovement:
    """A signed change of ARR on a day."""

    on: date
    kind: str
    amount: Decimal
    subkind: str = ""


def annualised(amount: Decimal, period_months: int) -> Decimal:
    """The amount of one period as a year's, to the cent."""
    return (amount * 12 / period_months).quantize(CENT, ROUND_HALF_UP)


def arr_of_line(line: RecurringLine, day: date) -> Decimal:
    """What the line is worth a year on that day: 0 outside its days (both ends included) or when one-off."""
    runs = line.start_on <= day and (line.end_on is None or day <= line.end_on)
    return annualised(line.recurring_amount, line.period_months) if runs and line.is_recurring else ZERO


def arr_on(lines: Iterable[RecurringLine], day: date) -> Decimal:
    """The lines' ARR together on a day; all must be in one currency."""
    return sum((arr_of_line(line, day) for line in lines), ZERO)


def arr_from_total(total: Decimal, start: date, end: date) -> Decimal:
    """ARR when only the value of the whole term is known (last day included).

    Whole months: total x 12 / months. Otherwise total x 365 / days, in leap years too, so that the
    length of a year never changes a price. Raises ValueError when the end is before the start.
    """
    if end < start:
        raise ValueError("the term ends before it starts")
    months = whole_months(start, end)
    if months:
        return annualised(total, months)
    return (total * 365 / ((end - start).days + 1)).quantize(CENT, ROUND_HALF_UP)


def step_days(lines: Iterable[RecurringLine]) -> list[date]:
    """The days on which the lines' ARR may change: first days, and first days without service."""
    days: set[date] = set()
    for line in lines:
        if line.is_recurring:
            days.add(line.start_on)
            if line.end_on is not None and line.end_on < date.max:
                days.add(line.end_on + timedelta(days=1))
    return sorted(days)


def next_step_after(lines: Iterable[RecurringLine], day: date) -> date | None:
    """The next day on which the calendar alone changes the ARR."""
    return next((step for step in step_days(lines) if step > day), None)


def classify_change(
    *,
    before: Decimal,
    after: Decimal,
    ever_had: bool,
    gap_days: int = 0,
    grace_days: int = GRACE_DAYS,
    lines_differ: bool = False,
) -> str | None:
    """What the net change of one account on one day is called; None when nothing happened.

    ``gap_days`` are the days without ARR before this one. A return after no more than *grace_days* is
    a late renewal, not a reactivation.
    """
    if before == 0 and after == 0:
        return None
    if before == 0:
        if not ever_had:
            return "new"
        return None if gap_days <= grace_days else "reactivation"
    if after == 0:
        return "churn"
    if after == before:
        return "swap" if lines_differ else None
    return "expansion" if after > before else "contraction"


def ledger(
    lines: Sequence[RecurringLine],
    *,
    grace_days: int = GRACE_DAYS,
    moved: Mapping[date, Decimal] | None = None,
) -> list[NetMovement]:
    """Every movement the lines imply, by day; their sum up to any day is the lines' ARR on it.

    A late renewal leaves and returns as a transfer pair, so that it is neither churn nor reactivation;
    only the difference in price is expansion or contraction. ``moved`` is what came from another account
    on a day, or went to one: a transfer, after which the day's own change is named.
    """
    recurring = [line for line in lines if line.is_recurring]
    shifts = {day: amount for day, amount in (moved or {}).items() if amount}
    movements: list[NetMovement] = []
    held, lost, lost_on, ever = ZERO, ZERO, None, False
    running: frozenset[int] = frozenset()
    for day in sorted({*step_days(recurring), *shifts}):
        shift, after, now_running = shifts.get(day, ZERO), arr_on(recurring, day), _running(recurring, day)
        if shift:
            movements.append(NetMovement(day, "transfer_in" if shift > 0 else "transfer_out", shift, MERGER))
            held, ever, lost_on, running = held + shift, True, None, now_running
        kind = classify_change(
            before=held,
            after=after,
            ever_had=ever,
            gap_days=(day - lost_on).days if lost_on else grace_days + 1,
            grace_days=grace_days,
            lines_differ=running != now_running,
        )
        if kind is None and lost_on and after and not held:
            _join_late_renewal(movements, day, lost, after)
        elif kind:
            movements.append(NetMovement(day, kind, after - held))
        if held and not after:
            lost_on, lost = day, held
        held, running, ever = after, now_running, ever or after > 0
    return movements


def _running(lines: Sequence[RecurringLine], day: date) -> frozenset[int]:
    return frozenset(
        place
        for place, line in enumerate(lines)
        if line.start_on <= day and (line.end_on is None or day <= line.end_on)
    )


def _join_late_renewal(movements: list[NetMovement], day: date, lost: Decimal, after: Decimal) -> None:
    """Turn the churn before a late renewal into a transfer pair and book the difference."""
    place = max(index for index, movement in enumerate(movements) if movement.kind == "churn")
    movements[place] = NetMovement(movements[place].on, "transfer_out", -lost, LATE_RENEWAL)
    movements.append(NetMovement(day, "transfer_in", lost, LATE_RENEWAL))
    if after != lost:
        kind = "expansion" if after > lost else "contraction"
        movements.append(NetMovement(day, kind, after - lost, LATE_RENEWAL))
