"""Quarters of the calendar year. Pure."""

from datetime import date, timedelta

from retention.lib.months import add_months

MONTHS = 3


def quarter_of(day: date) -> date:
    """The first day of the quarter in which the day lies."""
    return date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)


def last_day(quarter: date) -> date:
    """The last day of the quarter that begins on this day."""
    return add_months(quarter, MONTHS) - timedelta(days=1)


def shifted(quarter: date, number: int) -> date:
    """The quarter so many quarters later, or earlier."""
    return add_months(quarter, MONTHS * number)


def quarter_name(quarter: date) -> str:
    """“Q4 2026”."""
    return f"Q{(quarter.month + 2) // MONTHS} {quarter.year}"
