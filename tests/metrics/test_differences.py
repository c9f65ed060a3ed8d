"""Renewers against leavers, attribute by attribute (docs/methods.md, Drivers)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from retention.metrics.differences import Case, compare, fisher, newcombe, wilson


def cases(number: int, renewed: int, **attributes: str) -> list[Case]:
    return [Case(place < renewed, attributes) for place in range(number)]


def test_intervals_are_those_of_the_papers() -> None:
    assert [round(edge, 3) for edge in wilson(17, 20)] == [0.640, 0.948]
    assert [round(edge, 4) for edge in newcombe(56, 70, 48, 80)] == [0.0524, 0.3339]
    assert wilson(0, 8)[0] == 0 and round(wilson(0, 8)[1], 3) == 0.324


def test_three_of_four_against_one_of_four_is_no_surprise() -> None:
    assert round(fisher(3, 4, 1, 4), 4) == 0.4857


counts = st.integers(0, 30)


@given(a=counts, b=counts, c=counts, d=counts)
@settings(max_examples=60, deadline=None)
def test_probabilities_are_those_of_scipy(a: int, b: int, c: int, d: int) -> None:
    if a + b and c + d:
        theirs = fisher_exact([[a, b], [c, d]]).pvalue
        assert fisher(a, a + b, c, c + d) == pytest.approx(theirs, abs=1e-9)


def test_a_planted_difference_comes_first_and_holds() -> None:
    found = compare(
        [
            *cases(40, 38, spoken="Yes", tier="A", sector="Food"),
            *cases(40, 20, spoken="No", tier="A", sector="Food"),
            *cases(20, 19, spoken="Yes", tier="B", sector="Air"),
            *cases(20, 10, spoken="No", tier="B", sector="Air"),
        ]
    )
    first = found.differences[0]
    assert (first.attribute, first.value, first.holds) == ("spoken", "Yes", True)
    assert (first.n, first.others, first.difference) == (60, 60, pytest.approx(0.45))
    assert first.low < first.difference < first.high
    assert [each.holds for each in found.differences[1:]] == [False, False]
    assert found.is_enough and found.by_chance == pytest.approx(0.15)


def test_small_cells_are_suppressed_and_counted() -> None:
    found = compare([*cases(4, 0, tier="A"), *cases(50, 50, tier="B")])
    assert (found.differences, found.suppressed) == ((), 1)


def test_what_is_not_known_is_on_neither_side() -> None:
    known, unknown = cases(10, 5, mood="Yes"), [Case(True, {"mood": None})] * 30
    (each,) = compare([*known, *cases(10, 10, mood="No"), *unknown]).differences
    assert (each.n, each.others) == (10, 10)


def test_below_thirty_cases_there_is_nothing_to_compare() -> None:
    assert not compare(cases(29, 10)).is_enough
    assert compare(cases(30, 10)).is_enough


def test_many_comparisons_of_chance_are_not_called_sure() -> None:
    """One of twenty attributes at 3 %: alone it would look sure, among twenty it does not."""

    def even(place: int) -> dict[str, str]:
        return {f"a{n}": "Yes" if (place + n) % 2 else "No" for n in range(20)}

    with_it = [Case(place < 19, {"odd": "Yes", **even(place)}) for place in range(20)]
    without = [Case(place < 13, {"odd": "No", **even(place)}) for place in range(20)]
    odd = next(each for each in compare([*with_it, *without]).differences if each.attribute == "odd")
    assert odd.chance < 0.05 and not odd.holds
