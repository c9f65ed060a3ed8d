"""What a check-in row says, from the facts alone (docs/methods.md, Next due). Pure.

The same function serves a single touchpoint, the ticker and the rebuild, so that they cannot disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from retention.lib.business_days import NoBusinessDay
from retention.lib.zones import local_day

from . import words
from .attempts import attempt_clock
from .calendars import EverydayOffice, WorkingDays
from .due import DueRule, NextDue, next_due
from .facts import AccountFacts, PutOff, Rules
from .subjects import SKIP, Subject, factor_changes_on, subjects_of

PLANNED, PAUSED, UNRESPONSIVE = "planned", "paused", "unresponsive"
SNOOZE, SPREAD = "snooze", "spread"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns of one check-in row, without its id."""

    contact_id: int | None
    state: str
    interval_days: int
    interval_reason: str
    anchor_on: date | None
    after_skip: bool
    raw_on: date
    due_on: date
    shown_on: date
    snoozed_until: date | None
    attempts: int
    reason: str
    changes_at: datetime | None
    gap_id: int | None = None


def check_ins_of(
    account: AccountFacts, rules: Rules, days: WorkingDays, *, at: datetime
) -> list[tuple[Subject, Wanted]]:
    """Every check-in the account should have at this instant; the engine's day is the UTC day."""
    on = at.astimezone(UTC).date()
    return [(subject, _row(account, subject, days, on)) for subject in subjects_of(account, rules, on=on)]


@dataclass(frozen=True, slots=True)
class _Slot:
    """The slot that stands: when it is due, and what was done about it."""

    due: NextDue
    after_skip: bool
    tries: list[date]
    snooze: PutOff | None
    spread_to: date | None
    full_until: date | None
    is_paused: bool


def _row(account: AccountFacts, subject: Subject, days: WorkingDays, on: date) -> Wanted:
    try:
        slot = _slot(account, subject, days, on)
        again_on, is_unresponsive = _again(slot.tries, subject, account, days)
    except NoBusinessDay:  # somebody never works, or is away for longer than a year
        return _row(account, subject, EverydayOffice(), on)
    due = slot.due
    later = (again_on, slot.spread_to, slot.snooze.until if slot.snooze else None, slot.full_until)
    return Wanted(
        contact_id=subject.contact_id,
        state=PAUSED if slot.is_paused else UNRESPONSIVE if is_unresponsive else PLANNED,
        interval_days=subject.interval_days,
        interval_reason=subject.interval_reason,
        anchor_on=due.anchor_on,
        after_skip=slot.after_skip,
        raw_on=due.raw_on,
        due_on=due.due_on,
        shown_on=max([due.due_on, *(day for day in later if day is not None)]),
        snoozed_until=slot.snooze.until if slot.snooze else None,
        attempts=len(slot.tries),
        reason=_reason(subject, slot),
        changes_at=_changes_at(account, subject, on),
        gap_id=subject.gaps[0].id if subject.gaps else None,
    )


def _slot(account: AccountFacts, subject: Subject, days: WorkingDays, on: date) -> _Slot:
    skip = _last(subject.put_off, SKIP)
    two_way_at = subject.history.last_two_way_at
    two_way_on = local_day(two_way_at, subject.zone_name) if two_way_at else None
    rule = DueRule(
        interval_days=subject.interval_days,
        created_on=subject.created_on,
        pause_until=subject.paused_until,
        skipped_on=skip.until if skip else None,
        wanted_on=subject.gaps[0].due_on if subject.gaps else None,
        contact_calendar=days.of_place(*subject.place),
        owner_calendar=days.of_owner(account.owner),
    )
    due = next_due(two_way_on, rule)
    put_off = _since_the_gap(subject)
    spread = _last(put_off, SPREAD)
    return _Slot(
        due=due,
        after_skip=due.anchor_on is not None and due.anchor_on != two_way_on,
        tries=_tries(subject, skip, on),
        snooze=_snooze_of(put_off, due.anchor_on),
        spread_to=spread.until if spread and due.due_on <= spread.due_on else None,
        full_until=_full_until(subject, due.due_on),
        is_paused=subject.paused_until is not None and subject.paused_until > on,
    )


def _full_until(subject: Subject, due_on: date) -> date | None:
    """The day from which one more is welcome, where that is after the day it is due."""
    full = subject.history.full_until
    free_on = local_day(full, subject.zone_name) if full else None
    return free_on if free_on is not None and free_on > due_on else None


def _since_the_gap(subject: Subject) -> Sequence[PutOff]:
    """What was put off before somebody asked for this check-in does not hold it back."""
    asked = max((gap.at for gap in subject.gaps), default=None)
    return [one for one in subject.put_off if asked is None or one.at > asked]


def _last(put_off: Sequence[PutOff], kind: str) -> PutOff | None:
    return next((one for one in reversed(put_off) if one.kind == kind), None)


def _snooze_of(put_off: Sequence[PutOff], anchor_on: date | None) -> PutOff | None:
    """The newest snooze of the slot that stands: a later contact or skip makes an older one void."""
    snoozes = (one for one in reversed(put_off) if one.kind == SNOOZE)
    return next((one for one in snoozes if one.anchor_on == anchor_on), None)


def _tries(subject: Subject, skip: PutOff | None, on: date) -> list[date]:
    """Local days of the unanswered tries of this slot: none from before a skip or a pause that has ended."""
    resumed = subject.paused_until if subject.paused_until and subject.paused_until <= on else None
    days = (
        local_day(moment, subject.zone_name)
        for moment in subject.history.attempts
        if skip is None or moment > skip.at
    )
    return [day for day in days if resumed is None or day >= resumed]


def _again(
    tries: Sequence[date], subject: Subject, account: AccountFacts, days: WorkingDays
) -> tuple[date | None, bool]:
    """When to try again; after the third try the day of that try, as from then on a decision is due."""
    if not tries:
        return None, False
    clock = attempt_clock(
        tries[-1],
        interval_days=subject.interval_days,
        unanswered=len(tries),
        calendar=days.shared(subject.place, account.owner),
    )
    return clock.next_on or tries[-1], clock.is_unresponsive


def _reason(subject: Subject, slot: _Slot) -> str:
    asides = []
    if slot.is_paused and subject.paused_until:
        asides.append(f"paused until {words.day_text(subject.paused_until)}")
    if slot.tries:
        asides.append(words.tried_text(len(slot.tries)))
    if slot.snooze:
        asides.append(f"snoozed until {words.day_text(slot.snooze.until)}")
    if slot.spread_to:
        asides.append(f"spread to {words.day_text(slot.spread_to)} after an import")
    if slot.full_until:
        asides.append(words.full_text(slot.full_until))
    return words.due_reason(
        anchor_on=slot.due.anchor_on,
        after_skip=slot.after_skip,
        interval_reason=subject.interval_reason,
        asides=tuple(asides),
        gaps=tuple(gap.reason for gap in subject.gaps),
    )


def _changes_at(account: AccountFacts, subject: Subject, on: date) -> datetime | None:
    """The next instant at which time alone changes this row."""
    days = [subject.paused_until if subject.paused_until and subject.paused_until > on else None]
    if subject.follows_stage:
        days.append(factor_changes_on(account.decision_on, on=on))
    moments = [datetime.combine(day, time.min, UTC) for day in days if day is not None]
    if subject.history.next_at is not None:
        moments.append(subject.history.next_at)
    return min(moments, default=None)
