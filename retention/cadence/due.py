"""When the next check-in is due (docs/methods.md, Next due). Pure: history, rule and day in, date out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from retention.lib.business_days import EVERYDAY_OFFICE, Calendar, NoBusinessDay, roll_forward
from retention.lib.zones import local_day

from .intervals import MIN_GAP_DAYS

FIRST_CONTACT_DAYS = 14


@dataclass(frozen=True, slots=True)
class PastTouch:
    """One touchpoint with the person: when it happened, when we knew, and whether it was two-way."""

    happened_at: datetime
    recorded_at: datetime
    is_qualifying: bool


@dataclass(frozen=True, slots=True)
class DueRule:
    """All that decides a due date besides the history.

    ``pause_until`` is the first day contact is welcome again; ``skipped_on`` the due date of the last
    slot that was skipped on purpose; ``owner_since_on`` the day a new owner may start calling;
    ``wanted_on`` the day from which somebody wants them spoken to, however long the interval.
    """

    interval_days: int
    created_on: date
    pause_until: date | None = None
    owner_since_on: date | None = None
    skipped_on: date | None = None
    wanted_on: date | None = None
    contact_calendar: Calendar = EVERYDAY_OFFICE
    owner_calendar: Calendar = EVERYDAY_OFFICE


@dataclass(frozen=True, slots=True)
class NextDue:
    """The date a check-in is due, and how it came about; ``anchor_on`` is None before any contact."""

    due_on: date
    raw_on: date
    anchor_on: date | None
    is_paused: bool = False


def last_two_way_day(history: Iterable[PastTouch], *, zone_name: str, as_of: datetime) -> date | None:
    """The person's local day of the last two-way touchpoint that had happened and was known by *as_of*.

    Planned touchpoints lie in the future and reset nothing; what was recorded later was not known.
    """
    known = [
        touch.happened_at
        for touch in history
        if touch.is_qualifying and touch.happened_at <= as_of and touch.recorded_at <= as_of
    ]
    return local_day(max(known), zone_name) if known else None


def next_due(last_two_way_on: date | None, rule: DueRule) -> NextDue:
    """The due date: anchor plus interval, after any pause and owner change, on a shared working day.

    Without any two-way contact the clock starts at creation and runs no longer than a fortnight. A
    skipped slot counts as an anchor of its own. What is wanted earlier comes earlier, but never within
    three days of the anchor. Attempts change nothing here (attempts.py).
    """
    anchor = max((day for day in (last_two_way_on, rule.skipped_on) if day is not None), default=None)
    if anchor is None:
        raw = rule.created_on + timedelta(days=min(rule.interval_days, FIRST_CONTACT_DAYS))
    else:
        raw = anchor + timedelta(days=rule.interval_days)
    if rule.wanted_on is not None:
        first = (
            rule.wanted_on if anchor is None else max(rule.wanted_on, anchor + timedelta(days=MIN_GAP_DAYS))
        )
        raw = min(raw, first)
    held = max(day for day in (raw, rule.pause_until, rule.owner_since_on) if day is not None)
    return NextDue(
        due_on=first_shared_day(held, rule.contact_calendar, rule.owner_calendar),
        raw_on=held,
        anchor_on=anchor,
        is_paused=rule.pause_until is not None and rule.pause_until > raw,
    )


def next_due_from(history: Iterable[PastTouch], rule: DueRule, *, zone_name: str, as_of: datetime) -> NextDue:
    """The due date from the whole history as it was known at *as_of*."""
    return next_due(last_two_way_day(history, zone_name=zone_name, as_of=as_of), rule)


def first_shared_day(day: date, contact_calendar: Calendar, owner_calendar: Calendar) -> date:
    """The first day from *day* on which both work; the owner's alone when their weeks never meet."""
    try:
        return roll_forward(day, contact_calendar.shared_with(owner_calendar))
    except NoBusinessDay:
        return roll_forward(day, owner_calendar)
