"""What usage without a minimum brings a year, beside ARR and never in it (docs/methods.md, Usage). Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from retention.lib.months import add_months

MONTHS = 3


def months_before(day: date) -> list[date]:
    """The first days of the last three whole months before a day, the earliest first."""
    first = day.replace(day=1)
    return [add_months(first, -back) for back in range(MONTHS, 0, -1)]


def trailing(billed: Mapping[date, Decimal], day: date) -> Decimal | None:
    """What the last three whole months billed, times four: a year at that rate.

    ``billed`` is an amount by the first day of its month. None while one of the three is not known: a missing
    month is not a month of nothing.
    """
    known = [billed.get(month) for month in months_before(day)]
    amounts = [amount for amount in known if amount is not None]
    return sum(amounts, Decimal(0)) * 4 if len(amounts) == MONTHS else None
