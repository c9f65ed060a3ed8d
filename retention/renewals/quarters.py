"""Quarters as periods of the forecast: ``2027Q1`` in an address, its first day in a column. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from retention.lib.months import add_months

_NAME = re.compile(r"(\d{4})Q([1-4])")
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three calendar months, by their first day."""

    first: date

    @property
    def last(self) -> date:
        """The last day of it."""
        return add_months(self.first, 3) - timedelta(days=1)

    @property
    def name(self) -> str:
        """2027Q1."""
        return f"{self.first.year}Q{self.first.month // 3 + 1}"

    def shifted(self, quarters: int) -> "Quarter":
        """The one that many quarters later, or earlier."""
        return Quarter(add_months(self.first, 3 * quarters))


def quarter_of(day: date) -> Quarter:
    """The quarter a day lies in."""
    return Quarter(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1))


def quarter_named(name: str) -> Quarter | None:
    """The quarter of a name such as 2027Q1; None when it is none."""
    found = _NAME.fullmatch(name.strip().upper())
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    return Quarter(date(int(found[1]), 3 * int(found[2]) - 2, 1))
