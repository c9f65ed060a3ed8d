"""Survival curves (docs/methods.md, Survival), against worked numbers and against the lifelines library."""

import warnings

import lifelines
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.metrics.survival import Spell, kaplan_meier

MONTHS = [12, 12, 12, 18, 24, 24, 30, 36, 40, 48]
LEFT = [True, True, False, False, True, False, False, True, False, False]
ENTERED = [0, 0, 6, 6, 0, 12, 12, 0, 24, 24]


def test_ten_customers_have_the_curve_of_the_vector() -> None:
    curve = kaplan_meier(map(Spell, MONTHS, LEFT))
    found = [
        (p.months, p.at_risk, round(p.stay, 4), round(p.low or 0, 3), round(p.high or 0, 3))
        for p in curve.points
    ]
    assert found == [
        (12, 10, 0.8, 0.409, 0.946),
        (24, 6, 0.6667, 0.272, 0.881),
        (36, 3, 0.4444, 0.078, 0.773),
    ]
    assert (curve.stay(11), curve.stay(12), curve.stay(23)) == (1, 0.8, 0.8)
    assert (curve.at_risk(0), curve.at_risk(24), curve.at_risk(48)) == (10, 6, 1)
    assert (curve.supported(5), curve.supported(2), curve.longest) == (24, 40, 48)


def test_who_entered_late_could_not_be_seen_leaving_before() -> None:
    curve = kaplan_meier(map(Spell, MONTHS, LEFT, ENTERED))
    assert [round(point.stay, 4) for point in curve.points] == [0.6667, 0.5, 0.3333]


def test_counted_spells_are_the_same_as_single_ones() -> None:
    one_by_one = kaplan_meier([Spell(12, True), Spell(12, True), Spell(18, False)])
    assert kaplan_meier([Spell(12, True, 0, 2), Spell(18, False)]).points == one_by_one.points


def test_nobody_is_no_curve_and_everybody_gone_has_no_band() -> None:
    assert kaplan_meier([]).points == ()
    gone = kaplan_meier([Spell(3, True)]).points[0]
    assert (gone.stay, gone.low, gone.high) == (0, None, None)


spells = st.tuples(st.integers(1, 60), st.booleans(), st.integers(0, 59)).filter(lambda one: one[2] < one[0])


@given(made=st.lists(spells, min_size=1, max_size=60))
@settings(max_examples=30, deadline=None)
def test_the_lifelines_library_draws_the_same_curve(made: list[tuple[int, bool, int]]) -> None:
    seen = [*made, *[(60, False, 0)] * 3]  # theirs refuses curves in which nobody is left at an early age
    months, left, entered = zip(*seen, strict=True)
    own = kaplan_meier(Spell(m, e, n) for m, e, n in seen)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = lifelines.KaplanMeierFitter().fit(months, left, entry=entered)
    band = theirs.confidence_interval_survival_function_
    for point in own.points:
        assert theirs.predict(point.months) == pytest.approx(point.stay, abs=1e-9)
        if point.low is not None:
            assert tuple(band.loc[point.months]) == pytest.approx((point.low, point.high), abs=1e-6)
