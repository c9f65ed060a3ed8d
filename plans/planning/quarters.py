"""The eight quarters of a plan, counted from the day it begins (docs/methods.md, Account plan)."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from retention.lib.months import add_months

COUNT = 8
LEAST_MONTHS = 12
MOST_MONTHS = 24


def quarter_start(period_start: date, number: int) -> date:
    """The first day of the plan's quarter *number* (from 1)."""
    return add_months(period_start, 3 * (number - 1))


def quarter_of(period_start: date, day: date) -> int | None:
    """The quarter of the plan a day falls in, 1 to 8; None before the plan and after eight quarters."""
    for number in range(1, COUNT + 1):
        if quarter_start(period_start, number) <= day < quarter_start(period_start, number + 1):
            return number
    return None


def last_day(period_start: date, months: int) -> date:
    """The last day of *months* whole months from *period_start*."""
    return add_months(period_start, months) - timedelta(days=1)


def empty_ahead(period_start: date, days: Iterable[date], *, on: date) -> list[int]:
    """Which of the next four quarters of the plan hold no action."""
    used: Collection[int | None] = {quarter_of(period_start, day) for day in days}
    first = quarter_of(period_start, on) or (1 if on < period_start else COUNT + 1)
    return [number for number in range(first, min(first + 4, COUNT + 1)) if number not in used]
