"""Working days: weekends and holidays, and rolling a date onto one (docs/methods.md, Business days)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY_AND_SUNDAY = frozenset({5, 6})
LONGEST_SEARCH = 366
_ONE_DAY = timedelta(days=1)


class NoBusinessDay(ValueError):
    """A calendar has no working day within a year of the day asked for."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. ``weekend`` holds weekdays off, Monday 0 to Sunday 6; half holidays count."""

    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY

    def is_business_day(self, day: date) -> bool:
        """True when neither a weekend day nor a holiday."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def shared_with(self, other: Calendar) -> Calendar:
        """The days on which both work."""
        return Calendar(self.holidays | other.holidays, self.weekend | other.weekend)

    def without(self, days: frozenset[date]) -> Calendar:
        """The same calendar with further days off, such as an absence."""
        return Calendar(self.holidays | days, self.weekend)


EVERYDAY_OFFICE = Calendar()
"""Monday to Friday without holidays."""


def roll_forward(day: date, calendar: Calendar) -> date:
    """The day itself when worked, else the next working day. Raises NoBusinessDay."""
    return _roll(day, calendar, 1)


def roll_back(day: date, calendar: Calendar) -> date:
    """The day itself when worked, else the last working day before it. Raises NoBusinessDay."""
    return _roll(day, calendar, -1)


def _roll(day: date, calendar: Calendar, step: int) -> date:
    for distance in range(LONGEST_SEARCH + 1):
        try:
            candidate = day + timedelta(days=step * distance)
        except OverflowError:
            break
        if calendar.is_business_day(candidate):
            return candidate
    raise NoBusinessDay(f"no working day within a year of {day}")


def add_business_days(day: date, count: int, calendar: Calendar) -> date:
    """The *count*-th working day after *day*; 0 gives the day itself, rolled forward."""
    if count < 0:
        raise ValueError("count back with business_days_before")
    found = day
    for _ in range(count):
        found = _roll(found + _ONE_DAY, calendar, 1)
    return found if count else roll_forward(day, calendar)


def business_days_before(day: date, count: int, calendar: Calendar) -> date:
    """The *count*-th working day before *day*; 0 gives the day itself, rolled back."""
    if count < 0:
        raise ValueError("count on with add_business_days")
    found = day
    for _ in range(count):
        found = _roll(found - _ONE_DAY, calendar, -1)
    return found if count else roll_back(day, calendar)


def business_days_between(first: date, last: date, calendar: Calendar) -> Iterator[date]:
    """Every working day from *first* to *last*, both included."""
    for distance in range((last - first).days + 1):
        day = first + timedelta(days=distance)
        if calendar.is_business_day(day):
            yield day
