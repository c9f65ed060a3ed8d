"""Share of wallet by hand: the worked numbers of docs/methods.md, Share of wallet."""

from datetime import date
from decimal import Decimal

import pytest

from plans.planning.wallet import Spend, Wallet, is_old, share_by_rank, together, wallet

DAY = date(2026, 11, 20)
RATES = {"EUR": Decimal(1), "USD": Decimal("0.9")}
REVENUE = {
    ("Dispatch", "EUR"): Decimal(30_000),
    ("Maps", "USD"): Decimal(10_000),
    ("", "EUR"): Decimal(6_000),
}


def spend(family: str, amount: int | None, currency: str = "EUR") -> Spend:
    return Spend(family, None if amount is None else Decimal(amount), currency, DAY)


@pytest.mark.parametrize(
    ("rank", "suppliers", "share"),
    [
        ("1", 2, "0.6667"), ("2", 2, "0.3333"), ("1", 3, "0.5000"), ("2", 3, "0.3333"), ("3", 3, "0.1667"),
        ("1.5", 3, "0.4167"), ("1", 1, "1.0000"),
    ],
)  # fmt: skip
def test_where_only_the_order_is_known_rank_and_number_give_the_share(
    rank: str, suppliers: int, share: str
) -> None:
    assert share_by_rank(Decimal(rank), suppliers) == Decimal(share)


def test_shares_by_rank_of_all_suppliers_sum_to_one() -> None:
    assert sum(share_by_rank(Decimal(rank), 4) for rank in range(1, 5)) == 1


def test_an_estimate_of_the_whole_stands_against_all_revenue_and_families_do_not_add_to_it() -> None:
    found = wallet([spend("", 90_000), spend("Dispatch", 40_000)], REVENUE, RATES, into="EUR")
    assert (found.ours, found.spend, found.share) == (Decimal(45_000), Decimal(90_000), Decimal("0.5"))
    assert found.coverage == 1


def test_estimates_of_families_stand_against_what_they_pay_for_those_alone() -> None:
    found = wallet([spend("Dispatch", 40_000), spend("Maps", 20_000, "USD")], REVENUE, RATES, into="EUR")
    assert (found.ours, found.spend) == (Decimal(39_000), Decimal(58_000))
    assert round(found.share or 0, 4) == Decimal("0.6724")
    assert round(found.coverage or 0, 4) == Decimal("0.8667")


def test_without_an_estimate_nothing_is_known_and_nothing_is_nought() -> None:
    found = wallet([spend("", None)], REVENUE, RATES, into="EUR")
    assert (found.ours, found.spend, found.share, found.revenue) == (None, None, None, Decimal(45_000))


def test_a_rate_that_is_missing_makes_it_unknown_and_is_counted() -> None:
    found = wallet([spend("", 90_000, "JPY")], REVENUE, RATES, into="EUR")
    assert (found.share, found.without_rate) == (None, 1)


def test_many_customers_are_all_that_is_ours_over_all_that_they_spend() -> None:
    rows = [
        Wallet(Decimal(45_000), Decimal(90_000), Decimal(45_000)),
        Wallet(Decimal(39_000), Decimal(58_000), Decimal(45_000)),
        Wallet(None, None, Decimal(30_000)),
    ]
    found = together(rows)
    assert (found.ours, found.spend) == (Decimal(84_000), Decimal(148_000))
    assert round(found.share or 0, 4) == Decimal("0.5676"), "not the mean of 50 % and 67 %"
    assert found.coverage == Decimal("0.7")
    assert together([]).share is None


def test_more_than_all_says_that_the_estimate_is_too_low() -> None:
    assert wallet([spend("", 30_000)], REVENUE, RATES, into="EUR").is_too_low
    assert not wallet([spend("", 45_000)], REVENUE, RATES, into="EUR").is_too_low


def test_after_a_year_it_is_asked_again() -> None:
    assert not is_old(date(2025, 11, 20), on=DAY)
    assert is_old(date(2025, 11, 19), on=DAY)
