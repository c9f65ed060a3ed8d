"""Do those who renewed and those who left differ, attribute by attribute (docs/methods.md, Drivers). Pure.

What is found goes along with staying or leaving. It does not say that it is why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, lgamma, sqrt

Z95 = 1.959963984540054
FEWEST, FEWEST_CASES = 5, 30
SURE = 0.05
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Case:
    """One account with its outcome, and what it was before: attribute by attribute; None is not known."""

    renewed: bool
    attributes: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """Accounts with one value of an attribute against all others whose value is known.

    ``share`` and ``other`` are the shares that renewed; ``low`` and ``high`` hold their difference with 95 %
    (Newcombe 1998, from Wilson's intervals). ``chance`` is Fisher's exact probability of a table at least as
    unlikely; ``holds`` says that it stays below 5 % when all comparisons are counted (Holm 1979).
    """

    attribute: str
    value: str
    n: int
    others: int
    share: float
    other: float
    low: float
    high: float
    chance: float
    holds: bool = False

    @property
    def difference(self) -> float:
        """Above zero: those with it renewed more often."""
        return self.share - self.other


@dataclass(frozen=True, slots=True)
class Comparison:
    """All comparisons, what stands out first. ``suppressed`` counts those with fewer than five on a side."""

    differences: tuple[Difference, ...]
    cases: int
    renewed: int
    suppressed: int

    @property
    def is_enough(self) -> bool:
        """From 30 cases on; below that one looks at the cases themselves."""
        return self.cases >= FEWEST_CASES

    @property
    def by_chance(self) -> float:
        """How many of the comparisons would be below 5 % if nothing differed at all."""
        return SURE * len(self.differences)


def compare(cases: Sequence[Case]) -> Comparison:
    """Each value of each attribute against the others; a yes has no need of its no."""
    found, suppressed = [], 0
    for attribute in dict.fromkeys(name for case in cases for name in case.attributes):
        known = [
            (case.attributes[attribute], case.renewed) for case in cases if case.attributes.get(attribute)
        ]
        values = sorted({str(value) for value, _ in known})
        for value in values[-1:] if len(values) == 2 else values:
            inside = [renewed for own, renewed in known if own == value]
            outside = [renewed for own, renewed in known if own != value]
            if min(len(inside), len(outside)) < FEWEST:
                suppressed += 1
                continue
            found.append(_difference(attribute, value, inside, outside))
    ranked = sorted(_holm(found), key=lambda each: (each.chance, -abs(each.difference), each.attribute))
    return Comparison(tuple(ranked), len(cases), sum(case.renewed for case in cases), suppressed)


def _difference(attribute: str, value: str, inside: list[bool], outside: list[bool]) -> Difference:
    a, n, b, m = sum(inside), len(inside), sum(outside), len(outside)
    low, high = newcombe(a, n, b, m)
    return Difference(attribute, value, n, m, a / n, b / m, low, high, fisher(a, n, b, m))


def wilson(hits: int, n: int) -> Interval:
    """The 95 % interval of a share; it never leaves 0 to 1. 17 of 20: 0.640 to 0.948."""
    share, square = hits / n, Z95 * Z95
    middle = share + square / (2 * n)
    reach = Z95 * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return (middle - reach) / (1 + square / n), (middle + reach) / (1 + square / n)


def newcombe(hits: int, n: int, other_hits: int, m: int) -> Interval:
    """The 95 % interval of the difference of two shares. 56 of 70 against 48 of 80: 0.052 to 0.334."""
    share, other = hits / n, other_hits / m
    (low, high), (other_low, other_high) = wilson(hits, n), wilson(other_hits, m)
    down = sqrt((share - low) ** 2 + (other_high - other) ** 2)
    up = sqrt((high - share) ** 2 + (other - other_low) ** 2)
    return share - other - down, share - other + up


def fisher(hits: int, n: int, other_hits: int, m: int) -> float:
    """Two-sided exact probability of a table at least as unlikely. 3 of 4 against 1 of 4: 0.4857."""
    total = hits + other_hits
    whole = _log_choose(n + m, total)

    def likely(place: int) -> float:
        return exp(_log_choose(n, place) + _log_choose(m, total - place) - whole)

    seen = likely(hits)
    places = range(max(0, total - m), min(n, total) + 1)
    return min(1.0, sum(each for place in places if (each := likely(place)) <= seen * (1 + 1e-7)))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _holm(found: Iterable[Difference]) -> list[Difference]:
    """Mark what stays sure when all are counted: the smallest against 5 % ÷ k, the next ÷ (k − 1) …"""
    ranked = sorted(found, key=lambda each: each.chance)
    marked, holding = [], True
    for place, each in enumerate(ranked):
        holding = holding and each.chance <= SURE / (len(ranked) - place)
        marked.append(replace(each, holds=holding))
    return marked
