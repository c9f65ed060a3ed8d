"""Do parts of the customers stay differently long? The log-rank test (docs/methods.md, Survival). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, exp, gamma, pow, sqrt

from .survival import Spell, at_risk, counted

FEWEST_LEFT = 10
"""Ended stays that each part needs; with fewer the test says nothing."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``chance`` is how often parts that do not differ would look at least as different.

    ``left_out`` are the parts with fewer than ten ended stays. Without two parts to compare ``statistic`` and
    ``chance`` are None.
    """

    parts: tuple[str, ...]
    left_out: tuple[str, ...]
    statistic: float | None = None
    chance: float | None = None

    @property
    def differs(self) -> bool:
        """True when chance alone would do this in fewer than one of twenty cases."""
        return self.chance is not None and self.chance < 0.05


def compare_stays(by_part: Mapping[str, Sequence[Spell]]) -> Comparison:
    """The test over all parts with enough ended stays, late entry included."""
    seen = {part: list(counted(spells)) for part, spells in by_part.items()}
    ended = {part: sum(s.number for s in spells if s.has_left) for part, spells in seen.items()}
    parts = tuple(sorted(part for part, number in ended.items() if number >= FEWEST_LEFT))
    left_out = tuple(sorted(set(seen) - set(parts)))
    if len(parts) < 2:
        return Comparison(parts, left_out)
    statistic = log_rank([seen[part] for part in parts])
    return Comparison(parts, left_out, statistic, chi_square_tail(statistic, len(parts) - 1))


def log_rank(groups: Sequence[Sequence[Spell]]) -> float:
    """The statistic, distributed like chi square with one degree less than there are groups."""
    ages = sorted({spell.months for spells in groups for spell in spells if spell.has_left})
    size = len(groups) - 1
    excess = [0.0] * size
    spread = [[0.0] * size for _ in range(size)]
    for age in ages:
        seen = [at_risk(spells, age) for spells in groups]
        left = [sum(s.number for s in spells if s.has_left and s.months == age) for spells in groups]
        everybody, gone = sum(seen), sum(left)
        for row in range(size):
            excess[row] += left[row] - gone * seen[row] / everybody
        if everybody < 2:
            continue
        weight = gone * (everybody - gone) / (everybody - 1)
        for row in range(size):
            for column in range(size):
                same = everybody if row == column else 0
                spread[row][column] += weight * seen[row] * (same - seen[column]) / everybody**2
    return sum(one * other for one, other in zip(excess, _solved(spread, excess), strict=True))


def _solved(matrix: list[list[float]], wanted: list[float]) -> list[float]:
    """The x of matrix · x = wanted, by elimination; 0 where a row says nothing."""
    rows = [[*row, value] for row, value in zip(matrix, wanted, strict=True)]
    size = len(rows)
    for place in range(size):
        best = max(range(place, size), key=lambda row: abs(rows[row][place]))
        rows[place], rows[best] = rows[best], rows[place]
        if abs(rows[place][place]) < 1e-12:
            continue
        for row in range(size):
            if row != place:
                factor = rows[row][place] / rows[place][place]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[place], strict=True)]
    return [row[size] / row[place] if abs(row[place]) >= 1e-12 else 0.0 for place, row in enumerate(rows)]


def chi_square_tail(value: float, degrees: int) -> float:
    """How likely a chi square of so many degrees of freedom is at least *value*."""
    half = max(value, 0.0) / 2
    if degrees % 2 == 0:
        return exp(-half) * sum(half**k / gamma(k + 1) for k in range(degrees // 2))
    steps = sum(pow(half, k - 0.5) / gamma(k + 0.5) for k in range(1, (degrees + 1) // 2))
    return erfc(sqrt(half)) + exp(-half) * steps
