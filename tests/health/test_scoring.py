"""The score, its coverage, bounds and caps."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.health.cards import (
    CARDS,
    FULL,
    FULL_MEASURES,
    NOTICE_RECEIVED,
    SILENCE,
    STARTER,
    STARTER_2,
    STARTER_3,
    Measure,
)
from retention.health.scoring import (
    MISSING,
    STALE,
    Reading,
    Score,
    availability,
    exact,
    found_absent,
    interpolate,
    measured,
    missing,
    not_applicable,
    rounded,
    score,
)

WORKED = {
    "V1": measured(0.86),
    "V2": measured(150),
    "R1": measured(58),
    "R2": measured(100),
    "R3": not_applicable(),
    "R4": measured(0.8, age_days=135),
    "E1": measured(0.8),
    "E2": measured(1.5),
    "E3": measured(0.3),
    "D1": missing(),
    "D2": missing(),
    "S1": measured(100),
    "S2": measured(100 - 45 * 2 ** (-90 / 180)),
    "C1": measured(22),
    "C2": measured(1),
    "C3": measured(0.15),
    "C4": missing(),
}


def test_the_worked_account_scores_as_worked_out() -> None:
    result = score(FULL, WORKED)
    assert result.value is not None
    assert result.low is not None
    assert result.high is not None
    assert rounded(result.value) == Decimal("72.17")
    assert rounded(result.coverage, 4) == Decimal("0.8073")
    assert (rounded(result.low), rounded(result.high)) == (Decimal("58.26"), Decimal("77.53"))
    assert sum(item.weight for item in result.measures) == 96
    assert sum(item.effective_weight for item in result.measures) == Decimal("77.5")
    assert result.confidence == "high"
    assert result.not_applicable == ("R3",)


@pytest.mark.parametrize(
    ("code", "points"),
    [
        ("V1", "69.00"),
        ("V2", "73.33"),
        ("R4", "70.00"),
        ("E1", "80.00"),
        ("E2", "70.00"),
        ("E3", "40.00"),
        ("S2", "68.18"),
        ("C1", "66.00"),
        ("C2", "75.00"),
        ("C3", "70.00"),
    ],
)
def test_each_value_becomes_its_worked_score(code: str, points: str) -> None:
    found = {item.code: item.score for item in score(FULL, WORKED).measures}[code]
    assert found is not None
    assert rounded(found) == Decimal(points)


def test_the_full_card_weighs_a_hundred_and_its_tables_only_rise_or_only_fall() -> None:
    assert sum(measure.weight for measure in FULL_MEASURES) == 100
    for measure in FULL_MEASURES:
        values = [value for value, _ in measure.points]
        scores = [points for _, points in measure.points]
        assert values == sorted(set(values))
        assert scores in (sorted(scores), sorted(scores, reverse=True))
        assert {min(scores), max(scores)} == {0, 100}


def test_the_starter_card_says_how_much_of_it_is_live() -> None:
    assert STARTER.live == "5 of 17 measures live"
    assert {measure.code: measure.weight for measure in STARTER.measures} == {
        "E1": 6,
        "E2": 6,
        "E3": 3,
        "R4": 3,
        "C2": 3,
    }
    assert CARDS["starter-1"] is STARTER
    assert STARTER_2.live == "6 of 17 measures live"
    assert (STARTER_3.live, STARTER_3.measure("R1").weight) == ("7 of 17 measures live", 12)
    assert (STARTER_2.measure("C1").weight, STARTER_2.cap("overdue").at_most) == (3, 50)
    assert STARTER.cap("silence") is SILENCE
    with pytest.raises(KeyError):
        STARTER.measure("V1")


def test_what_is_not_live_is_not_missing() -> None:
    result = score(
        STARTER,
        {"E1": measured(1), "E2": measured(1), "E3": measured(1), "R4": measured(2), "C2": measured(2)},
    )
    assert (result.coverage, result.value) == (1, 100)


def test_three_absences_are_three_things() -> None:
    result = score(
        STARTER, {"E1": missing(), "E2": measured(1), "R4": measured(2, age_days=200), "C2": not_applicable()}
    )
    kinds = {item.code: item.absence for item in result.measures}
    assert kinds == {"E1": MISSING, "E2": "known", "E3": MISSING, "R4": STALE}
    assert result.not_applicable == ("C2",)
    assert result.coverage == Fraction(6, 18)


def test_a_finding_of_absence_is_a_score_and_lowers_no_coverage() -> None:
    result = score(FULL, {"V1": found_absent(20)})
    assert result.value == 20
    assert result.coverage == Fraction(15, 100)


def test_a_value_fades_between_fresh_and_stale() -> None:
    assert [availability(age, 90, 180) for age in (0, 90, 135, 180, 999)] == [1, 1, Fraction(1, 2), 0, 0]
    assert availability(9999, None, None) == 1


def test_nothing_known_has_no_score_rather_than_zero() -> None:
    empty = score(STARTER, {})
    assert (empty.value, empty.capped, empty.low, empty.high) == (None, None, None, None)
    assert empty.coverage == 0
    assert empty.confidence == "unknown"
    assert empty.band_value is None
    nothing_applies = score(STARTER, {measure.code: not_applicable() for measure in STARTER.measures})
    assert (nothing_applies.coverage, nothing_applies.value) == (0, None)


GOOD = {"E1": measured(1), "E2": measured(1), "E3": measured(1)}


def test_caps_hold_the_score_down_and_never_lift_it() -> None:
    assert score(STARTER, GOOD, [SILENCE]).capped == 60
    assert score(STARTER, GOOD, [SILENCE, NOTICE_RECEIVED]).capped == 5
    poor = score(STARTER, {"E1": measured(0), "E2": measured(3), "E3": measured(0)}, [SILENCE])
    assert poor.capped == 0


def test_below_the_floor_the_score_is_hidden_but_a_notice_still_shows() -> None:
    little: dict[str, Reading] = {"E2": measured(1)}
    assert score(STARTER, little).confidence == "unknown"
    assert score(STARTER, little).band_value is None
    assert score(STARTER, little, [SILENCE]).band_value is None
    assert score(STARTER, little, [NOTICE_RECEIVED]).band_value == 5
    assert score(STARTER, {}, [NOTICE_RECEIVED]).band_value == 5


@pytest.mark.parametrize(
    ("known", "confidence"),
    [("E1 E2 E3 R4 C2", "high"), ("E1 E2 E3", "medium"), ("E1 E3", "low"), ("E1", "unknown")],
)
def test_confidence_follows_coverage(known: str, confidence: str) -> None:
    assert score(STARTER, {code: measured(1) for code in known.split()}).confidence == confidence


READINGS = st.dictionaries(
    st.sampled_from([measure.code for measure in FULL_MEASURES]),
    st.one_of(
        st.builds(lambda value, age: measured(value, age_days=age), st.floats(-5, 400), st.integers(0, 400)),
        st.just(missing()),
        st.just(not_applicable()),
        st.builds(found_absent, st.integers(0, 100)),
    ),
)


@settings(max_examples=100)
@given(READINGS)
def test_the_score_lies_within_its_bounds_and_shares_make_one(readings: dict[str, Reading]) -> None:
    result: Score = score(FULL, readings)
    assert 0 <= result.coverage <= 1
    if result.value is None:
        return
    assert result.low is not None
    assert result.high is not None
    assert 0 <= result.low <= result.value <= result.high <= 100
    assert sum(result.share(item) for item in result.measures) == 1


@settings(max_examples=60)
@given(st.sampled_from(FULL_MEASURES), st.floats(-5, 400), st.floats(-5, 400))
def test_tables_never_turn_back(measure: Measure, one: float, other: float) -> None:
    low, high = sorted((exact(one), exact(other)))
    rises = measure.points[0][1] < measure.points[-1][1]
    first, second = interpolate(low, measure.points), interpolate(high, measure.points)
    assert first <= second if rises else first >= second


def test_halves_round_up_when_shown() -> None:
    assert rounded(Fraction(1, 8)) == Decimal("0.13")
    assert rounded(Fraction(-1, 8)) == Decimal("-0.13")
    assert exact(0.3) == Fraction(3, 10)
