"""Cells become values, or a reason in the user's words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from retention.integrations.imports import values
from retention.integrations.imports.refusals import RowRejected
from retention.integrations.imports.values import DAY_FIRST, MONTH_FIRST


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("3/4/2025", MONTH_FIRST, date(2025, 3, 4)),
        ("3/4/2025", DAY_FIRST, date(2025, 4, 3)),
        ("12/31/2025 23:59", MONTH_FIRST, date(2025, 12, 31)),
        ("31.12.2025", DAY_FIRST, date(2025, 12, 31)),
        ("2025-12-31", MONTH_FIRST, date(2025, 12, 31)),
        ("2025-12-31T10:00:00Z", DAY_FIRST, date(2025, 12, 31)),
        ("3/4/25 1:05 PM", MONTH_FIRST, date(2025, 3, 4)),
        ("  ", MONTH_FIRST, None),
    ],
)
def test_days_are_read_in_the_order_of_the_file(text: str, order: str, day: date | None) -> None:
    assert values.day_of(text, order, "Sent") == day


@pytest.mark.parametrize(
    "text", ["13/45/2025", "2025-02-30", "soon", "1/1/2025 25:00", "0/0/0", "1/1/2025 13:00 PM"]
)
def test_what_is_no_date_is_refused_with_its_column(text: str) -> None:
    with pytest.raises(RowRejected, match=r"Sent: “.*” is not a date"):
        values.day_of(text, MONTH_FIRST, "Sent")


def test_a_wall_clock_is_read_in_the_zone_of_the_files() -> None:
    read = values.moment_of("7/1/2025 9:30", MONTH_FIRST, "Europe/Stockholm", "Sent")
    assert read == datetime(2025, 7, 1, 7, 30, tzinfo=UTC)


def test_a_day_without_a_time_counts_from_noon() -> None:
    read = values.moment_of("1/15/2025", MONTH_FIRST, "America/New_York", "Sent")
    assert read == datetime(2025, 1, 15, 17, 0, tzinfo=UTC)


def test_afternoon_and_midnight_are_told_apart() -> None:
    assert values.moment_of("1/2/2025 12:10 AM", MONTH_FIRST, "UTC", "x") == datetime(
        2025, 1, 2, 0, 10, tzinfo=UTC
    )
    assert values.moment_of("1/2/2025 1:10 PM", MONTH_FIRST, "UTC", "x") == datetime(
        2025, 1, 2, 13, 10, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("samples", "order"),
    [
        (["1/2/2025", "3/14/2025"], MONTH_FIRST),
        (["1/2/2025", "14/3/2025"], DAY_FIRST),
        (["1.2.2025"], DAY_FIRST),
        (["1/2/2025"], MONTH_FIRST),
        (["2025-01-02"], MONTH_FIRST),
        ([], MONTH_FIRST),
    ],
)
def test_the_order_is_told_by_dates_that_can_be_read_in_one_way(samples: list[str], order: str) -> None:
    assert values.order_of(samples) == order


@pytest.mark.parametrize(
    ("text", "amount"), [("$1,234.00 ", "1234.00"), ("9000.50", "9000.50"), ("0", "0.00"), ("", None)]
)
def test_amounts_are_read_with_and_without_signs(text: str, amount: str | None) -> None:
    assert values.amount_of(text, "Revenue") == (Decimal(amount) if amount else None)


@pytest.mark.parametrize("text", ["about a hundred", "-5", "1e99", "NaN"])
def test_what_is_no_amount_is_refused_with_its_column(text: str) -> None:
    with pytest.raises(RowRejected, match="Revenue: "):
        values.amount_of(text, "Revenue")


def test_currencies_and_countries_are_known_by_name_and_code() -> None:
    assert [values.currency_of(word, "EUR") for word in ("US Dollar", "usd", "")] == ["USD", "USD", "EUR"]
    assert [values.country_of(word) for word in ("United States", "de", "USA", "")] == ["US", "DE", "US", ""]
    with pytest.raises(RowRejected, match="Doubloon"):
        values.currency_of("Doubloon", "EUR")
    with pytest.raises(RowRejected, match="Atlantis"):
        values.country_of("Atlantis")


def test_names_are_compared_without_case_accents_and_spacing() -> None:
    assert values.folded_name("  Café   Tromsö ") == values.folded_name("cafe tromso")


@pytest.mark.parametrize(
    ("cell", "kept"), [("'=1+1", "=1+1"), (" '-5 ", "-5"), ("'tis", "'tis"), ("x ", "x"), ("''=1", "''=1")]
)
def test_only_the_quote_before_a_formula_is_removed(cell: str, kept: str) -> None:
    assert values.tidied(cell) == kept
