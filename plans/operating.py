"""How a figure of our work stands against its target, and whether its feed is late. Pure.

docs/methods.md, Operations behind the drivers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

LATE_AFTER = Fraction(5, 4)
"""Of the days between two readings: later than that, a feed is late."""
NEAR = Fraction(1, 10)
"""Off target by up to this share of the target is to be watched, by more it is at risk."""
BETTER, WORSE, SAME = "better", "worse", "same"


@dataclass(frozen=True, slots=True)
class Point:
    """What was read on a day."""

    on: date
    value: Decimal


def is_late(since: date, every_days: int, on: date) -> bool:
    """No reading since that day, for more than 1.25 times the days between two."""
    return (on - since).days > LATE_AFTER * every_days


def change(points: Sequence[Point]) -> Decimal | None:
    """The last reading less the one before it; None while there are not two."""
    return points[-1].value - points[-2].value if len(points) > 1 else None


def trend(points: Sequence[Point], *, lower_is_better: bool) -> str:
    """better, worse or same, against the reading before the last; empty while there are not two."""
    moved = change(points)
    if moved is None:
        return ""
    if not moved:
        return SAME
    return BETTER if (moved < 0) == lower_is_better else WORSE


def off_by(actual: Decimal, target: Decimal, *, lower_is_better: bool) -> Fraction:
    """How far the figure misses its target, as a share of it; 0 when met. A target of 0 is missed by 1."""
    missed = Fraction(actual - target) if lower_is_better else Fraction(target - actual)
    if missed <= 0:
        return Fraction(0)
    return missed / abs(Fraction(target)) if target else Fraction(1)


def state_of(actual: Decimal | None, target: Decimal | None, *, lower_is_better: bool, late: bool) -> str:
    """healthy on target, watch up to a tenth off, else at_risk; unknown without either, or when late."""
    if actual is None or target is None or late:
        return "unknown"
    missed = off_by(actual, target, lower_is_better=lower_is_better)
    if not missed:
        return "healthy"
    return "watch" if missed <= NEAR else "at_risk"
