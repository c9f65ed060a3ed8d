"""How facts are written: amounts, dates, spans, names."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from retention.desk import formats

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("amount", "short", "long"),
    [
        ("184000", "€184k", "€184,000"),
        ("164500", "€164.5k", "€164,500"),
        ("2314000", "€2.31M", "€2,314,000"),
        ("999960", "€1.00M", "€999,960"),
        ("999.5", "€1k", "€999.50"),
        ("949.4", "€949", "€949.40"),
        ("0", "€0", "€0"),
        ("-830000", "−€830k", "−€830,000"),
        ("1234567890", "€1.23bn", "€1,234,567,890"),
    ],
)
def test_amounts_are_short_in_tables_and_whole_in_sentences(amount: str, short: str, long: str) -> None:
    assert formats.money_text(Decimal(amount), "EUR", "short") == short
    assert formats.money_text(Decimal(amount), "EUR") == long


def test_an_amount_without_a_currency_is_a_plain_number() -> None:
    assert formats.money_text(Decimal("1234.5"), "") == "1,234.50"


def test_amounts_follow_the_language_of_the_reader() -> None:
    with translation.override("de"):
        assert formats.money_text(184000, "EUR").replace("\xa0", " ") == "184.000 €"
        assert formats.number_text(1234567) == "1.234.567"


def test_the_year_is_written_only_when_it_is_another_one() -> None:
    assert formats.day_text(date(2026, 10, 20), TODAY) == "20 Oct"
    assert formats.day_text(date(2025, 10, 20), TODAY) == "20 Oct 2025"
    assert formats.weekday_text(date(2026, 11, 27), TODAY) == "Fri 27 Nov"
    assert formats.long_day_text(date(2027, 1, 31), TODAY) == "31 January 2027"


@pytest.mark.parametrize(
    ("day", "since", "due"),
    [
        (date(2026, 10, 20), "34 days ago", "34 days late"),
        (date(2026, 11, 22), "yesterday", "1 day late"),
        (date(2026, 11, 23), "today", "due today"),
        (date(2026, 11, 24), "tomorrow", "due tomorrow"),
        (date(2027, 1, 31), "in 69 days", "due in 69 days"),
        (date(2028, 1, 31), "in 14 months", "due in 14 months"),
        (date(2021, 3, 1), "6 years ago", "6 years late"),
    ],
)
def test_spans_count_from_the_readers_today(day: date, since: str, due: str) -> None:
    assert formats.since_text(day, TODAY) == since
    assert formats.due_text(day, TODAY) == due


def test_a_moment_is_shown_on_the_readers_clock() -> None:
    at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    with timezone.override("Pacific/Auckland"):  # UTC+13 in November: there it is Tuesday already
        assert formats.moment_text(at, date(2026, 11, 24)) == "today 12:30"
        assert formats.moment_text(at, date(2026, 11, 25)) == "yesterday 12:30"
    with timezone.override("America/Los_Angeles"):
        assert formats.moment_text(at, date(2026, 11, 30)) == "Mon 23 Nov, 15:30"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Priya Raman", "PR"),
        ("Orchard & Vine", "OV"),
        ("Lego", "LE"),
        ("  ", "?"),
        ("😀", "?"),
        ("Ana María de la Cruz", "AC"),
        ("مريم حداد", "مح"),
    ],
)
def test_initials_stand_for_any_name(name: str, letters: str) -> None:
    assert formats.initials_of(name) == letters
