"""Survival beyond what was seen, in yearly contracts: beta-geometric (docs/methods.md, Staying on). Pure.

Customers differ in how likely they are to leave; the likely ones leave first, so those left renew more and
more often. One constant rate misses that and undervalues old customers (Fader and Hardie 2010).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, lgamma

from retention.lib.errors import DomainError

ROUNDS, CLOSE = 2000, 1e-10
Pair = tuple[float, float]


class TooFewToFit(DomainError):
    """Nobody left, or everybody did at once: nothing to fit."""


@dataclass(frozen=True, slots=True)
class Staying:
    """A fitted model: how leaving is spread over customers, and how likely the data are under it."""

    alpha: float
    beta: float
    log_likelihood: float

    def rate(self, renewal: int) -> float:
        """The share of those who face their n-th renewal (from 1) that renews."""
        return (self.beta + renewal - 1) / (self.alpha + self.beta + renewal - 1)

    def stay(self, renewals: int) -> float:
        """The share of all that is still there after so many renewals."""
        share = 1.0
        for renewal in range(1, renewals + 1):
            share *= self.rate(renewal)
        return share

    def expected_payments(self, renewals: int, discount: float, horizon: int = 1000) -> float:
        """What is still to come of 1 a year from who has renewed so often: the payments of the next years.

        The first of them falls due at the next renewal, one year from now.
        """
        total, share = 0.0, 1.0
        for year in range(horizon):
            share *= self.rate(renewals + 1 + year)
            total += share / (1 + discount) ** (year + 1)
        return total


def fit(survivors: Sequence[int]) -> Staying:
    """The most likely alpha and beta for counts after 0, 1, 2 … renewals. Raises TooFewToFit."""
    if len(survivors) < 2 or not survivors[0] > survivors[-1] > 0:
        raise TooFewToFit("Too few customers have left, or none is left, to fit a curve.")
    left = [before - after for before, after in pairwise(survivors)]
    if min(left) < 0:
        raise TooFewToFit("Survivors cannot become more.")

    def unlikely(at: Pair) -> float:
        return -_log_likelihood(exp(at[0]), exp(at[1]), left, survivors[-1])

    best = _smallest(unlikely, (0.0, 0.0))
    return Staying(exp(best[0]), exp(best[1]), -unlikely(best))


def _log_likelihood(alpha: float, beta: float, left: Sequence[int], remaining: int) -> float:
    """Leaving at renewal t: B(a + 1, b + t - 1) / B(a, b). Staying beyond T: B(a, b + T) / B(a, b)."""
    whole = _log_beta(alpha, beta)
    gone = sum(
        number * (_log_beta(alpha + 1, beta + renewal) - whole)
        for renewal, number in enumerate(left)
        if number
    )
    return gone + remaining * (_log_beta(alpha, beta + len(left)) - whole)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _smallest(value: Callable[[Pair], float], start: Pair) -> Pair:
    """Nelder and Mead's simplex in two dimensions, inside a square of logarithms that stays finite."""

    def inside(at: Pair) -> float:
        return value(at) if max(abs(at[0]), abs(at[1])) < 20 else 1e300

    corners = sorted(
        ((inside(at), at) for at in (start, (start[0] + 1, start[1]), (start[0], start[1] + 1))), key=_height
    )
    for _ in range(ROUNDS):
        if corners[2][0] - corners[0][0] < CLOSE and _span(corners) < CLOSE:
            break
        corners = sorted(_step(corners, inside), key=_height)
    return corners[0][1]


Corner = tuple[float, Pair]


def _height(corner: Corner) -> float:
    return corner[0]


def _span(corners: Sequence[Corner]) -> float:
    return max(abs(corner[1][axis] - corners[0][1][axis]) for corner in corners for axis in (0, 1))


def _step(corners: list[Corner], value: Callable[[Pair], float]) -> list[Corner]:
    """Replace the worst corner by one beyond the middle of the others, or draw all towards the best."""
    (best, second, worst) = corners
    middle = ((best[1][0] + second[1][0]) / 2, (best[1][1] + second[1][1]) / 2)

    def along(factor: float) -> Corner:
        at = (
            middle[0] + factor * (worst[1][0] - middle[0]),
            middle[1] + factor * (worst[1][1] - middle[1]),
        )
        return value(at), at

    mirrored = along(-1)
    if mirrored[0] < best[0]:
        return [best, second, min(along(-2), mirrored, key=_height)]
    if mirrored[0] < second[0]:
        return [best, second, mirrored]
    drawn = along(-0.5) if mirrored[0] < worst[0] else along(0.5)
    if drawn[0] < min(mirrored[0], worst[0]):
        return [best, second, drawn]
    closer = [
        ((corner[1][0] + best[1][0]) / 2, (corner[1][1] + best[1][1]) / 2) for corner in (second, worst)
    ]
    return [best, *((value(at), at) for at in closer)]
