"""From the text of a cell to a value: dates in two orders, amounts, countries, currencies. Pure."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale

from retention.lib.accepts import country_names
from retention.lib.money import AmountRefused, is_currency, parse_money

from .refusals import RowRejected

MONTH_FIRST, DAY_FIRST = "month_first", "day_first"
NOON = time(12, 0)
_PARTED = re.compile(
    r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})"
    r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?)?Z?\Z"
)
_LEADING_SIGN = re.compile(r"\A'(?=[=+\-@\t\r\x00＝＋－＠])")


def tidied(cell: str) -> str:
    """A cell in one piece: no space around it, and without the quote our own exports put before a formula."""
    text = cell.strip()
    return text[1:] if _LEADING_SIGN.match(text) else text


def day_of(text: str, order: str, column: str) -> date | None:
    """A calendar day, or None for an empty cell. Raises RowRejected."""
    parts = _parts(text, order, column)
    return parts[0] if parts else None


def moment_of(text: str, order: str, zone: str, column: str) -> datetime | None:
    """An instant, UTC; a day without a time counts from noon in *zone*. Raises RowRejected."""
    parts = _parts(text, order, column)
    return instant(parts[0], parts[1] or NOON, zone) if parts else None


def instant(day: date, at: time, zone: str) -> datetime:
    """What a wall clock in *zone* means in UTC."""
    return datetime.combine(day, at, ZoneInfo(zone or "UTC")).astimezone(UTC)


def has_time(text: str) -> bool:
    """Does the cell say a time of day?"""
    return ":" in text


@lru_cache(maxsize=20_000)
def _parts(text: str, order: str, column: str) -> tuple[date, time | None] | None:
    if not text.strip():
        return None
    match = _PARTED.match(text.strip())
    try:
        if match is None:
            return _iso(text.strip())
        return _day(match, order), _time(match)
    except ValueError:
        raise RowRejected(f"{column}: “{text[:40]}” is not a date.", field=column) from None


def _iso(text: str) -> tuple[date, time | None]:
    moment = datetime.fromisoformat(text)
    return moment.date(), moment.time().replace(tzinfo=None)


def _day(match: re.Match[str], order: str) -> date:
    first, second, third = (int(match.group(place)) for place in (1, 2, 3))
    if len(match.group(1)) == 4:
        return date(first, second, third)
    year = third if third >= 100 else third + (2000 if third < 70 else 1900)
    month, day = (first, second) if order == MONTH_FIRST else (second, first)
    return date(year, month, day)


def _time(match: re.Match[str]) -> time | None:
    if match.group(4) is None:
        return None
    hour = int(match.group(4))
    if match.group(7):
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if match.group(7).lower() == "pm" else 0)
    return time(hour, int(match.group(5)), int(match.group(6) or 0))


def order_of(samples: list[str]) -> str:
    """Which order the dates are in, told by those that can be read in one way only; month first in doubt."""
    month_first = day_first = 0
    for text in samples:
        match = _PARTED.match(text.strip())
        if match is None or len(match.group(1)) == 4:
            continue
        month_first += int(match.group(2)) > 12 >= int(match.group(1))
        day_first += int(match.group(1)) > 12 >= int(match.group(2))
    return (
        DAY_FIRST
        if day_first > month_first or (not month_first and "." in "".join(samples[:5]))
        else MONTH_FIRST
    )


def amount_of(text: str, column: str) -> Decimal | None:
    """An amount such as "$1,234.00 ", or None for an empty cell. Raises RowRejected."""
    if not text.strip():
        return None
    try:
        amount = parse_money(text).amount
    except AmountRefused as refused:
        raise RowRejected(f"{column}: {refused.message}", field=column) from None
    if amount < 0:
        raise RowRejected(f"{column}: the amount is negative.", field=column)
    return amount.quantize(Decimal("0.01"))


@cache
def _currency_names() -> dict[str, str]:
    names = {name.lower(): code for code, name in Locale("en").currencies.items() if is_currency(code)}
    return names | {
        "euros": "EUR",
        "us dollars": "USD",
        "dollar": "USD",
        "pound": "GBP",
        "pound sterling": "GBP",
    }


def currency_of(text: str, default: str) -> str:
    """The code of a code or an English name ("US Dollar"), or the default. Raises RowRejected."""
    word = text.strip()
    if not word:
        return default
    code = word.upper() if is_currency(word.upper()) else _currency_names().get(word.lower(), "")
    if not code:
        raise RowRejected(f"The currency “{word[:40]}” is not known.", field="currency")
    return code


@cache
def _country_codes() -> dict[str, str]:
    names = {name.lower(): code for code, name in country_names().items()}
    return names | {
        "usa": "US",
        "u.s.": "US",
        "u.s.a.": "US",
        "uk": "GB",
        "great britain": "GB",
        "england": "GB",
    }


def country_of(text: str, default: str = "") -> str:
    """A code for a code or an English name; the default for an empty cell. Raises RowRejected."""
    word = text.strip()
    if not word:
        return default
    code = word.upper() if word.upper() in country_names() else _country_codes().get(word.lower(), "")
    if not code:
        raise RowRejected(f"The country “{word[:40]}” is not known.", field="country")
    return code


def folded_name(name: str) -> str:
    """A name for comparing: accents, case, and spacing do not count."""
    if name.isascii():
        return " ".join(name.lower().split())
    plain = unicodedata.normalize("NFKD", name)
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).lower().split())


def shifted_day(day: date | None, days: int) -> date | None:
    """The day so many days later."""
    return day + timedelta(days=days) if day else None
