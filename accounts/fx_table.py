"""Rates of a few currencies on every day, read once: for conversions at the rate of the day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .fx import base_currency
from .models import FxRate


@dataclass(frozen=True)
class RateTable:
    """Days and rates by currency, in order."""

    base: str
    days: dict[str, list[date]] = field(default_factory=dict)
    rates: dict[str, list[Decimal]] = field(default_factory=dict)

    def rate(self, currency: str, day: date) -> Decimal | None:
        """The latest rate on or before the day, else the earliest after it; None when there is none."""
        if currency == self.base:
            return Decimal(1)
        days = self.days.get(currency)
        return self.rates[currency][max(bisect_right(days, day) - 1, 0)] if days else None

    def convert(self, amount: Decimal, currency: str, other: str, day: date) -> Decimal | None:
        """The amount in the other currency at the day's rates; None when one is not known."""
        here, there = self.rate(currency, day), self.rate(other, day)
        return None if here is None or there is None else amount * here / there


def rates_for(currencies: Collection[str]) -> RateTable:
    """The rates of these currencies; asks nothing for none."""
    days: dict[str, list[date]] = defaultdict(list)
    rates: dict[str, list[Decimal]] = defaultdict(list)
    if currencies:
        rows = FxRate.objects.filter(currency__in=currencies).order_by("on")
        for currency, day, rate in rows.values_list("currency", "on", "rate"):
            days[currency].append(day)
            rates[currency].append(rate)
    return RateTable(base_currency(), dict(days), dict(rates))
