"""What was realised, told and paid: sums per currency, and what stays unknown (docs/methods.md). Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from retention.lib.months import add_months

YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Realised:
    """Confirmed benefits of a period: their sum by currency, how many, and how many have no amount."""

    sums: tuple[tuple[str, Decimal], ...]
    count: int
    without_amount: int

    def in_one(self, currency: str) -> Decimal | None:
        """The sum, when everything is in this currency and something has an amount; else not known."""
        return self.sums[0][1] if len(self.sums) == 1 and self.sums[0][0] == currency else None


def realised(rows: Iterable[tuple[Decimal | None, str]]) -> Realised:
    """Add up confirmed benefits, each currency apart; amounts that are not known are counted, never 0."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    count = without = 0
    for amount, currency in rows:
        count += 1
        if amount is None:
            without += 1
        else:
            sums[currency] += amount
    return Realised(tuple(sorted(sums.items())), count, without)


def year_to(day: date) -> tuple[date, date]:
    """The first and the last day of the twelve months that end on *day*."""
    return add_months(day, -YEAR_MONTHS) + timedelta(days=1), day


def over_a_year(amount: Decimal, months: int) -> Decimal:
    """What so many months cost, at the same pace for twelve, to the cent."""
    return round(amount * YEAR_MONTHS / months, 2)


def quotient(top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    """To four places; None when either is not known or nothing stands below."""
    if top is None or not bottom:
        return None
    return round(top / bottom, 4)


@dataclass(frozen=True, slots=True)
class TwoSides:
    """Their benefit and our margin over twelve months, each None when it is not known."""

    benefit: Decimal | None
    price: Decimal | None
    margin: Decimal | None

    @property
    def their_return(self) -> Decimal | None:
        """Confirmed benefit for each unit of money they pay."""
        return quotient(self.benefit, self.price)

    @property
    def price_to_value(self) -> Decimal | None:
        """Annual price ÷ confirmed annual benefit: below 1 they gain more than they pay."""
        return quotient(self.price, self.benefit)

    @property
    def our_margin(self) -> Decimal | None:
        """The share of the price that stays with us."""
        return quotient(self.margin, self.price)
