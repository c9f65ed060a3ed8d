"""A figure that can be taken apart: value, both sides of the fraction, who was left out, and its rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .questions import CONSTANT_CURRENCY, DEFINITION_VERSION


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many records a figure does not count, or not as others, and why."""

    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class Row:
    """One record behind a figure: what it brings to both sides of the fraction.

    ``before`` goes into the denominator, ``after`` into the numerator. Rows come in the order of ``rank``.
    """

    pk: int
    account_id: int
    name: str
    before: Decimal
    after: Decimal
    rank: Decimal
    note: str = ""

    @property
    def place(self) -> "Place":
        """Where the page of rows that ends with this one ends."""
        return (self.rank, self.pk)


Place = tuple[Decimal, int]
"""Where a page of rows ends: rank and id of its last row."""
ReadRows = Callable[[Place | None, int], list[Row]]


def _no_rows(after: Place | None, limit: int) -> list[Row]:
    return []


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure. ``value`` is None when there is nothing to divide by: shown as a dash, never as 0.

    ``kind`` is "share" (of one), "times" (may exceed one) or "amount". ``before`` and ``after`` name the two
    columns of its rows. ``assumed`` are records that count by other than what was known of them on the day.
    """

    code: str
    value: Decimal | None
    numerator: Decimal
    denominator: Decimal
    n: int
    as_of: date
    excluded: tuple[LeftOut, ...] = ()
    currency_mode: str = CONSTANT_CURRENCY
    assumed: tuple[LeftOut, ...] = ()
    definition_version: str = DEFINITION_VERSION
    kind: str = "share"
    read_rows: ReadRows = field(default=_no_rows, repr=False, compare=False)

    def rows(self, after: Place | None = None, limit: int = 50) -> list[Row]:
        """The records behind the figure, what matters most first; *after* is the end of the former page."""
        return self.read_rows(after, limit)


def share(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """The quotient, or None when there is nothing to divide by."""
    return Decimal(numerator) / Decimal(denominator) if denominator else None
