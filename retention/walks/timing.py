"""How long steps take (docs/methods.md, Contract walks). Calendar days; no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from statistics import median

FEWEST = 5
"""Below that many finished steps a share of them says nothing: only the longest is told."""


def days_taken(entered_on: date | None, left_on: date | None, *, on: date) -> int | None:
    """Days from entering to leaving, or until *on* while it stands there; None before it was entered."""
    if entered_on is None:
        return None
    return ((left_on or on) - entered_on).days


def days_over(entered_on: date | None, left_on: date | None, expected: int, *, on: date) -> int | None:
    """How many days longer than expected; negative when shorter, None before it was entered."""
    taken = days_taken(entered_on, left_on, on=on)
    return None if taken is None else taken - expected


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Finished passages of one step: half of them took at most ``median`` days, nine of ten at most ``p90``.

    ``p90`` is the nearest rank, None below five passages.
    """

    passages: int
    median: float
    p90: int | None
    late: int


def lead_time(taken: Sequence[int], expected: Sequence[int]) -> LeadTime | None:
    """Of the days taken and what was expected of each; None without any."""
    if not taken:
        return None
    ranked = sorted(taken)
    ninety = ranked[ceil(0.9 * len(ranked)) - 1] if len(ranked) >= FEWEST else None
    late = sum(days > wanted for days, wanted in zip(taken, expected, strict=True))
    return LeadTime(len(taken), float(median(ranked)), ninety, late)
