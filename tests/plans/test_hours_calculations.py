"""Over-service, hour by hour (docs/methods.md, Over-service)."""

from datetime import date
from decimal import Decimal

import pytest

from plans.hours import HoursMonth, cost, effective_rate, margin, served, thresholds_passed

HALF_YEAR = (55, 62, 70, 65, 78, 72)


def months(*hours: int, allowed: int = 60) -> list[HoursMonth]:
    return [HoursMonth(date(2026, place, 1), allowed * 60, each * 60) for place, each in enumerate(hours, 1)]


def test_six_months_of_an_allowance_of_sixty_hours() -> None:
    found = served(months(*HALF_YEAR))
    assert (found.net, found.months_over, found.months) == (42 * 60, 5, 6)
    assert found.ratio == Decimal(42) / 360
    assert effective_rate(Decimal(60_000), found.delivered) == Decimal("149.25")
    assert effective_rate(Decimal(60_000), found.allowed) == Decimal("166.67")


def test_fewer_hours_than_included_are_no_over_service() -> None:
    found = served(months(30, 40))
    assert (found.net, found.ratio) == (-50 * 60, 0)
    assert served([]).ratio is None and served(months(5, allowed=0)).ratio is None


def test_what_is_not_known_stays_unknown() -> None:
    assert effective_rate(None, 60) is None and effective_rate(Decimal(100), 0) is None
    assert cost(None, 600) is None and cost(Decimal("80"), 90) == Decimal("120.00")
    assert margin(None, Decimal(10), Decimal(0)) is None and margin(Decimal(10), None, Decimal(0)) is None
    assert margin(Decimal("10000"), Decimal("4960"), Decimal("500")) == Decimal("4540")


@pytest.mark.parametrize(
    ("hours", "passed"), [(47, []), (48, ["0.8"]), (59, ["0.8"]), (60, ["0.8", "1"]), (90, ["0.8", "1"])]
)
def test_four_fifths_and_all_of_it_are_told(hours: int, passed: list[str]) -> None:
    assert [str(mark) for mark in thresholds_passed(months(hours)[0])] == passed
    assert thresholds_passed(months(hours, allowed=0)[0]) == []
