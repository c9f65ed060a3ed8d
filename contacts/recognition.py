"""Days on which a customer is thanked: one a year (docs/methods.md, Recognition days). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

SHOWN_DAYS = 7
"""So long after the day it is still worth a word."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """So many years together on a day."""

    on: date
    years: int


def recognition(since: date | None, *, on: date, until: date) -> Recognition | None:
    """The anniversary that falls between a week before *on* and *until*; none in the first year.

    Somebody who began on 29 February is thanked on the 28th in other years.
    """
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
