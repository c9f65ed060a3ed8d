"""Amounts as people write them, and rounding per currency (docs/methods.md, Money)."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.numbers import get_currency_precision, list_currencies

from .errors import DomainError

LARGEST = Decimal(10) ** 12
LONGEST_TEXT = 60
SYMBOLS = {"€": "EUR", "£": "GBP", "₹": "INR", "₺": "TRY", "₽": "RUB", "₩": "KRW", "₪": "ILS", "₴": "UAH"}
AMBIGUOUS_SYMBOLS = "$¥"
SCALES = {"k": 3, "m": 6, "mn": 6, "mio": 6, "bn": 9, "b": 9}
CENT = Decimal("0.01")

_NUMBER = re.compile(r"[0-9][0-9.,' ]*|[.,][0-9]+")


class AmountRefused(DomainError):
    """The text is not an amount, or could mean two of them."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its ISO 4217 code; the code is empty when the text did not say one."""

    amount: Decimal
    currency: str = ""


@cache
def currency_codes() -> frozenset[str]:
    """Every ISO 4217 code."""
    return frozenset(list_currencies())


def is_currency(code: str) -> bool:
    """True for an ISO 4217 code in capitals."""
    return code in currency_codes()


def quantize(amount: Decimal, currency: str) -> Decimal:
    """Round half up to the smallest unit of the currency (JPY 0, EUR 2, KWD 3 places)."""
    return amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)), rounding=ROUND_HALF_UP)


def parse_money(text: str, *, decimal_mark: str = "", field: str = "") -> Money:
    """Read an amount such as ``$1,234.50``, ``184k``, ``184.000,00`` or ``(12 EUR)``.

    ``decimal_mark`` ("." or ",") says what the source uses and settles what could be read twice.
    Raises AmountRefused with a message for the user; nothing is guessed by a factor of a thousand.
    """
    written = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("’", "'")
    bare, currency = _split_currency(" ".join(written.split()))
    negative = bare.startswith("-") or (bare.startswith("(") and bare.endswith(")"))
    bare = bare.strip("()").removeprefix("-").removeprefix("+").strip()
    if not currency:
        bare, currency = _split_currency(bare)
    match = _NUMBER.match(bare)
    scale = bare[match.end() :].strip().lower() if match else ""
    if match is None or len(text) > LONGEST_TEXT or (scale and scale not in SCALES):
        raise AmountRefused(f"“{text[:40]}” is not an amount. Write it like 1234.50.", field=field)
    digits = _plain_digits(
        match.group().rstrip(), decimal_mark, scaled=bool(scale), shown=text[:40], field=field
    )
    amount = Decimal(digits).scaleb(SCALES.get(scale, 0))
    if amount >= LARGEST:
        raise AmountRefused("The amount is too large. The largest is 999,999,999,999.", field=field)
    return Money(-amount if negative and amount else amount, currency)


def _split_currency(text: str) -> tuple[str, str]:
    """Take a sign or a code off either end."""
    for sign in (*SYMBOLS, *AMBIGUOUS_SYMBOLS):
        if sign in text:
            return text.replace(sign, "", 1).strip(), SYMBOLS.get(sign, "")
    for code, rest in ((text[:3], text[3:]), (text[-3:], text[:-3])):
        if is_currency(code.upper()) and rest.strip() and not rest.strip().isalpha():
            return rest.strip(), code.upper()
    return text, ""


def _plain_digits(number: str, mark: str, *, scaled: bool, shown: str, field: str) -> str:
    """The number with a point as its only separator."""
    groups = re.split(r"[.,' ]", number)
    marks = re.findall(r"[.,' ]", number)
    decimal = _decimal_mark(marks, groups, mark, scaled=scaled, shown=shown, field=field)
    fraction = groups.pop() if decimal else ""
    thousands = marks[:-1] if decimal else marks
    well_grouped = len(set(thousands)) <= 1 and all(len(group) == 3 for group in groups[1:])
    if (thousands and not (well_grouped and 1 <= len(groups[0]) <= 3)) or decimal in thousands:
        raise AmountRefused(f"“{shown}” is not an amount. Write it like 1234.50.", field=field)
    return f"{''.join(groups) or '0'}.{fraction or '0'}"


def _decimal_mark(
    marks: list[str], groups: list[str], mark: str, *, scaled: bool, shown: str, field: str
) -> str:
    """Which separator, if any, parts the whole from the fraction."""
    last = marks[-1] if marks else ""
    if last not in (".", ","):
        return ""
    if mark:
        return last if last == mark else ""
    if len(set(marks)) > 1:
        return last
    if len(marks) > 1:
        return ""
    looks_grouped = len(groups[-1]) == 3 and 1 <= len(groups[0]) <= 3 and groups[0] != "0"
    if not looks_grouped or (scaled and last == "."):
        return last
    if last == ",":
        return ""
    plain = "".join(groups)
    raise AmountRefused(
        f"“{shown}” can be read in two ways. Write {plain}, or {groups[0]} with two decimals.",
        field=field,
    )
