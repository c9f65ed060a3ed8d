"""Which days of a contract a decision is needed for, and about how much (docs/methods.md, Renewals). Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from accounts.arr import ZERO, RecurringLine, arr_of_line

_ONE_DAY = timedelta(days=1)


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
    starts = {line.start_on for line in recurring}
    ends: dict[date, Decimal] = {}
    for line in recurring:
        day = min(line.end_on or term_end, term_end)
        if day == term_end or day + _ONE_DAY not in starts:
            ends[day] = ends.get(day, ZERO) + arr_of_line(line, day)
    return ends


def outcome_of(available: Decimal, renewed: Decimal, *, is_comparable: bool) -> str:
    """What a signed successor makes of a renewal: larger, in part or as it was.

    Amounts in different currencies cannot be compared: renewed.
    """
    if not is_comparable or renewed == available:
        return "renewed"
    return "renewed_expanded" if renewed > available else "renewed_partial"
