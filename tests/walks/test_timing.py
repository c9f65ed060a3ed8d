"""How long steps take, against what was expected."""

from datetime import date

from retention.walks.timing import days_over, days_taken, lead_time

FIRST = date(2026, 11, 2)


def test_a_step_takes_days_until_it_is_left_or_until_today() -> None:
    left, today = date(2026, 11, 9), date(2026, 11, 23)
    assert days_taken(FIRST, left, on=today) == 7
    assert days_taken(FIRST, None, on=today) == 21
    assert days_taken(None, None, on=today) is None
    assert (days_over(FIRST, left, 10, on=today), days_over(FIRST, None, 10, on=today)) == (-3, 11)
    assert days_over(None, None, 10, on=today) is None


def test_half_took_at_most_the_median_and_nine_of_ten_the_ninetieth() -> None:
    taken = [3, 5, 8, 2, 30, 4, 6, 7, 5, 4]
    found = lead_time(taken, [5] * 10)
    assert found is not None
    assert (found.passages, found.median, found.p90, found.late) == (10, 5.0, 8, 4)
    few = lead_time([3, 4], [5, 3])
    assert few is not None and (few.median, few.p90, few.late) == (3.5, None, 1)
    assert lead_time([], []) is None
