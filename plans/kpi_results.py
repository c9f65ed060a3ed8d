"""What readings of a KPI mean: met, missed or unknown, which way it goes. Pure (docs/methods.md, KPIs)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from retention.lib.months import add_months

from .choices import Better, Frequency

MET, MISSED, UNKNOWN = "met", "missed", "unknown"
BETTER, WORSE, SAME = "better", "worse", "same"
MONTHS = {Frequency.MONTH.value: 1, Frequency.QUARTER.value: 3}
DUE_AFTER = 5
"""Working days after the end of a period until its reading is asked for."""


@dataclass(frozen=True, slots=True)
class Span:
    """A month or a quarter; ``last`` is its last day. “October 2026”, “Q3 2026”."""

    first: date
    last: date
    name: str


def span_of(frequency: str, day: date) -> Span:
    """The period of that frequency in which the day lies."""
    months = MONTHS[frequency]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = add_months(first, months) - timedelta(days=1)
    quarter = f"Q{(first.month + 2) // 3} {first.year}"
    return Span(first, last, f"{first:%B %Y}" if months == 1 else quarter)


def ended_spans(frequency: str, starts_on: date, *, on: date, most: int) -> list[Span]:
    """The last periods that are over on a day, the latest first, none before *starts_on*."""
    months = MONTHS[frequency]
    running = span_of(frequency, on).first
    found = [span_of(frequency, add_months(running, -months * back)) for back in range(1, most + 1)]
    return [span for span in found if span.first >= starts_on]


def verdict(actual: Decimal | None, target: Decimal, direction: str) -> str:
    """Met when at or beyond the target; without a reading unknown, which is neither."""
    if actual is None:
        return UNKNOWN
    reached = actual >= target if direction == Better.HIGHER else actual <= target
    return MET if reached else MISSED


def trend(actuals: Sequence[Decimal | None], direction: str) -> str:
    """The latest reading against the one before, of readings from the latest back; empty when one lacks."""
    if len(actuals) < 2 or actuals[0] is None or actuals[1] is None:
        return ""
    if actuals[0] == actuals[1]:
        return SAME
    return BETTER if (actuals[0] > actuals[1]) == (direction == Better.HIGHER) else WORSE


def met_share(verdicts: Sequence[str]) -> Decimal | None:
    """Which share of the known periods was met; None when none is known."""
    known = [each for each in verdicts if each != UNKNOWN]
    return Decimal(known.count(MET)) / len(known) if known else None


def last_spans(on: date) -> dict[str, Span]:
    """The period that ended last on a day, by frequency."""
    return {frequency: ended_spans(frequency, date.min, on=on, most=1)[0] for frequency in MONTHS}
