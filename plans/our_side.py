"""What of a year's price stays with us, from the hours an account gets (docs/methods.md, Value log)."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from accounts.models import Account
from retention.lib.months import add_months

from .effort import given_between
from .hours import cost, margin, month_of, served
from .models import ServiceAllowance
from .served import months_between
from .worth import YEAR_MONTHS, over_a_year

LEAST_MONTHS = 3
"""Fewer full months of hours say nothing about a year."""


def margin_of_a_year(account: Account, on: date) -> Decimal | None:
    """Price of a year less cost to serve at the pace of the last full months, less goodwill of the year.

    In the account's currency. None where the price, the hours of three full months, or one cost of an hour
    in that currency is not known.
    """
    this = month_of(on)
    first, last = add_months(this, -YEAR_MONTHS), this - timedelta(days=1)
    months = months_between(account.pk, first, last)
    if not account.arr or len(months) < LEAST_MONTHS:
        return None
    held = ServiceAllowance.objects.filter(account=account, starts_on__lte=last)
    held = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=months[0].month))
    known = set(held.order_by().values_list("currency", "cost_rate"))
    if len(known) != 1:
        return None
    currency, rate = known.pop()
    spent = cost(rate, served(months).delivered)
    if spent is None or currency != account.currency:
        return None
    given = given_between(account.pk, first, last, currency=currency)
    return margin(account.arr, over_a_year(spent, len(months)), given)
