"""Recommendation, satisfaction and ease, with how sure we are (docs/methods.md, Surveys). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from .differences import Z95, Interval, wilson

FEWEST = 5
SURE_FROM = 100
PROMOTERS, DETRACTORS = 9, 6
SATISFIED, EASY = 4, 5


@dataclass(frozen=True, slots=True)
class SurveyFigure:
    """A figure of ``n`` answers. NPS is −100 to 100, a share 0 to 1; ``mean`` belongs to ease alone.

    ``interval`` is the 95 % one.
    """

    value: float
    interval: Interval
    n: int
    error: float | None = None
    mean: float | None = None

    @property
    def says_interval(self) -> bool:
        """Under a hundred answers the interval stands beside the figure."""
        return self.n < SURE_FROM


def nps(scores: Sequence[float]) -> SurveyFigure | None:
    """100 × (promoters − detractors), 9 and more against 6 and less; None under five answers.

    A score may be the mean of an account: one vote per account. 24, 10 and 6: 45.0, error 11.7, 22 to 68.
    """
    n = len(scores)
    if n < FEWEST:
        return None
    up = sum(score >= PROMOTERS for score in scores) / n
    down = sum(score <= DETRACTORS for score in scores) / n
    error = 100 * sqrt((up + down - (up - down) ** 2) / n)
    value = 100 * (up - down)
    low, high = max(-100.0, value - Z95 * error), min(100.0, value + Z95 * error)
    return SurveyFigure(value, (low, high), n, error=error)


def csat(scores: Sequence[int]) -> SurveyFigure | None:
    """The share of 4 and 5 on five points. 17 of 20: 85 %, 0.640 to 0.948."""
    return _share(scores, SATISFIED)


def ces(scores: Sequence[int]) -> SurveyFigure | None:
    """The share of 5 to 7 on seven points, with the mean."""
    found = _share(scores, EASY)
    if found is None:
        return None
    return SurveyFigure(found.value, found.interval, found.n, mean=sum(scores) / len(scores))


def _share(scores: Sequence[int], from_score: int) -> SurveyFigure | None:
    n = len(scores)
    if n < FEWEST:
        return None
    hits = sum(score >= from_score for score in scores)
    return SurveyFigure(hits / n, wilson(hits, n), n)
