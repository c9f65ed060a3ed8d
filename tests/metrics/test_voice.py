"""Recommendation, satisfaction and ease: the worked numbers of docs/methods.md, Surveys."""

import pytest

from retention.metrics.voice import ces, csat, nps


def test_nps_of_twenty_four_ten_and_six() -> None:
    found = nps([10] * 24 + [8] * 10 + [3] * 6)
    assert found is not None and found.error is not None
    assert (round(found.value, 1), round(found.error, 1)) == (45.0, 11.7)
    assert [round(end) for end in found.interval] == [22, 68]
    assert found.says_interval


def test_satisfaction_of_seventeen_in_twenty() -> None:
    found = csat([5] * 10 + [4] * 7 + [3] * 3)
    assert found is not None
    assert found.value == pytest.approx(0.85)
    assert [round(end, 3) for end in found.interval] == [0.64, 0.948]


def test_ease_has_a_mean_and_the_share_from_five_up() -> None:
    found = ces([7, 6, 5, 4, 3])
    assert found is not None
    assert (found.mean, found.value) == (5.0, pytest.approx(0.6))


def test_under_five_answers_there_is_no_figure() -> None:
    assert [each([5, 5, 5, 5]) for each in (nps, csat, ces)] == [None, None, None]


def test_from_a_hundred_answers_on_the_interval_is_left_out_and_nps_stays_on_its_scale() -> None:
    found = nps([10] * 100)
    assert found is not None
    assert (found.says_interval, found.interval) == (False, (100.0, 100.0))
