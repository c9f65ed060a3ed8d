"""Over-service: hours delivered against those included, what an hour earns (docs/methods.md, Over-service).

Pure: minutes are whole numbers of minutes, money is in one currency, months are their first days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
HOUR = 60
NEARLY, FULL = Decimal("0.8"), Decimal(1)
"""Shares of the allowance at which somebody is told."""
CUSTOMER_SHARE = Decimal("0.6")
"""The least share of time that should be spent with and for customers."""


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def in_hours(minutes: int) -> str:
    """Minutes as hours in words of the story: 1.5, 10, 12.25."""
    return f"{Decimal(minutes) / HOUR:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class HoursMonth:
    """Minutes of a month: what the contracts include, and what was delivered."""

    month: date
    allowed: int
    delivered: int

    @property
    def over(self) -> int:
        """Minutes beyond what is included; 0 when there is room."""
        return max(0, self.delivered - self.allowed)

    @property
    def used(self) -> Decimal | None:
        """The share of the allowance that was used; None without an allowance."""
        return Decimal(self.delivered) / self.allowed if self.allowed else None


@dataclass(frozen=True, slots=True)
class Served:
    """Some months together: ``net`` minutes over (less than 0 when fewer were delivered than included)."""

    allowed: int
    delivered: int
    months: int
    months_over: int

    @property
    def net(self) -> int:
        """Minutes delivered less minutes included."""
        return self.delivered - self.allowed

    @property
    def ratio(self) -> Decimal | None:
        """What was delivered beyond what is included, as a share of it; None without an allowance."""
        return max(Decimal(0), Decimal(self.net) / self.allowed) if self.allowed else None


def served(months: Iterable[HoursMonth]) -> Served:
    """Add months up."""
    rows = list(months)
    return Served(
        allowed=sum(row.allowed for row in rows),
        delivered=sum(row.delivered for row in rows),
        months=len(rows),
        months_over=sum(row.over > 0 for row in rows),
    )


def effective_rate(fee: Decimal | None, minutes: int) -> Decimal | None:
    """What an hour earned: the fee of the time over the hours delivered, to the cent.

    None when the fee is not known or nothing was delivered.
    """
    if fee is None or minutes <= 0:
        return None
    return (fee * HOUR / minutes).quantize(CENT, ROUND_HALF_UP)


def cost(rate: Decimal | None, minutes: int) -> Decimal | None:
    """What so many minutes cost us at *rate* an hour, to the cent; None when the rate is not known."""
    return None if rate is None else (rate * minutes / HOUR).quantize(CENT, ROUND_HALF_UP)


def margin(fee: Decimal | None, spent: Decimal | None, given: Decimal) -> Decimal | None:
    """Fee less cost less goodwill given; None when fee or cost is not known."""
    return None if fee is None or spent is None else fee - spent - given


def thresholds_passed(month: HoursMonth) -> Sequence[Decimal]:
    """Which of 80 and 100 % of the allowance are reached, in order."""
    used = month.used
    return [] if used is None else [mark for mark in (NEARLY, FULL) if used >= mark]
