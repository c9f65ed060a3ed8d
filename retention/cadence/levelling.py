"""Spreading flexible work over the days so that none is drowned (docs/methods.md, Levelling). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256

from retention.lib.business_days import Calendar, NoBusinessDay, business_days_between, roll_forward

from .intervals import rounded_days

FULL = Fraction(115, 100)
WINDOW_SHARE = Fraction(1, 5)
NARROWEST, WIDEST = 1, 7


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something to do. Hard items stay on their day; ``placed_on`` is what was shown before.

    ``earliest_on`` is the last touch plus the shortest gap; ``away_on`` the days the contact is not there.
    """

    key: str
    due_on: date
    interval_days: int
    priority: float = 0.0
    is_hard: bool = False
    earliest_on: date | None = None
    placed_on: date | None = None
    away_on: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an item stands; ``is_overload`` when every day of its window is too full."""

    key: str
    on: date
    is_overload: bool = False


@dataclass(slots=True)
class _Days:
    """Items per day so far against a capacity per day."""

    capacity: Fraction
    load: dict[date, int] = field(default_factory=dict)

    def share(self, day: date) -> Fraction:
        return Fraction(self.load.get(day, 0) + 1) / self.capacity

    def put(self, day: date) -> None:
        self.load[day] = self.load.get(day, 0) + 1


def level(
    items: Sequence[WorkItem],
    *,
    capacity: int | Fraction,
    on: date,
    calendar: Calendar,
    load: Mapping[date, int] | None = None,
    frozen_until: date | None = None,
) -> list[Placement]:
    """A day for every item, in the order of placing: nothing is dropped, nothing leaves its window.

    *capacity* is items per day, *load* what already stands there. What was shown for a day up to
    *frozen_until* stays. The same input always gives the same plan.
    """
    if capacity <= 0:
        raise ValueError("capacity must be above zero")
    days = _Days(Fraction(capacity), dict(load or {}))
    fixed = [item for item in items if _keeps_its_day(item, on, frozen_until)]
    kept = {item.key for item in fixed}
    placed = [_stay(item, days) for item in sorted(fixed, key=_order)]
    loose = sorted((item for item in items if item.key not in kept), key=_order)
    return placed + [_settle(item, days, on, calendar) for item in loose]


def _order(item: WorkItem) -> tuple[bool, float, date, str]:
    return (not item.is_hard, -item.priority, item.due_on, item.key)


def _keeps_its_day(item: WorkItem, on: date, frozen_until: date | None) -> bool:
    if item.is_hard:
        return True
    return bool(frozen_until and item.placed_on and on <= item.placed_on <= frozen_until)


def _stay(item: WorkItem, days: _Days) -> Placement:
    day = item.due_on if item.is_hard else item.placed_on or item.due_on
    full = days.share(day) > FULL
    days.put(day)
    return Placement(item.key, day, is_overload=full and not item.is_hard)


def window_of(item: WorkItem, *, on: date, calendar: Calendar) -> list[date]:
    """The working days a flexible item may stand on: a fifth of its interval either side, 1 to 7 days."""
    reach = timedelta(days=min(max(rounded_days(WINDOW_SHARE * item.interval_days), NARROWEST), WIDEST))
    first = max(item.due_on - reach, on, item.earliest_on or date.min)
    return [
        day for day in business_days_between(first, item.due_on + reach, calendar) if day not in item.away_on
    ]


def _settle(item: WorkItem, days: _Days, on: date, calendar: Calendar) -> Placement:
    choices = window_of(item, on=on, calendar=calendar)
    free = [day for day in choices if days.share(day) <= FULL]
    if free:
        best = min(free, key=lambda day: (days.share(day), abs((day - item.due_on).days), day))
    else:  # too full everywhere: the due day, or the nearest to it; somebody must delegate or drop
        fallback = _due_day(item, on, calendar)
        best = min(choices, key=lambda day: (abs((day - item.due_on).days), day), default=fallback)
    is_full = days.share(best) > FULL
    days.put(best)
    return Placement(item.key, best, is_overload=is_full)


def _due_day(item: WorkItem, on: date, calendar: Calendar) -> date:
    """The item's own day, or the first one left when that has passed or comes too early."""
    day = max(item.due_on, on, item.earliest_on or date.min)
    try:
        return roll_forward(day, calendar)
    except NoBusinessDay:
        return day


def spread(keys: Iterable[str], *, first: date, interval_days: int, calendar: Calendar) -> dict[str, date]:
    """After a bulk import: a first due date per key, spread over one interval by a hash of the key."""
    return {
        key: roll_forward(
            first + timedelta(days=int.from_bytes(sha256(key.encode()).digest()[:8]) % max(1, interval_days)),
            calendar,
        )
        for key in keys
    }
