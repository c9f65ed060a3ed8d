"""Figures of our work against their targets (docs/methods.md, Operations behind the drivers)."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from plans.operating import Point, change, is_late, off_by, state_of, trend

FIRST = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("days", "late"),
    [(30, False), (38, False), (39, True)],
)
def test_a_feed_is_late_after_a_quarter_more_than_its_days(days: int, late: bool) -> None:
    """Every 31 days: 1.25 × 31 = 38.75."""
    assert is_late(FIRST, 31, FIRST + timedelta(days=days)) is late


@pytest.mark.parametrize(
    ("actual", "target", "lower", "state"),
    [
        ("4", "4", True, "healthy"),
        ("4.4", "4", True, "watch"),
        ("4.5", "4", True, "at_risk"),
        ("98", "98", False, "healthy"),
        ("90", "98", False, "watch"),
        ("88", "98", False, "at_risk"),
        ("1", "0", True, "at_risk"),
        ("0", "0", True, "healthy"),
    ],
)
def test_a_tenth_off_is_to_be_watched_and_more_is_at_risk(
    actual: str, target: str, lower: bool, state: str
) -> None:
    assert state_of(Decimal(actual), Decimal(target), lower_is_better=lower, late=False) == state


def test_what_is_not_known_or_late_is_never_green() -> None:
    assert state_of(None, Decimal(4), lower_is_better=True, late=False) == "unknown"
    assert state_of(Decimal(3), None, lower_is_better=True, late=False) == "unknown"
    assert state_of(Decimal(3), Decimal(4), lower_is_better=True, late=True) == "unknown"


def test_the_trend_knows_which_way_is_better() -> None:
    points = [Point(FIRST, Decimal(6)), Point(FIRST + timedelta(days=31), Decimal("4.5"))]
    assert change(points) == Decimal("-1.5")
    assert trend(points, lower_is_better=True) == "better"
    assert trend(points, lower_is_better=False) == "worse"
    assert trend([points[0], Point(FIRST, Decimal(6))], lower_is_better=True) == "same"
    assert trend(points[:1], lower_is_better=True) == "" and change(points[:1]) is None


def test_how_far_off_is_a_share_of_the_target() -> None:
    assert off_by(Decimal(5), Decimal(4), lower_is_better=True) == Fraction(1, 4)
    assert off_by(Decimal(3), Decimal(4), lower_is_better=True) == 0
    assert off_by(Decimal(2), Decimal(0), lower_is_better=True) == 1
