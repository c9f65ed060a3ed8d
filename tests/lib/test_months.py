"""Month arithmetic counts from the anchor."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.lib.months import add_months, series, whole_months

D = date


def test_two_months_from_the_last_of_january_is_the_last_of_march() -> None:
    assert add_months(D(2026, 1, 31), 2) == D(2026, 3, 31)
    assert add_months(add_months(D(2026, 1, 31), 1), 1) == D(2026, 3, 28)  # what iterating would give


def test_a_leap_day_returns_every_four_years() -> None:
    years = [add_months(D(2028, 2, 29), 12 * n) for n in (1, 2, 3, 4)]
    assert years == [D(2029, 2, 28), D(2030, 2, 28), D(2031, 2, 28), D(2032, 2, 29)]


def test_a_monthly_series_from_the_31st_keeps_to_month_ends() -> None:
    assert series(D(2027, 1, 31), 1, 5) == [
        D(2027, 2, 28),
        D(2027, 3, 31),
        D(2027, 4, 30),
        D(2027, 5, 31),
        D(2027, 6, 30),
    ]


@pytest.mark.parametrize("day", range(1, 32))
def test_no_anchor_drifts_over_ten_years(day: int) -> None:
    anchor = D(2027, 1, day)
    for months in range(1, 121):
        reached = add_months(anchor, months)
        assert (reached.year - 2027) * 12 + reached.month - 1 == months
        is_last = (reached + timedelta(days=1)).month != reached.month
        assert reached.day == day or (is_last and reached.day < day)


def test_months_back_mirror_months_on() -> None:
    assert add_months(D(2027, 1, 1), -3) == D(2026, 10, 1)


def test_a_day_outside_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        add_months(D(9999, 12, 1), 1)
    with pytest.raises(ValueError, match="outside the calendar"):
        add_months(D(1, 1, 1), -1)


def test_a_term_is_whole_months_only_when_it_ends_before_the_same_day() -> None:
    assert whole_months(D(2025, 3, 1), D(2028, 2, 29)) == 36
    assert whole_months(D(2026, 1, 15), D(2026, 10, 14)) == 9
    assert whole_months(D(2026, 1, 31), D(2026, 2, 27)) == 1
    assert whole_months(D(2026, 6, 15), D(2026, 12, 31)) is None
    assert whole_months(D(2026, 6, 15), D(2026, 6, 1)) is None


@settings(max_examples=60)
@given(st.dates(D(2000, 1, 1), D(2050, 1, 1)), st.integers(1, 120))
def test_a_term_built_of_months_is_recognised(start: date, months: int) -> None:
    assert whole_months(start, add_months(start, months) - timedelta(days=1)) == months
