"""When a pair talks next, when its brief comes, and until when somebody says what follows.

Pure (docs/methods.md, Executive sponsors).
"""

from collections.abc import Callable
from datetime import date, timedelta

from retention.lib.business_days import (
    EVERYDAY_OFFICE,
    Calendar,
    NoBusinessDay,
    add_business_days,
    business_days_before,
    roll_forward,
)

BRIEF_DAYS = 3
FOLLOW_UP_DAYS = 2
FIRST_TALK_WITHIN = 14
SHORTEST, LONGEST = 7, 730


def due_on(*, starts_on: date, last_talk_on: date | None, interval_days: int, shared: Calendar) -> date:
    """The day by which the two talk again: an interval after the last talk, on a day both work.

    A pair that never talked starts within 14 days.
    """
    if last_talk_on is not None:
        raw = last_talk_on + timedelta(days=interval_days)
    else:
        raw = starts_on + timedelta(days=min(interval_days, FIRST_TALK_WITHIN))
    return _worked(lambda calendar: roll_forward(raw, calendar), shared)


def brief_on(talk_on: date, ours: Calendar) -> date:
    """The day of the brief: three working days before the talk."""
    return _worked(lambda calendar: business_days_before(talk_on, BRIEF_DAYS, calendar), ours)


def follow_up_by(held_on: date, ours: Calendar) -> date:
    """The last day to say what follows from a talk: two working days after it."""
    return _worked(lambda calendar: add_business_days(held_on, FOLLOW_UP_DAYS, calendar), ours)


def day_after(day: date, ours: Calendar) -> date:
    """The first working day after *day*: when lateness is told."""
    return _worked(lambda calendar: add_business_days(day, 1, calendar), ours)


def _worked(find: Callable[[Calendar], date], calendar: Calendar) -> date:
    """By the calendar; by Monday to Friday when nobody works for a year."""
    try:
        return find(calendar)
    except NoBusinessDay:
        return find(EVERYDAY_OFFICE)
