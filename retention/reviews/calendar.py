"""How often accounts are reviewed, and by when a review is sent and summed up (docs/methods.md, Reviews)."""

from collections.abc import Callable
from datetime import date, timedelta

from retention.cadence.facts import Rules
from retention.cadence.intervals import base_interval
from retention.lib.business_days import (
    EVERYDAY_OFFICE,
    Calendar,
    NoBusinessDay,
    add_business_days,
    business_days_before,
)

from .choices import ReviewKind

SUBJECTS = {ReviewKind.BUSINESS: "business_review", ReviewKind.INTERNAL: "internal_review"}
EXECUTIVE_DAYS = {"A": 180, "B": 365}
"""An executive review is half as frequent as a business review; tiers C and D have none of their own."""
SEND_DAYS = 5
RECAP_DAYS = 1
MISSED_DAYS = 5


def interval(kind: str, tier: str, rules: Rules) -> int | None:
    """Days between two reviews of this kind at this tier; None where none is expected."""
    if kind == ReviewKind.EXECUTIVE:
        return EXECUTIVE_DAYS.get(tier)
    subject = SUBJECTS[ReviewKind(kind)]
    return rules.days.get((tier, subject)) or base_interval(subject, tier)


def next_day(kind: str, tier: str, last: date, rules: Rules) -> date | None:
    """When the next one is due after *last*; None where none is expected."""
    days = interval(kind, tier, rules)
    return last + timedelta(days=days) if days else None


def send_by(planned_on: date, ours: Calendar) -> date:
    """The pack is with the customer five working days before."""
    return _worked(lambda each: business_days_before(planned_on, SEND_DAYS, each), ours)


def recap_by(held_on: date, ours: Calendar) -> date:
    """What was agreed is summed up within one working day."""
    return _worked(lambda each: add_business_days(held_on, RECAP_DAYS, each), ours)


def missed_by(held_on: date, ours: Calendar) -> date:
    """Who decides and was not there is spoken with within five working days."""
    return _worked(lambda each: add_business_days(held_on, MISSED_DAYS, each), ours)


def _worked(find: Callable[[Calendar], date], calendar: Calendar) -> date:
    """By the calendar; by Monday to Friday when nobody works for a year."""
    try:
        return find(calendar)
    except NoBusinessDay:
        return find(EVERYDAY_OFFICE)
