"""Worked numbers of docs/methods.md, ROI targets."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from plans.attainment import (
    Goal,
    Reading,
    contradict,
    expected,
    is_reached,
    latest,
    ratio,
    share_expected,
    standing,
    weighted,
)

START, DUE = date(2026, 1, 1), date(2026, 12, 27)
"""360 days apart."""
HALF = START + timedelta(days=180)
FASTER = Goal(Decimal(12), START, Decimal(6), DUE)
MORE = Goal(Decimal(40), START, Decimal(60), DUE)


def read(value: str, on: date = HALF) -> Reading:
    return Reading(on, Decimal(value))


def test_the_line_runs_straight_from_the_baseline_to_the_target() -> None:
    assert expected(FASTER, HALF) == 9
    assert expected(MORE, START + timedelta(days=90)) == 45
    assert expected(MORE, START - timedelta(days=1)) == 40
    assert expected(MORE, DUE + timedelta(days=100)) == 60
    assert share_expected(MORE, HALF) == Fraction(1, 2)


STEEP = Goal(
    Decimal(40), START, Decimal(20), START + timedelta(days=200),
    milestones=(Reading(START + timedelta(days=100), Decimal(36)),),
)  # fmt: skip
"""Most is to be won in the second half."""


@pytest.mark.parametrize(
    ("days", "figure"),
    [(-1, "40"), (0, "40"), (50, "38"), (100, "36"), (150, "28"), (200, "20"), (300, "20")],
)
def test_through_a_milestone_the_line_is_straight_from_point_to_point(days: int, figure: str) -> None:
    assert expected(STEEP, START + timedelta(days=days)) == Decimal(figure)


def test_a_figure_is_held_against_the_line_through_the_milestone() -> None:
    day = START + timedelta(days=150)
    assert ratio(STEEP, read("30", day), day) == Fraction(5, 6)
    assert share_expected(STEEP, day) == Fraction(3, 5)
    straight = replace(STEEP, milestones=())
    assert ratio(straight, read("30", day), day) == Fraction(2, 3)


def test_until_a_milestone_that_gains_nothing_nothing_can_be_said() -> None:
    late = replace(STEEP, milestones=(Reading(START + timedelta(days=100), Decimal(40)),))
    day = START + timedelta(days=60)
    assert (expected(late, day), ratio(late, read("39", day), day)) == (40, None)
    assert ratio(late, read("30", day), START + timedelta(days=150)) == 1


@pytest.mark.parametrize(
    ("goal", "value", "is_what"),
    [
        (MORE, "50", Fraction(1)),
        (MORE, "48", Fraction(4, 5)),
        (MORE, "40", Fraction(0)),
        (MORE, "30", Fraction(0)),
        (MORE, "60", Fraction(3, 2)),
        (FASTER, "9", Fraction(1)),
        (FASTER, "9.6", Fraction(4, 5)),
        (FASTER, "13", Fraction(0)),
        (FASTER, "6", Fraction(3, 2)),
        (FASTER, "8.4", Fraction(6, 5)),
    ],
)
def test_half_way_through_gain_is_held_against_half_the_way_and_cut_at_one_and_a_half(
    goal: Goal, value: str, is_what: Fraction
) -> None:
    assert ratio(goal, read(value), HALF) == is_what


def test_an_old_figure_is_held_against_what_is_expected_by_now() -> None:
    measured = read("50")
    assert ratio(MORE, measured, START + timedelta(days=270)) == Fraction(2, 3)
    assert ratio(MORE, measured, DUE + timedelta(days=30)) == Fraction(1, 2)


def test_without_a_measurement_nothing_is_known_until_it_is_due_and_nothing_is_proven_then() -> None:
    assert ratio(MORE, None, DUE - timedelta(days=1)) is None
    assert ratio(MORE, None, DUE) == 0


def test_on_the_day_of_the_baseline_nothing_can_be_said() -> None:
    assert ratio(MORE, read("40", START), START) is None


def test_a_negative_baseline_is_a_baseline() -> None:
    score = Goal(Decimal(-10), START, Decimal(30), DUE)
    assert ratio(score, read("10"), HALF) == 1


def test_the_last_measurement_up_to_the_day_counts() -> None:
    rows = [read("50", HALF), read("44", START), read("58", DUE)]
    assert latest(rows, HALF) == rows[0]
    assert latest(rows, START - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("reading", "on", "is_confirmed", "word"),
    [
        (None, HALF, False, "unknown"),
        (None, DUE, False, "missed"),
        (read("50"), HALF, False, "on_track"),
        (read("49"), HALF, False, "behind"),
        (read("60"), HALF, False, "reached"),
        (read("60"), DUE, False, "reached"),
        (read("60"), DUE, True, "confirmed"),
        (read("59"), DUE, False, "missed"),
    ],
)
def test_reached_stays_unconfirmed_until_they_confirm_it(
    reading: Reading | None, on: date, is_confirmed: bool, word: str
) -> None:
    assert standing(MORE, reading, on, is_confirmed=is_confirmed) == word


def test_lower_is_reached_from_above() -> None:
    assert is_reached(FASTER, read("6"))
    assert not is_reached(FASTER, read("6.1"))


def test_an_account_is_the_weighted_mean_of_what_is_known() -> None:
    assert weighted([(Fraction(4, 5), 3), (Fraction(6, 5), 1), (None, 9)]) == Fraction(9, 10)
    assert weighted([(None, 1)]) is None
    assert weighted([]) is None


def test_two_people_contradict_each_other_from_more_than_a_tenth_on() -> None:
    def wants(target: str) -> Goal:
        return Goal(Decimal(40), START, Decimal(target), DUE)

    assert not contradict(wants("60"), wants("54"))
    assert contradict(wants("60"), wants("53"))
    assert contradict(wants("60"), wants("30"))
    assert not contradict(
        Goal(Decimal(-5), START, Decimal(0), DUE), Goal(Decimal(-5), START, Decimal(0), DUE)
    )
