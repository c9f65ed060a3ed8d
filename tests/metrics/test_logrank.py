"""Do parts stay differently long? Against worked numbers, lifelines and scipy (docs/methods.md, Survival)."""

from random import Random

import pytest
from lifelines.statistics import multivariate_logrank_test
from scipy.stats import chi2

from retention.metrics.logrank import chi_square_tail, compare_stays, log_rank
from retention.metrics.survival import Spell

SHORT = [Spell(6, True), Spell(6, True), Spell(7, True), Spell(10, False)]
LONG = [Spell(7, False), Spell(10, True), Spell(12, False), Spell(15, True)]


def test_two_groups_of_four_have_the_statistic_of_the_worked_example() -> None:
    """Ages 6, 7, 10, 15: seen 4+4, 2+4, 1+3, 0+1; left 2+0, 1+0, 0+1, 0+1."""
    excess = 3 - (1 + 1 / 3 + 1 / 4)
    variance = 2 * 6 / 7 * 4 * 4 / 64 + 2 * 4 / 36 + 1 * 3 / 16
    assert log_rank([SHORT, LONG]) == pytest.approx(excess**2 / variance)
    assert round(log_rank([SHORT, LONG]), 3) == 2.394
    assert round(chi_square_tail(log_rank([SHORT, LONG]), 1), 3) == 0.122


def test_who_entered_late_was_not_at_risk_before() -> None:
    late = [Spell(6, True), Spell(6, True), Spell(10, False, entered=6)]
    excess, variance = 2 - 2 * 2 / 4, 2 * 2 / 3 * 2 * 2 / 16
    assert log_rank([late, [Spell(12, False, number=2)]]) == pytest.approx(excess**2 / variance)


@pytest.mark.parametrize("groups", [2, 3, 5])
def test_the_lifelines_library_finds_the_same(groups: int) -> None:
    chance = Random(groups)
    rows = [
        (chance.randint(1, 40 - 5 * group), chance.random() < 0.6, group)
        for group in range(groups)
        for _ in range(30)
    ]
    months, left, of = zip(*rows, strict=True)
    theirs = multivariate_logrank_test(months, of, left)
    by_part = {str(group): [Spell(m, e) for m, e, g in rows if g == group] for group in range(groups)}
    own = compare_stays(by_part)
    assert own.statistic == pytest.approx(theirs.test_statistic)
    assert own.chance == pytest.approx(theirs.p_value)
    assert own.differs == (theirs.p_value < 0.05)


@pytest.mark.parametrize("degrees", range(1, 9))
def test_the_tail_of_chi_square_is_that_of_scipy(degrees: int) -> None:
    for value in (0, 0.1, 1, 3.84, 10, 40):
        assert chi_square_tail(value, degrees) == pytest.approx(chi2.sf(value, degrees))


def test_fewer_than_ten_ended_stays_are_not_compared() -> None:
    enough, few = [Spell(12, True, number=10)], [Spell(24, True, number=9), Spell(30, False, number=50)]
    found = compare_stays({"A": enough, "B": few, "C": []})
    assert (found.parts, found.left_out, found.chance, found.differs) == (("A",), ("B", "C"), None, False)
    more = compare_stays({"A": enough, "B": [*few, Spell(24, True)], "C": []})
    assert (more.parts, more.left_out, more.differs) == (("A", "B"), ("C",), True)


def test_groups_that_are_the_same_do_not_differ() -> None:
    same = [Spell(12, True, number=6), Spell(24, True, number=6), Spell(30, False, number=3)]
    found = compare_stays({"A": same, "B": list(same)})
    assert (found.statistic, found.chance) == (pytest.approx(0), pytest.approx(1))
