"""When a report is due and of which period. Pure (docs/methods.md, Reports)."""

from dataclasses import dataclass
from datetime import date, timedelta

from retention.lib.business_days import Calendar, business_days_before, roll_back, roll_forward
from retention.lib.months import add_months
from retention.lib.written import day_words

from .words import ReportFrequency

LONGEST_CATCH_UP = 60
APPROVAL_DAYS = 3
"""Working days before the due day on which a report that wants approval is prepared."""
_ONE_DAY = timedelta(days=1)
_MONTHS = {ReportFrequency.MONTH.value: 1, ReportFrequency.QUARTER.value: 3}


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """What one report tells of; both days included."""

    first: date
    last: date
    name: str


def period_of(frequency: str, day: date) -> ReportPeriod:
    """The week, month or quarter in which the day lies; weeks begin on Monday."""
    if frequency == ReportFrequency.WEEK:
        first = day - timedelta(days=day.weekday())
        last = first + timedelta(days=6)
        return ReportPeriod(first, last, f"Week of {day_words(first, full=True)}")
    months = _MONTHS[frequency]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = add_months(first, months) - _ONE_DAY
    name = f"{first:%B %Y}" if months == 1 else f"Q{(first.month + 2) // 3} {first.year}"
    return ReportPeriod(first, last, name)


def due_on(period: ReportPeriod, day: int, calendar: Calendar) -> date:
    """The *day*-th day after the period; a day off rolls back to the working day before.

    Where that would be inside the period, which is not over then, it is the first working day after it.
    """
    rolled = roll_back(period.last + timedelta(days=day), calendar)
    return rolled if rolled > period.last else roll_forward(period.last + _ONE_DAY, calendar)


def prepare_on(period: ReportPeriod, due: date, calendar: Calendar, *, is_approved: bool) -> date:
    """The day on which the report is made: the due day, or earlier when somebody must approve it."""
    if not is_approved:
        return due
    return max(period.last + _ONE_DAY, business_days_before(due, APPROVAL_DAYS, calendar))


def following(frequency: str, period: ReportPeriod) -> ReportPeriod:
    """The period after."""
    return period_of(frequency, period.last + _ONE_DAY)


def latest_to_prepare(
    frequency: str, first: ReportPeriod, day: int, calendar: Calendar, *, is_approved: bool, on: date
) -> list[ReportPeriod]:
    """Every period whose report should be there on a day, from *first* on; the last is the one to send."""
    found: list[ReportPeriod] = []
    period = first
    while len(found) < LONGEST_CATCH_UP:
        due = due_on(period, day, calendar)
        if prepare_on(period, due, calendar, is_approved=is_approved) > on:
            break
        found.append(period)
        period = following(frequency, period)
    return found
