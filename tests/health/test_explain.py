"""Why a score is what it is."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from retention.health.cards import FULL, STARTER
from retention.health.explain import best_rise, changes, contributions, shown, trend
from retention.health.scoring import Reading, measured, missing, not_applicable, rounded, score

from .test_scoring import READINGS, WORKED


def test_the_worked_accounts_contributions() -> None:
    parts = contributions(score(FULL, WORKED))
    assert [(part.code, rounded(part.points)) for part in parts] == [
        (code, Decimal(points))
        for code, points in [
            ("R2", "3.87"),
            ("V1", "3.68"),
            ("S1", "3.23"),
            ("V2", "3.01"),
            ("E1", "2.32"),
            ("E2", "1.55"),
            ("R1", "1.24"),
            ("S2", "1.17"),
            ("C2", "0.97"),
            ("C1", "0.62"),
            ("C3", "0.52"),
            ("R4", "0.39"),
            ("E3", "-0.39"),
        ]
    ]
    assert rounded(sum((part.points for part in parts), Fraction(0))) == Decimal("22.17")


@settings(max_examples=60)
@given(READINGS)
def test_contributions_add_up_exactly(readings: dict[str, Reading]) -> None:
    result = score(FULL, readings)
    parts = contributions(result)
    if result.value is None:
        assert parts == []
    else:
        assert sum(part.points for part in parts) == result.value - 50
        assert sum(part.share for part in parts) == 1


@settings(max_examples=80)
@given(READINGS, READINGS)
def test_changes_add_up_exactly(before: dict[str, Reading], after: dict[str, Reading]) -> None:
    old, new = score(FULL, before), score(FULL, after)
    moves = changes(old, new)
    if old.value is None or new.value is None:
        assert moves == []
    else:
        assert sum(move.total for move in moves) == new.value - old.value


def test_a_measure_that_appears_moves_the_score_by_its_weight_alone() -> None:
    old = score(STARTER, {"E1": measured(1)})
    new = score(STARTER, {"E1": measured(1), "E2": measured(3)})
    move = {item.code: item for item in changes(old, new)}
    assert move["E2"].value_part == 0
    assert move["E2"].weight_part == 0  # half the weight at a score of 0
    assert move["E1"].weight_part == -50


def test_the_trend_compares_only_what_was_known_on_both_days() -> None:
    old = score(STARTER, {"E1": measured(1), "E2": measured(1), "C2": measured(0.5)})
    new = score(STARTER, {"E1": measured(0.8), "E2": measured(1), "R4": measured(-2)})
    moved = trend(old, new)
    assert moved is not None
    assert (moved.change, moved.arrow) == (-10, "down")
    back = trend(new, old)
    assert back is not None
    assert back.arrow == "up"


def test_small_moves_have_no_arrow_and_other_cards_no_trend() -> None:
    old, new = score(STARTER, {"E1": measured(0.5)}), score(STARTER, {"E1": measured(0.54)})
    small = trend(old, new)
    assert small is not None
    assert small.arrow == ""
    assert trend(score(FULL, {"E1": measured(1)}), new) is None
    assert trend(old, score(STARTER, {"E2": measured(1)})) is None


def test_the_best_rise_is_to_the_next_threshold() -> None:
    readings = {
        "E1": measured(1),
        "E2": measured(2),
        "E3": measured(0.3),
        "C2": not_applicable(),
        "R4": missing(),
    }
    found = best_rise(STARTER, readings)
    assert found == ("E2", Fraction(6, 15) * 30)
    assert best_rise(STARTER, {}) is None
    assert best_rise(STARTER, {"E1": measured(1)}) is None


def test_shown_parts_still_add_up() -> None:
    thirds = [Fraction(100, 3)] * 3
    assert shown(thirds) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert shown([]) == []


@settings(max_examples=80)
@given(st.lists(st.fractions(-100, 100), max_size=12), st.integers(0, 3))
def test_rounding_for_show_keeps_the_total_and_moves_nothing_by_a_whole_step(
    parts: list[Fraction], places: int
) -> None:
    result = shown(parts, places)
    assert sum(result, Decimal(0)) == rounded(sum(parts, Fraction(0)), places)
    step = Fraction(1, 10**places)
    assert all(abs(Fraction(value) - part) <= step for value, part in zip(result, parts, strict=True))
