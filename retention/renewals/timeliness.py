"""How a signature stands to the end of the term (docs/methods.md, On time and late). Pure."""

from datetime import date, timedelta

from accounts.arr import GRACE_DAYS
from retention.lib.months import add_months

LATE_WINDOW_DAYS = 90
BRIDGE_MONTHS = 6
EARLY, ON_TIME, IN_GRACE, LATE, TOO_LATE = "early", "on_time", "in_grace", "late", "too_late"
WORDS = {
    EARLY: "before its decision date",
    ON_TIME: "on time",
    IN_GRACE: "late, within the days of grace",
    LATE: "late",
    TOO_LATE: "too late: a new start",
}


def timeliness(*, decision_on: date, term_end: date, signed_on: date) -> str:
    """Early (by the decision date), on time (by the term's end), in grace, late, or too late.

    Grace is 30 days after the term, late 90 days.
    The renewal stays in the window of its own due date in every case.
    """
    if signed_on <= decision_on:
        return EARLY
    if signed_on <= term_end:
        return ON_TIME
    if signed_on <= term_end + timedelta(days=GRACE_DAYS):
        return IN_GRACE
    return LATE if signed_on <= last_day(term_end) else TOO_LATE


def fits_a_bridge(start: date, end: date | None) -> bool:
    """True for a term of at most six months."""
    return end is not None and end < add_months(start, BRIDGE_MONTHS)


def is_bridge(start: date, end: date, next_start: date, next_end: date | None) -> bool:
    """True when a short paper follows a longer term: it bridges, and the decision is still to come."""
    if next_end is None or not fits_a_bridge(next_start, next_end):
        return False
    return next_end - next_start < end - start


def last_day(term_end: date) -> date:
    """The last day on which a signature still renews; after it the customer left and came back."""
    return term_end + timedelta(days=LATE_WINDOW_DAYS)
