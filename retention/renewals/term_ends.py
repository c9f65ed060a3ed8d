"""Which days of a contract a decision is needed for, and about how much (docs/methods.md, Renewals). Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from accounts.arr import ZERO, RecurringLine, arr_of_line

_ONE_DAY = timedelta(days=1)
L = TypeVar("L", bound=RecurringLine)


def ends_of(term_end: date | None, lines: Sequence[RecurringLine]) -> dict[date, Decimal]:
    """Each day on which lines end and nothing follows, with their ARR on that day (available to renew).

    An evergreen contract has none. A line that another one of the same contract continues on the next
    day was amended or stepped up, not ended. One-off items need no decision; a contract without any
    line yet ends with its term.
    """
    if term_end is None:
        return {}
    recurring = [line for line in lines if line.is_recurring]
    if not lines:
        return {term_end: ZERO}
    ends: dict[date, Decimal] = {}
    for day, line in _ending(term_end, recurring):
        ends[day] = ends.get(day, ZERO) + arr_of_line(line, line.start_on)
    return ends


def lines_ending(day: date, term_end: date | None, lines: Sequence[L]) -> list[L]:
    """The recurring lines that a renewal due after *day* decides on, in the order given."""
    if term_end is None:
        return []
    recurring = [line for line in lines if line.is_recurring]
    return [line for ends_on, line in _ending(term_end, recurring) if ends_on == day]


def _ending(term_end: date, lines: Sequence[L]) -> Iterator[tuple[date, L]]:
    """Each recurring line with its last day, without those that another one continues.

    A line that is suspended, or was cut by an early renewal, decides on the day it was agreed to end.
    """
    starts, own = {line.start_on for line in lines}, {getattr(line, "pk", None) for line in lines}
    for line in lines:
        agreed: date | None = getattr(line, "agreed_end_on", None)
        day = min(agreed or line.end_on or term_end, term_end)
        comes_back = agreed is None and getattr(line, "superseded_by_id", None) in own - {None}
        if day == term_end or (day + _ONE_DAY not in starts and not comes_back):
            yield day, line


def breaks_of(options: Iterable[date], lines: Sequence[RecurringLine]) -> dict[date, Decimal]:
    """Each day on which the customer may leave a running term, with the ARR that is decided on then."""
    return {day: sum((arr_of_line(line, day) for line in lines), ZERO) for day in options}


def outcome_of(available: Decimal, renewed: Decimal, *, is_comparable: bool) -> str:
    """What a signed successor makes of a renewal: larger, in part or as it was.

    Amounts in different currencies cannot be compared: renewed.
    """
    if not is_comparable or renewed == available:
        return "renewed"
    return "renewed_expanded" if renewed > available else "renewed_partial"
