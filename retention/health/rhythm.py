"""Check-in slots of an account from its touchpoints alone (docs/methods.md, Health inputs). Pure.

What the statement in ``input_sql`` computes for many accounts, said in Python: tests hold one to the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.service_levels import BASE_INTERVAL_DAYS
from retention.lib.business_days import EVERYDAY_OFFICE, add_business_days

WINDOW_DAYS = 90
FEWEST_SLOTS = 3
FIRST_CONTACT_DAYS = 14
MAX_EARLY_DAYS = 30
GRACE_BUSINESS_DAYS = (2, 10)


@dataclass(frozen=True, slots=True)
class Level:
    """What a tier promises: days between contacts, and how early and late a contact still keeps a slot."""

    tier: str
    interval_days: int
    early_days: int
    grace_days: int


def level(tier: str) -> Level:
    """Early: half the interval, at most 30 days. Late: a fifth of it in working days, 2 to 10."""
    interval = BASE_INTERVAL_DAYS[tier]
    least, most = GRACE_BUSINESS_DAYS
    fifth = (2 * interval + 5) // 10
    return Level(tier, interval, min(interval // 2, MAX_EARLY_DAYS), min(max(fifth, least), most))


LEVELS = tuple(level(tier) for tier in BASE_INTERVAL_DAYS)


@dataclass(frozen=True, slots=True)
class Kept:
    """Slots whose grace ended inside the window, and how many of them had their contact."""

    slots: int
    kept: int


def slots_kept(touched_on: Iterable[date], *, known_on: date, rule: Level, until: date) -> Kept:
    """Count the slots of the 90 days up to *until*.

    Every two-way day starts the clock again; a slot without contact is followed by the next one an interval
    later. A contact before a slot opens only moves it. Before the first contact the first slot is due a
    fortnight after the account was known, or earlier where its interval is shorter.
    """
    first = until - timedelta(days=WINDOW_DAYS - 1)
    slots = kept = 0
    for due, touched in _slots(sorted(set(touched_on)), known_on, rule, until):
        closes = add_business_days(due, rule.grace_days, EVERYDAY_OFFICE)
        if first <= closes <= until:
            slots += 1
            kept += touched is not None and touched <= closes
    return Kept(slots, kept)


def _slots(days: list[date], known_on: date, rule: Level, until: date) -> Iterator[tuple[date, date | None]]:
    """Due dates that arose, each with the next two-way day after its anchor."""
    interval, early = timedelta(days=rule.interval_days), timedelta(days=rule.early_days)
    if not days or known_on < days[0]:
        days = [known_on + timedelta(days=min(rule.interval_days, FIRST_CONTACT_DAYS)) - interval, *days]
    for anchor, touched in zip(days, [*days[1:], None], strict=True):
        due = anchor + interval
        while due - early <= (touched or until):
            yield due, touched
            due += interval
