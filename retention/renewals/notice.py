"""Until when notice can be given, and the day a renewal is decided (docs/methods.md, Notice). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from retention.lib.business_days import Calendar, add_business_days, business_days_before, roll_back
from retention.lib.months import add_months

INTERNAL_LEAD_DAYS = 30
ANCHOR_NOTICE = "notice"
ANCHOR_LEAD = "internal_lead"
STATUTORY_WINDOW_DAYS = (30, 15)

UNITS = ("days", "business_days", "months")
COUNTED_FROM = ("term_end", "renewal_due_on")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """The notice clause: ``unit`` of UNITS, ``counted_from`` of COUNTED_FROM; else it was not said."""

    value: int | None = None
    unit: str | None = "days"
    counted_from: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """When a renewal is decided.

    ``anchor_on`` is where the ladder counts from, ``decision_on`` the same rolled back to a working
    day; for a notice clause that is the act-by date. ``is_assumed`` when the clause left a choice and
    the earliest reading was taken.
    """

    anchor_kind: str
    anchor_on: date
    decision_on: date
    notice_deadline: date | None
    is_assumed: bool = False


def notice_deadline(term_end: date, terms: NoticeTerms, calendar: Calendar) -> date | None:
    """The last day to give notice; None without a clause. What it leaves open is read as early as can be."""
    if terms.value is None:
        return None
    units = (terms.unit,) if terms.unit in UNITS else UNITS
    bases = (terms.counted_from,) if terms.counted_from in COUNTED_FROM else COUNTED_FROM
    return min(_reading(term_end, terms.value, unit, base, calendar) for unit in units for base in bases)


def _reading(term_end: date, value: int, unit: str | None, base: str | None, calendar: Calendar) -> date:
    """One reading of the clause; before the renewal date means by the day before the period begins."""
    strictly_before = base == "renewal_due_on"
    start = term_end + _ONE_DAY if strictly_before else term_end
    if value == 0:
        return term_end
    if unit == "business_days":
        counted = business_days_before(start, value, calendar)
    elif unit == "months":
        counted = add_months(start, -value)
    else:
        counted = start - timedelta(days=value)
    return counted - _ONE_DAY if strictly_before else counted


def act_by(deadline: date, calendar: Calendar) -> date:
    """The deadline rolled back to a working day: a hard date never slips past itself."""
    return roll_back(deadline, calendar)


def decide(term_end: date, terms: NoticeTerms, *, auto_renew: bool, calendar: Calendar) -> Decision:
    """The decision date of a term: act-by where notice is possible, else 30 days before the term ends.

    An auto-renewing contract whose notice period nobody entered falls back on the 30 days and says so.
    """
    deadline = notice_deadline(term_end, terms, calendar)
    if deadline is not None:
        is_open = terms.unit not in UNITS or terms.counted_from not in COUNTED_FROM
        return Decision(ANCHOR_NOTICE, deadline, act_by(deadline, calendar), deadline, is_assumed=is_open)
    lead = term_end - timedelta(days=INTERNAL_LEAD_DAYS)
    return Decision(ANCHOR_LEAD, lead, roll_back(lead, calendar), None, is_assumed=auto_renew)


def statutory_window(deadline: date) -> tuple[date, date]:
    """First and last day of a reminder due 30 to 15 days before the customer's notice deadline."""
    first, last = STATUTORY_WINDOW_DAYS
    return deadline - timedelta(days=first), deadline - timedelta(days=last)


def earliest_exit(on: date, terms: NoticeTerms, calendar: Calendar) -> date:
    """The first day an evergreen contract could end if notice came today: the reading that ends soonest."""
    if not terms.value:
        return on
    if terms.unit == "months":
        return add_months(on, terms.value)
    if terms.unit == "business_days":
        return add_business_days(on, terms.value, calendar)
    return on + timedelta(days=terms.value)


def next_review(term_start: date, *, on: date) -> date:
    """The next yearly review of an evergreen contract: the first anniversary on or after *on*."""
    years = max(1, on.year - term_start.year)
    review = add_months(term_start, 12 * years)
    return review if review >= on else add_months(term_start, 12 * (years + 1))
