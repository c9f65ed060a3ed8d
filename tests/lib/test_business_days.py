"""Working days, rolled and counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.lib.business_days import (
    Calendar,
    NoBusinessDay,
    add_business_days,
    business_days_before,
    business_days_between,
    roll_back,
    roll_forward,
)

D = date
UK = Calendar(frozenset({D(2026, 12, 25), D(2026, 12, 28), D(2027, 1, 1)}))
US = Calendar(frozenset({D(2026, 7, 3), D(2026, 9, 7), D(2026, 11, 26), D(2026, 12, 25)}))
GULF = Calendar(weekend=frozenset({4, 5}))


def test_a_substitute_holiday_rolls_on_to_tuesday() -> None:
    assert roll_forward(D(2026, 12, 28), UK) == D(2026, 12, 29)


def test_a_sunday_rolls_back_to_friday() -> None:
    assert roll_back(D(2026, 11, 1), US) == D(2026, 10, 30)


def test_thirty_business_days_before_the_year_ends_skip_both_holidays() -> None:
    assert business_days_before(D(2026, 12, 31), 30, US) == D(2026, 11, 17)


def test_a_friday_and_saturday_weekend_works_on_sunday() -> None:
    assert GULF.is_business_day(D(2026, 11, 22))
    assert roll_forward(D(2026, 11, 20), GULF) == D(2026, 11, 22)


def test_two_calendars_share_only_the_days_both_work() -> None:
    shared = UK.shared_with(GULF)
    assert roll_forward(D(2026, 12, 25), shared) == D(2026, 12, 29)


def test_no_business_days_counted_is_the_day_itself_rolled() -> None:
    assert add_business_days(D(2026, 11, 21), 0, UK) == D(2026, 11, 23)
    assert business_days_before(D(2026, 11, 21), 0, UK) == D(2026, 11, 20)


def test_a_week_without_working_days_is_refused_rather_than_searched_for_ever() -> None:
    never = Calendar(weekend=frozenset(range(7)))
    for roll in (roll_forward, roll_back):
        with pytest.raises(NoBusinessDay):
            roll(D(2026, 1, 1), never)
    with pytest.raises(NoBusinessDay):
        roll_forward(date.max, Calendar(frozenset({date.max})))


def test_counting_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="business_days_before"):
        add_business_days(D(2026, 1, 1), -1, UK)
    with pytest.raises(ValueError, match="add_business_days"):
        business_days_before(D(2026, 1, 1), -1, UK)


def test_days_off_can_be_added_for_an_absence() -> None:
    away = UK.without(frozenset({D(2026, 11, 23)}))
    assert roll_forward(D(2026, 11, 21), away) == D(2026, 11, 24)


@settings(max_examples=60)
@given(st.dates(D(2020, 1, 1), D(2030, 1, 1)), st.integers(1, 40))
def test_counting_on_and_back_meet(start: date, count: int) -> None:
    day = roll_forward(start, US)
    there = add_business_days(day, count, US)
    assert business_days_before(there, count, US) == day
    assert len(list(business_days_between(day + timedelta(days=1), there, US))) == count
