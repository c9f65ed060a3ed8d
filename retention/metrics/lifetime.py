"""What a customer is worth, and what keeping more would change (docs/methods.md, Lifetime value). Pure.

Every number comes from the user's own figures; none is taken from anywhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from retention.lib.errors import DomainError

YEARS = 5


class FiguresRefused(DomainError):
    """The figures cannot be those of a business."""


def lifetime_value(margin: Decimal, stays: Sequence[Decimal], discount: Decimal) -> Decimal:
    """Yearly margins, paid at the start of each year by the share that is still there, discounted to today.

    ``stays`` begins with 1, the year that is paid now.
    """
    return sum((margin * stay / (1 + discount) ** year for year, stay in enumerate(stays)), start=Decimal(0))


def at_a_constant_rate(rate: Decimal, years: int) -> list[Decimal]:
    """The shares still there in each of the years when the same share renews every time."""
    return [rate**year for year in range(years)]


@dataclass(frozen=True, slots=True)
class Business:
    """A company's own figures; shares are of one, amounts in its currency a year."""

    customers: int
    revenue_each: Decimal
    margin: Decimal
    kept_now: Decimal
    kept_then: Decimal
    discount: Decimal
    winning_cost: Decimal
    years: int = YEARS

    def check(self) -> None:
        """Raise FiguresRefused, naming the field, for what cannot be."""
        for name, words in (
            ("margin", "The margin"),
            ("kept_now", "The share kept"),
            ("kept_then", "The share aimed at"),
        ):
            if not 0 <= getattr(self, name) <= 1:
                raise FiguresRefused(f"{words} must lie between 0% and 100%.", field=name)
        if not 0 <= self.discount <= 1:
            raise FiguresRefused("The discount rate must lie between 0% and 100%.", field="discount")
        if not 1 <= self.years <= 30:
            raise FiguresRefused("Choose 1 to 30 years.", field="years")
        if not 1 <= self.customers <= 10**8:
            raise FiguresRefused("The number of customers must be 1 to 100,000,000.", field="customers")
        if self.revenue_each < 0 or self.winning_cost < 0:
            name = "revenue_each" if self.revenue_each < 0 else "winning_cost"
            raise FiguresRefused("The amount must not be negative.", field=name)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change from ``kept_now`` to ``kept_then`` does by these figures: an estimate of a model."""

    value_now: Decimal
    value_then: Decimal
    leaving_now: Decimal
    leaving_then: Decimal
    replacing_saved: Decimal

    @property
    def change(self) -> Decimal:
        """Of the value of one customer."""
        return self.value_then - self.value_now

    @property
    def change_share(self) -> Decimal | None:
        """The same as a share of today's value."""
        return self.change / self.value_now if self.value_now else None


def effect(business: Business) -> Effect:
    """Value of a customer now and then, how many leave a year, and what need not be spent to replace them.

    Raises FiguresRefused.
    """
    business.check()
    each = business.revenue_each * business.margin
    now, then = (
        lifetime_value(each, at_a_constant_rate(rate, business.years), business.discount)
        for rate in (business.kept_now, business.kept_then)
    )
    leaving_now = business.customers * (1 - business.kept_now)
    leaving_then = business.customers * (1 - business.kept_then)
    saved = (leaving_now - leaving_then) * business.winning_cost
    return Effect(now, then, leaving_now, leaving_then, saved)
