"""Sums of renewals over currencies, in the workspace's currency at the latest rates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.fx import base_currency, latest_rates

ZERO = Decimal(0)


@dataclass(frozen=True)
class Worth:
    """How many, what they are worth together, and the currencies that no rate turns into ours."""

    number: int = 0
    amount: Decimal = ZERO
    without_rate: tuple[tuple[str, Decimal], ...] = ()

    def __add__(self, other: "Worth") -> "Worth":
        left: dict[str, Decimal] = {}
        for currency, amount in (*self.without_rate, *other.without_rate):
            left[currency] = left.get(currency, ZERO) + amount
        return Worth(self.number + other.number, self.amount + other.amount, tuple(sorted(left.items())))

    @property
    def currency(self) -> str:
        """The workspace's currency."""
        return base_currency()

    @property
    def known(self) -> Decimal | None:
        """The amount for a file; None where all of it is in currencies without a rate: unknown, not 0."""
        return None if self.without_rate and not self.amount else self.amount

    @property
    def beside(self) -> str:
        """What no rate turns into ours, for a file: "CHF 70.00; SEK 5.00"."""
        return "; ".join(f"{currency} {amount}" for currency, amount in self.without_rate)


class Purse:
    """Adds amounts up; the rates of a day are read once."""

    def __init__(self, on: date) -> None:
        self.rates: Mapping[str, Decimal] = latest_rates(on)

    def worth(self, currency: str, amount: Decimal | None, number: int) -> Worth:
        """One group of rows in one currency."""
        value = amount or ZERO
        rate = self.rates.get(currency)
        if rate is None:
            return Worth(number, ZERO, ((currency, value),) if value else ())
        return Worth(number, value * rate)


def total(parts: Iterable[Worth]) -> Worth:
    """All of them together."""
    found = Worth()
    for part in parts:
        found += part
    return found
