"""Staying on, and what a customer is worth (docs/methods.md, Staying on, Lifetime value)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.metrics.lifetime import Business, FiguresRefused, at_a_constant_rate, effect, lifetime_value
from retention.metrics.staying import TooFewToFit, fit

SURVIVORS = [1000, 631, 468, 382, 326]
OURS = Business(
    customers=200, revenue_each=Decimal(1000), margin=Decimal("0.7"), kept_now=Decimal("0.85"),
    kept_then=Decimal("0.90"), discount=Decimal("0.10"), winning_cost=Decimal(500),
)  # fmt: skip


def test_the_published_cohort_has_its_published_fit() -> None:
    found = fit(SURVIVORS)
    assert (round(found.alpha, 4), round(found.beta, 4)) == (0.7637, 1.2958)
    assert round(found.log_likelihood, 2) == -1401.56
    assert [round(found.rate(renewal), 4) for renewal in range(1, 6)] == [
        0.6292,
        0.7504,
        0.8119,
        0.8491,
        0.8740,
    ]


def test_older_customers_are_worth_more_than_one_constant_rate_says() -> None:
    found = fit(SURVIVORS)
    worth = [round(found.expected_payments(renewals, 0.10), 2) for renewals in range(5)]
    assert worth == [2.62, 3.58, 4.25, 4.76, 5.17]
    pooled = sum(SURVIVORS[1:]) / sum(SURVIVORS[:-1])
    assert round(pooled / (1.10 - pooled), 2) == 1.96


@pytest.mark.parametrize("survivors", [[], [10], [10, 10, 10], [10, 0], [10, 11, 9]])
def test_what_cannot_be_fitted_is_refused(survivors: list[int]) -> None:
    with pytest.raises(TooFewToFit):
        fit(survivors)


@given(st.lists(st.integers(1, 500), min_size=2, max_size=6))
@settings(max_examples=25, deadline=None)
def test_a_fit_is_finite_and_renewal_rates_rise_with_age(left: list[int]) -> None:
    survivors = [sum(left[place:]) for place in range(len(left))]
    found = fit(survivors)
    rates = [found.rate(renewal) for renewal in range(1, 8)]
    assert all(0 < rate < 1 for rate in rates)
    assert rates == sorted(rates)


def test_five_payments_of_a_thousand_are_worth_what_the_vector_says() -> None:
    stays = at_a_constant_rate(Decimal("0.85"), 5)
    assert round(lifetime_value(Decimal(1000), stays, Decimal("0.1")), 2) == Decimal("3187.77")
    long = at_a_constant_rate(Decimal("0.85"), 300)
    assert round(lifetime_value(Decimal(1000), long, Decimal("0.1")), 2) == Decimal("4400.00")


def test_the_calculator_says_what_five_points_more_do_by_ones_own_figures() -> None:
    found = effect(replace(OURS, years=30))
    closed = [700 * Decimal("1.1") / (Decimal("1.1") - rate) for rate in (Decimal("0.85"), Decimal("0.90"))]
    assert abs(found.value_now - closed[0]) < 2 and abs(found.value_then - closed[1]) < 10
    assert (found.leaving_now, found.leaving_then, found.replacing_saved) == (30, 20, 5000)
    assert found.change_share is not None and found.change > 0


@pytest.mark.parametrize(
    "wrong",
    [{"margin": Decimal("1.2")}, {"kept_now": Decimal(-1)}, {"discount": Decimal(2)}, {"years": 0},
     {"customers": 0}, {"revenue_each": Decimal(-1)}, {"winning_cost": Decimal(-1)}],
)  # fmt: skip
def test_figures_of_no_business_are_refused_by_name(wrong: dict[str, Decimal]) -> None:
    with pytest.raises(FiguresRefused) as refused:
        effect(replace(OURS, **wrong))  # type: ignore[arg-type]
    assert refused.value.field in wrong


def test_no_margin_is_no_share() -> None:
    assert effect(replace(OURS, margin=Decimal(0))).change_share is None
