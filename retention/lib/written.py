"""Days, figures and amounts in text that leaves the house: English words, the country's way of writing.

What is put together inside ``written_in("DE")`` says 18.400 €; outside it is written as in Britain, €18,400.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_currency
from django.utils.translation import get_language, override

USUAL = "GB"


@contextmanager
def written_in(region: str) -> Iterator[None]:
    """Write as in a country (ISO 3166), however the reader who is signed in likes it."""
    with override(f"en-{region.lower()}"):
        yield


def day_words(day: date, *, full: bool = False) -> str:
    """3 Nov 2026, in full 3 November 2026; Nov 3, 2026 where the month comes first."""
    month = f"{day:%B}" if full else f"{day:%b}"
    if str(_locale().datetime_skeletons["MMMMd"].pattern).startswith("M"):
        return f"{month} {day.day}, {day.year}"
    return f"{day.day} {month} {day.year}"


def figures(text: str) -> str:
    """A figure written as 1,234.5 with the country's own signs: 1.234,5."""
    signs = _locale().number_symbols["latn"]
    return text.translate(str.maketrans({",": signs["group"], ".": signs["decimal"]}))


def whole_money(amount: Decimal, currency: str) -> str:
    """€18,400, whole units."""
    locale = _locale()
    pattern = locale.currency_formats["standard"].pattern.split(";")[0].replace("0.00", "0")
    return str(format_currency(amount, currency, format=pattern, locale=locale, currency_digits=False))


def _locale() -> Locale:
    return _read(get_language() or "")


@lru_cache
def _read(language: str) -> Locale:
    words, _, region = language.partition("-")
    try:
        return Locale.parse(f"en_{region.upper() if words == 'en' and region else USUAL}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(f"en_{USUAL}")
