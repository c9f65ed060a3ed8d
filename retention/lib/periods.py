"""Periods as people write them in an address: 2027, 2027Q1, 2027-01. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .accepts import FIRST_YEAR, LAST_YEAR
from .months import add_months

_SHAPE = re.compile(r"(\d{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?", re.ASCII)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a quarter or a month of the calendar, both days included."""

    name: str
    first: date
    last: date


def period_named(text: str) -> Period | None:
    """The period of that name; None for anything else."""
    found = _SHAPE.fullmatch(text.strip().upper())
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    year, quarter, month = int(found[1]), found[2], found[3]
    if quarter:
        first, length = date(year, 3 * int(quarter) - 2, 1), 3
    elif month:
        first, length = date(year, int(month), 1), 1
    else:
        first, length = date(year, 1, 1), 12
    return Period(found[0], first, add_months(first, length) - _ONE_DAY)


def quarter_of(day: date) -> Period:
    """The quarter a day lies in."""
    return _quarter(day.year, (day.month - 1) // 3 + 1)


def _quarter(year: int, number: int) -> Period:
    first = date(year, 3 * number - 2, 1)
    return Period(f"{year}Q{number}", first, add_months(first, 3) - _ONE_DAY)
