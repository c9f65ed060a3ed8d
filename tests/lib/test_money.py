"""Amounts as people and exports write them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.lib.money import AmountRefused, Money, is_currency, parse_money, quantize


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$1,234.50", "1234.50", ""),
        ("184k", "184000", ""),
        ("184.000,00", "184000.00", ""),
        ("€ 1 234,50", "1234.50", "EUR"),
        ("1 234 567 EUR", "1234567", "EUR"),
        ("CHF 1'234.50", "1234.50", "CHF"),
        ("1’234.50 chf", "1234.50", "CHF"),
        ("(12 EUR)", "-12", "EUR"),
        ("-$5", "-5", ""),
        ("USD −5.25", "-5.25", "USD"),
        ("1.2m", "1200000", ""),
        ("1,234", "1234", ""),
        ("1,5", "1.5", ""),
        ("0.125", "0.125", ""),
        ("12,34,567.5".replace("12,34,567", "1,234,567"), "1234567.5", ""),
        (".5", "0.5", ""),
        ("0", "0", ""),
        ("£99", "99", "GBP"),
        ("1 234", "1234", ""),
    ],
)
def test_an_amount_is_read_as_meant(text: str, amount: str, currency: str) -> None:
    read = parse_money(text)
    assert read == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1e5",
        "NaN",
        "Infinity",
        "1.2.3",
        "1,23,45",
        "12,345,6.7.8",
        "5 apples",
        "--5",
        "1_000",
        "٣",
    ],
)
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(AmountRefused) as refusal:
        parse_money(text, field="amount")
    assert refusal.value.field == "amount"
    assert "1234.50" in refusal.value.message


def test_a_point_before_three_digits_is_not_guessed() -> None:
    with pytest.raises(AmountRefused, match="two ways"):
        parse_money("1.234")
    assert parse_money("1.234", decimal_mark=",").amount == 1234
    assert parse_money("1.234", decimal_mark=".").amount == Decimal("1.234")


def test_a_sources_decimal_mark_is_held_to() -> None:
    with pytest.raises(AmountRefused):
        parse_money("1.50", decimal_mark=",")


def test_amounts_no_company_has_are_refused() -> None:
    with pytest.raises(AmountRefused, match="too large"):
        parse_money("1000000000000")
    with pytest.raises(AmountRefused):
        parse_money("1" * 5000)


def test_rounding_knows_the_currency() -> None:
    half = Decimal("2.5")
    assert quantize(half, "JPY") == Decimal("3")
    assert quantize(Decimal("2.345"), "EUR") == Decimal("2.35")
    assert quantize(Decimal("2.3455"), "KWD") == Decimal("2.346")
    assert is_currency("EUR")
    assert not is_currency("eur")
    assert not is_currency("XQQ")


@settings(max_examples=80)
@given(st.decimals("0", "999999999", places=2))
def test_both_ways_of_grouping_are_read_alike(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert parse_money(english).amount == amount == parse_money(german).amount


@settings(max_examples=150)
@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_but_never_breaks(text: str) -> None:
    try:
        assert parse_money(text).amount.is_finite()
    except AmountRefused as refusal:
        assert refusal.message
