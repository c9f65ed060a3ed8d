"""How long customers stay: Kaplan-Meier with late entry (docs/methods.md, Survival). Pure.

A curve is made from counted spells, so that a hundred thousand customers are a few hundred numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt

Z95 = 1.959963984540054
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Spell:
    """``number`` customers whose stay of that many months ended by leaving, or is seen no further.

    ``entered`` is the age at which we first saw them: who left before that age could not have been seen.
    """

    months: int
    has_left: bool
    entered: int = 0
    number: int = 1


@dataclass(frozen=True, slots=True)
class Point:
    """The curve at an age at which somebody left: at risk just before, left, and the share that stays longer.

    ``low`` and ``high`` are the 95 % band on the log(-log) scale; None where nobody, or everybody, stays.
    """

    months: int
    at_risk: int
    left: int
    stay: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """Points by age; ``longest`` is the greatest age anybody was seen at."""

    points: tuple[Point, ...]
    customers: int
    left: int
    longest: int
    spells: tuple[Spell, ...] = ()

    def stay(self, months: int) -> float:
        """The share that stays longer than *months*."""
        return next((point.stay for point in reversed(self.points) if point.months <= months), 1.0)

    def band(self, months: int) -> tuple[float | None, float | None]:
        """The 95 % band of that share."""
        at = next((point for point in reversed(self.points) if point.months <= months), None)
        return (at.low, at.high) if at else (None, None)

    def at_risk(self, months: int) -> int:
        """How many were seen at that age."""
        return at_risk(self.spells, months)

    def supported(self, fewest: int = FEWEST) -> int:
        """The age up to which at least *fewest* were seen: the curve is not drawn beyond."""
        return max((age for age in range(self.longest + 1) if self.at_risk(age) >= fewest), default=0)


def kaplan_meier(spells: Iterable[Spell]) -> Curve:
    """The curve; at a tie leaving comes before being seen no further. Band by Greenwood's variance."""
    seen = tuple(counted(spells))
    left: dict[int, int] = defaultdict(int)
    for spell in seen:
        if spell.has_left:
            left[spell.months] += spell.number
    stay, variance, points = 1.0, 0.0, []
    for age in sorted(left):
        there, gone = at_risk(seen, age), left[age]
        stay *= 1 - gone / there
        variance = variance + gone / (there * (there - gone)) if there > gone else inf
        points.append(Point(age, there, gone, stay, *_log_log_band(stay, variance)))
    number = sum(spell.number for spell in seen)
    longest = max((spell.months for spell in seen), default=0)
    return Curve(tuple(points), number, sum(left.values()), longest, seen)


def counted(spells: Iterable[Spell]) -> Iterator[Spell]:
    """Without those who were never seen at any age: they entered at or after the end of their stay."""
    for spell in spells:
        if spell.entered < spell.months or spell.entered == 0:
            yield spell


def at_risk(spells: Sequence[Spell], age: int) -> int:
    """Seen before this age and not gone before it. Who was seen from the start is there at age 0 too."""
    return sum(spell.number for spell in spells if (spell.entered or -1) < age <= spell.months)


def _log_log_band(stay: float, variance: float) -> tuple[float | None, float | None]:
    if not 0 < stay < 1 or variance == inf:
        return None, None
    width = Z95 * sqrt(variance) / abs(log(stay))
    low, high = stay ** exp(width), stay ** exp(-width)
    return low, high
