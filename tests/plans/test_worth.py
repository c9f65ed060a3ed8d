"""Worked numbers of docs/methods.md, Value log: sums per currency, and ratios that stay unknown."""

from datetime import date
from decimal import Decimal

from plans.worth import TwoSides, over_a_year, realised, year_to


def test_currencies_are_never_added_up_and_unknown_amounts_are_counted() -> None:
    found = realised(
        [(Decimal(80_000), "EUR"), (Decimal(5_000), "USD"), (None, ""), (Decimal(40_000), "EUR")]
    )
    assert found.sums == (("EUR", Decimal(120_000)), ("USD", Decimal(5_000)))
    assert (found.count, found.without_amount) == (4, 1)
    assert found.in_one("EUR") is None


def test_one_currency_has_one_sum() -> None:
    found = realised([(Decimal(80_000), "EUR"), (Decimal(40_000), "EUR")])
    assert found.in_one("EUR") == 120_000
    assert found.in_one("USD") is None


def test_nothing_confirmed_is_unknown_not_nothing() -> None:
    assert realised([]).in_one("EUR") is None
    assert realised([(None, "")]).in_one("EUR") is None


def test_a_year_ends_on_its_day() -> None:
    assert year_to(date(2026, 11, 22)) == (date(2025, 11, 23), date(2026, 11, 22))
    assert year_to(date(2028, 2, 29)) == (date(2027, 3, 1), date(2028, 2, 29))


def test_both_sides_of_the_return() -> None:
    sides = TwoSides(benefit=Decimal(120_000), price=Decimal(48_000), margin=Decimal(18_000))
    assert sides.their_return == Decimal("2.5")
    assert sides.price_to_value == Decimal("0.4")
    assert sides.our_margin == Decimal("0.375")


def test_what_is_not_known_leaves_its_ratio_unknown() -> None:
    sides = TwoSides(benefit=None, price=Decimal(48_000), margin=None)
    assert (sides.their_return, sides.price_to_value, sides.our_margin) == (None, None, None)
    assert TwoSides(benefit=Decimal(1), price=Decimal(0), margin=Decimal(1)).their_return is None


def test_half_a_year_of_service_costs_twice_as_much_in_a_year() -> None:
    """402 hours at 60 in six months: 24,120; of 120,000 a year 71,760 stay, which is 0.598."""
    year = over_a_year(Decimal(24_120), 6)
    assert year == 48_240
    assert TwoSides(None, Decimal(120_000), Decimal(120_000) - year).our_margin == Decimal("0.598")
