"""How well the check-in rhythm was kept (docs/methods.md, Adherence). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from retention.lib.business_days import Calendar, add_business_days

from .intervals import rounded_days

FEWEST_SLOTS = 3
MAX_EARLY_DAYS = 30
GRACE_BUSINESS_DAYS = (2, 10)


@dataclass(frozen=True, slots=True)
class Slot:
    """One due date of one rule; excluded while paused, approved as snoozed, or the contact was away."""

    due_on: date
    interval_days: int
    is_excluded: bool = False


def window_of(slot: Slot, calendar: Calendar) -> tuple[date, date]:
    """First and last day on which contact satisfies the slot.

    Early: half the interval, at most 30 days. Late: a fifth of it in working days, 2 to 10.
    """
    early = min(slot.interval_days // 2, MAX_EARLY_DAYS)
    least, most = GRACE_BUSINESS_DAYS
    grace = min(max(rounded_days(Fraction(slot.interval_days, 5)), least), most)
    return slot.due_on - timedelta(days=early), add_business_days(slot.due_on, grace, calendar)


def adherence(
    slots: Sequence[Slot], touched_on: Iterable[date], *, first: date, last: date, calendar: Calendar
) -> Fraction | None:
    """Satisfied slots ÷ slots whose grace ended from *first* to *last*; None below three such slots.

    One touch satisfies one slot of a subject: the earliest it fits.
    """
    days = sorted(set(touched_on))
    satisfied = counted = 0
    for slot in sorted(slots, key=lambda slot: slot.due_on):
        opens, closes = window_of(slot, calendar)
        hit = next((day for day in days if opens <= day <= closes), None)
        if hit is not None:
            days.remove(hit)
        if slot.is_excluded or not first <= closes <= last:
            continue
        counted += 1
        satisfied += hit is not None
    return Fraction(satisfied, counted) if counted >= FEWEST_SLOTS else None
