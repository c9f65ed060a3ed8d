"""How much of a plan is filled, and whether it has been looked at (docs/methods.md, Account plan)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from .sections import SECTIONS

REVIEW_DAYS = {"A": 90, "B": 90, "C": 180, "D": 360}
"""Days between two reviews of a plan, by tier."""
GRACE = (5, 4)
"""A plan is stale after five quarters of its interval."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """Required sections that say something, of those required. Never a mark for quality."""

    filled: int
    required: int
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return self.filled / self.required if self.required else 1.0


def required_of(tier: str) -> list[str]:
    """Keys of the sections that a plan of this tier needs."""
    return [section.key for section in SECTIONS if tier in section.required]


def completeness(tier: str, filled: Collection[str]) -> Completeness:
    """How many of the sections required by *tier* are among the *filled* ones."""
    required = required_of(tier)
    missing = tuple(key for key in required if key not in filled)
    return Completeness(len(required) - len(missing), len(required), missing)


def review_days(tier: str) -> int:
    """Days between two reviews."""
    return REVIEW_DAYS.get(tier, 360)


def stale_on(tier: str, seen_on: date) -> date:
    """The first day on which a plan last looked at on *seen_on* is stale.

    1.25 × the interval, rounded down to whole days: tier A, seen on 1 January 2026, is stale from 24 April.
    """
    up, down = GRACE
    return seen_on + timedelta(days=review_days(tier) * up // down + 1)


def is_stale(tier: str, seen_on: date, *, on: date) -> bool:
    """Not reviewed for longer than 1.25 × the interval of its tier. Editing is not reviewing."""
    return on >= stale_on(tier, seen_on)
