"""How a target goes against the line from its baseline (docs/methods.md, ROI targets). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

LOWEST, HIGHEST = Fraction(0), Fraction(3, 2)
ON_TRACK = Fraction(1)
REACHED = "reached"
NO_TARGET_AFTER_DAYS = 90
NO_TARGET_RATIO = Decimal("0.4")
"""What a customer of 90 days without an agreed target counts as in health: 20 of 100 points."""
UNEQUAL_BY = Fraction(1, 10)
"""Two stakeholders who want the same figure more than a tenth apart expect different things."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of a day: what was measured, or what a milestone says it should be."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Goal:
    """The line: from ``baseline`` on its day to ``target`` on the day it is due. Lower may be better.

    It is straight from point to point: ``milestones``, in the order of their days, lie between the two ends.
    """

    baseline: Decimal
    baseline_on: date
    target: Decimal
    due_on: date
    weight: int = 1
    milestones: tuple[Reading, ...] = ()

    @property
    def line(self) -> tuple[Reading, ...]:
        """Its points from the baseline to the target."""
        return (Reading(self.baseline_on, self.baseline), *self.milestones, Reading(self.due_on, self.target))


def to_gain(goal: Goal, on: date) -> Fraction:
    """What was to be gained by that day, in the unit of the figure; negative where lower is better."""
    if on <= goal.baseline_on:
        return Fraction(0)
    for before, after in pairwise(goal.line):
        if on <= after.on:
            way = Fraction((on - before.on).days, (after.on - before.on).days)
            step = Fraction(after.value - before.value) * way
            return Fraction(before.value - goal.baseline) + step
    return Fraction(goal.target - goal.baseline)


def share_expected(goal: Goal, on: date) -> Fraction:
    """The share of the whole way that was to be gone by that day, 0 to 1."""
    return to_gain(goal, on) / Fraction(goal.target - goal.baseline)


def expected(goal: Goal, on: date) -> Decimal:
    """Where the figure should be on that day, in its unit, to four places."""
    found = Fraction(goal.baseline) + to_gain(goal, on)
    return round(Decimal(found.numerator) / Decimal(found.denominator), 4)


def latest(readings: Iterable[Reading], on: date) -> Reading | None:
    """The last measurement up to and with that day."""
    known = [reading for reading in readings if reading.on <= on]
    return max(known, key=lambda reading: reading.on, default=None)


def ratio(goal: Goal, reading: Reading | None, on: date) -> Fraction | None:
    """What was gained against what was to be gained by that day: 1 is exactly on the line, at most 1.5.

    The same quotient holds where lower is better, as both of its parts are negative then. Without a
    measurement it is not known before the target is due, and 0 from that day on: nothing is proven. While
    nothing was to be gained yet, as on the day of the baseline, nothing can be said.
    """
    if reading is None:
        return LOWEST if on >= goal.due_on else None
    gain = to_gain(goal, on)
    if not gain:
        return None
    return min(HIGHEST, max(LOWEST, Fraction(reading.value - goal.baseline) / gain))


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
