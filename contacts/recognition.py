"""Days on which a customer is thanked: one a year (docs/methods.md, Recognition days). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

SHOWN_DAYS, APART = 7, 30
"""So long after the day it is still worth a word; two days of one customer lie further apart than that."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """So many years together, or since first value, on a day."""

    on: date
    years: int
    is_first_value: bool = False


def recognition(
    since: date | None, *, on: date, until: date, first_value_on: date | None = None
) -> Recognition | None:
    """The anniversary that falls between a week before *on* and *until*; none in the first year.

    The one of first value gives way to that of the customer within 30 days. Somebody who began on 29
    February is thanked on the 28th in other years.
    """
    found = _anniversary(since, on, until)
    value = None if found else _anniversary(first_value_on, on, until)
    if value is None or _is_near(since, value.on):
        return found
    return Recognition(value.on, value.years, is_first_value=True)


def _is_near(since: date | None, day: date) -> bool:
    """An anniversary of *since* lies within 30 days of *day*; its own first day counts as one."""
    if since is None:
        return False
    years = (day.year - 1, day.year, day.year + 1)
    return any(year >= since.year and abs((_in(since, year) - day).days) <= APART for year in years)


def _anniversary(since: date | None, on: date, until: date) -> Recognition | None:
    if since is None:
        return None
    for year in (on.year - 1, on.year, on.year + 1):
        day = _in(since, year)
        if year > since.year and on - timedelta(days=SHOWN_DAYS) < day <= until:
            return Recognition(day, year - since.year)
    return None


def _in(since: date, year: int) -> date:
    try:
        return since.replace(year=year)
    except ValueError:
        return since.replace(year=year, day=28)
