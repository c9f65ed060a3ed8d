"""Unanswered tries: when to try again, how, when to stop (docs/methods.md, Attempts). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from retention.lib.business_days import Calendar, add_business_days, roll_forward

from .intervals import rounded_days

TRIES_BEFORE_STOPPING = 3
LONGEST_WAIT_BUSINESS_DAYS = 10


@dataclass(frozen=True, slots=True)
class AttemptClock:
    """When to try again; once ``is_unresponsive`` there is no date but one decision for the owner."""

    next_on: date | None
    is_unresponsive: bool


def attempt_clock(
    last_attempt_on: date, *, interval_days: int, unanswered: int, calendar: Calendar
) -> AttemptClock:
    """The next try: a third of the interval later, at most ten working days, on a working day.

    ``unanswered`` counts the tries since the last two-way contact; after the third one tries stop.
    """
    if unanswered >= TRIES_BEFORE_STOPPING:
        return AttemptClock(None, is_unresponsive=True)
    third = last_attempt_on + timedelta(days=max(1, rounded_days(Fraction(interval_days, 3))))
    latest = add_business_days(last_attempt_on, LONGEST_WAIT_BUSINESS_DAYS, calendar)
    return AttemptClock(roll_forward(min(third, latest), calendar), is_unresponsive=False)


def next_channel(
    ranked: Sequence[str], *, refused: Collection[str] = (), tried: Sequence[str] = ()
) -> str | None:
    """The channel to use next: the least tried of the allowed ones, ties by rank; None when all are refused.

    ``refused`` holds the channels that are forbidden or objected to; ``tried`` the unanswered attempts.
    """
    allowed = [channel for channel in ranked if channel not in refused]
    return min(allowed, key=lambda channel: (tried.count(channel), allowed.index(channel)), default=None)
