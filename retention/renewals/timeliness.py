"""How a signature stands to the end of the term (docs/methods.md, On time and late). Pure."""

from datetime import date, timedelta

from accounts.arr import GRACE_DAYS

LATE_WINDOW_DAYS = 90
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


def last_day(term_end: date) -> date:
    """The last day on which a signature still renews; after it the customer left and came back."""
    return term_end + timedelta(days=LATE_WINDOW_DAYS)
