"""Month arithmetic that never drifts: always counted from the anchor (docs/methods.md, Months)."""

from calendar import monthrange
from datetime import date, timedelta


def add_months(anchor: date, months: int) -> date:
    """The day *months* after the anchor (negative: before), cut to the last day of a shorter month.

    Count from the anchor, never from an earlier result: 31 January plus one, plus one more, would end
    on 28 March. Raises ValueError outside the years 1 to 9999.
    """
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {anchor} is outside the calendar")
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def series(anchor: date, every_months: int, count: int) -> list[date]:
    """The next *count* days after the anchor, each *every_months* further on."""
    return [add_months(anchor, every_months * step) for step in range(1, count + 1)]


def whole_months(start: date, last_day: date) -> int | None:
    """How many whole months a term has, its last day included; None when it is not a whole number."""
    if last_day < start:
        return None
    stop = last_day + timedelta(days=1)
    months = (stop.year - start.year) * 12 + stop.month - start.month
    return months if months > 0 and add_months(start, months) == stop else None
