"""How a target goes against the straight line from its baseline (docs/methods.md, ROI targets). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

LOWEST, HIGHEST = Fraction(0), Fraction(3, 2)
ON_TRACK = Fraction(1)
REACHED = "reached"
NO_TARGET_AFTER_DAYS = 90
NO_TARGET_RATIO = Decimal("0.4")
"""What a customer of 90 days without an agreed target counts as in health: 20 of 100 points."""
UNEQUAL_BY = Fraction(1, 10)
"""Two stakeholders who want the same figure more than a tenth apart expect different things."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The line: from ``baseline`` on its day to ``target`` on the day it is due. Lower may be better."""

    baseline: Decimal
    baseline_on: date
    target: Decimal
    due_on: date
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured, and when."""

    on: date
    value: Decimal


def elapsed(goal: Goal, on: date) -> Fraction:
    """The share of the way in time that lies behind us, 0 to 1."""
    whole = (goal.due_on - goal.baseline_on).days
    return min(Fraction(1), max(Fraction(0), Fraction((on - goal.baseline_on).days, whole)))


def expected(goal: Goal, on: date) -> Decimal:
    """Where the figure should be on that day, in its unit, to four places."""
    way = Fraction(goal.target - goal.baseline) * elapsed(goal, on)
    found = Fraction(goal.baseline) + way
    return round(Decimal(found.numerator) / Decimal(found.denominator), 4)


def latest(readings: Iterable[Reading], on: date) -> Reading | None:
    """The last measurement up to and with that day."""
    known = [reading for reading in readings if reading.on <= on]
    return max(known, key=lambda reading: reading.on, default=None)


def ratio(goal: Goal, reading: Reading | None, on: date) -> Fraction | None:
    """What was gained against what was to be gained by that day: 1 is exactly on the line, at most 1.5.

    The same quotient holds where lower is better, as both of its parts are negative then. Without a
    measurement it is not known before the target is due, and 0 from that day on: nothing is proven. On the
    day of the baseline nothing was to be gained yet, so that nothing can be said.
    """
    if reading is None:
        return LOWEST if on >= goal.due_on else None
    to_gain = Fraction(goal.target - goal.baseline) * elapsed(goal, on)
    if not to_gain:
        return None
    return min(HIGHEST, max(LOWEST, Fraction(reading.value - goal.baseline) / to_gain))


def is_reached(goal: Goal, reading: Reading | None) -> bool:
    """The figure is at the target or beyond it."""
    if reading is None:
        return False
    better = goal.target > goal.baseline
    return reading.value >= goal.target if better else reading.value <= goal.target


def standing(goal: Goal, reading: Reading | None, on: date, *, is_confirmed: bool) -> str:
    """confirmed, reached, missed, behind, on_track or unknown, in this order of questions."""
    if is_confirmed:
        return "confirmed"
    if is_reached(goal, reading):
        return REACHED
    if on >= goal.due_on:
        return "missed"
    found = ratio(goal, reading, on)
    if found is None:
        return "unknown"
    return "on_track" if found >= ON_TRACK else "behind"


def weighted(parts: Iterable[tuple[Fraction | None, int]]) -> Fraction | None:
    """The weighted mean of what is known; None when nothing is."""
    known = [(part, weight) for part, weight in parts if part is not None]
    if not known:
        return None
    return sum((part * weight for part, weight in known), Fraction(0)) / sum(weight for _, weight in known)


def contradict(one: Goal, other: Goal) -> bool:
    """Two people want different things of the same figure: the other way, or more than a tenth apart."""
    rises = [goal.target > goal.baseline for goal in (one, other)]
    if rises[0] != rises[1]:
        return True
    larger = max(abs(one.target), abs(other.target))
    return bool(larger) and Fraction(abs(one.target - other.target)) / Fraction(larger) > UNEQUAL_BY
