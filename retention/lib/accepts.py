"""What a field accepts from outside; every refusal names the field in the user's words.

Actions use these checks, so a form, the API and an import refuse the same input with the same sentence.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Choices

from .errors import DomainError
from .money import is_currency
from .texts import clean_text
from .zones import is_zone

Check = Callable[[Any, str], Any]
FIRST_YEAR = 1900
LAST_YEAR = 2199
NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_is_web_address = URLValidator(schemes=["http", "https"])


class InputRefused(DomainError):
    """A value cannot be kept; ``field`` names it."""


class NotEditable(DomainError):
    """A field that cannot be changed here."""


def text(label: str, longest: int, *, required: bool = False, many_lines: bool = False) -> Check:
    """Text of at most *longest* characters, tidied; empty only when it is not required."""

    def check(value: Any, field: str) -> str:
        kept = clean_text(
            str(value or ""), max_length=longest, field=field, label=label, many_lines=many_lines
        )
        if required and not kept:
            raise InputRefused(f"{label} is missing.", field=field)
        return kept

    return check


def one_of(label: str, choices: type[Choices], *, required: bool = True) -> Check:
    """One of the words of a choice class; None or empty only when it is not required."""

    def check(value: Any, field: str) -> Any:
        if value in (None, ""):
            if required:
                raise InputRefused(f"{label} is missing.", field=field)
            return None if isinstance(choices.values[0], int) else ""
        if value not in choices.values:
            known = ", ".join(str(word) for word in choices.labels)
            raise InputRefused(f"{label}: “{str(value)[:40]}” is none of {known}.", field=field)
        return choices(value).value

    return check


def some_of(label: str, choices: type[Choices]) -> Check:
    """A list of words of a choice class, each once, in the order given."""
    one = one_of(label, choices)

    def check(value: Any, field: str) -> list[Any]:
        words: Iterable[Any] = value or ()
        return list(dict.fromkeys(one(word, field) for word in words))

    return check


def day(label: str, *, required: bool = False) -> Check:
    """A calendar day between 1900 and 2199."""

    def check(value: Any, field: str) -> date | None:
        if value in (None, ""):
            if required:
                raise InputRefused(f"{label} is missing.", field=field)
            return None
        if not isinstance(value, date) or not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise InputRefused(f"{label} is not a day between {FIRST_YEAR} and {LAST_YEAR}.", field=field)
        return value

    return check


def number(label: str, *, least: int, most: int, required: bool = False) -> Check:
    """A whole number within bounds."""

    def check(value: Any, field: str) -> int | None:
        if value in (None, ""):
            if required:
                raise InputRefused(f"{label} is missing.", field=field)
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise InputRefused(f"{label} must be a whole number from {least:,} to {most:,}.", field=field)
        return value

    return check


def amount(label: str, *, most: Decimal = Decimal(10) ** 12, places: int = 2, least: int = 0) -> Check:
    """A decimal of at least *least*, with at most *places* decimals."""

    def check(value: Any, field: str) -> Decimal:
        try:
            kept = Decimal(value)
        except (InvalidOperation, TypeError, ValueError):
            raise InputRefused(f"{label} is not an amount. Write it like 1234.50.", field=field) from None
        if not kept.is_finite() or kept < least:
            raise InputRefused(f"{label} cannot be less than {least}.", field=field)
        if kept >= most:
            raise InputRefused(f"{label} is too large; it must stay below {most:,.0f}.", field=field)
        if kept != round(kept, places):
            raise InputRefused(f"{label} has more than {places} decimals.", field=field)
        return kept

    return check


def currency(value: Any, field: str) -> str:
    """An ISO 4217 code, capital letters."""
    code = str(value or "").strip().upper()
    if not is_currency(code):
        raise InputRefused(f"“{code[:20]}” is not a currency code such as EUR or USD.", field=field)
    return code


def time_zone(value: Any, field: str) -> str:
    """An IANA zone name, or empty when it is not known."""
    name = str(value or "").strip()
    if name and not is_zone(name):
        raise InputRefused(f"“{name[:40]}” is not a time zone such as Europe/Berlin.", field=field)
    return name


@cache
def country_names() -> Mapping[str, str]:
    """English name by ISO 3166 code of every country."""
    names = Locale("en").territories
    return {
        code: names[code] for code in sorted(names) if len(code) == 2 and code not in ("EU", "EZ", "UN", "ZZ")
    }


def country(value: Any, field: str) -> str:
    """An ISO 3166 code, or empty when it is not known."""
    code = str(value or "").strip().upper()
    if code and code not in country_names():
        raise InputRefused(f"“{code[:20]}” is not a country code such as DE or US.", field=field)
    return code


def flag(value: Any, field: str) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise InputRefused("Say yes or no.", field=field)
    return value


def web_address(value: Any, field: str) -> str:
    """An http or https address, or empty."""
    kept: str = text("The website", 200)(value, field)
    if kept and "://" not in kept:
        kept = f"https://{kept}"
    try:
        if kept:
            _is_web_address(kept)
    except ValidationError:
        raise InputRefused(
            "The website is not an address such as https://example.com.", field=field
        ) from None
    return kept


def email(value: Any, field: str) -> str:
    """An e-mail address in lower case, or empty."""
    kept: str = text("The e-mail address", 254)(value, field)
    try:
        if kept:
            validate_email(kept)
    except ValidationError:
        raise InputRefused("The e-mail address is not one such as ana@example.com.", field=field) from None
    return kept.lower()


def as_it_is(value: Any, field: str) -> Any:
    """For references to records, which the action itself checks."""
    return value


def accepted(values: Mapping[str, Any], checks: Mapping[str, Check]) -> dict[str, Any]:
    """Every value as it will be kept. Raises NotEditable for a field without a check, InputRefused."""
    for field in values:
        if field not in checks:
            raise NotEditable(f"“{field[:60]}” cannot be changed here.", field=field)
    return {field: checks[field](value, field) for field, value in values.items()}
