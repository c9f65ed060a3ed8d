"""The demo company's invoices: most are paid in time, some customers let them lie."""

from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Account, Invoice

from .book import Customer, Story

ISSUED_DAYS_AGO = (330, 240, 150, 64)
DAYS_TO_PAY = 30
LATE = {Story.FADING: 64, Story.SOURING: 40}
"""Whose last invoice is not paid, and how many days ago it was issued."""


def make_bills(customer: Customer, account: Account, *, today: date) -> None:
    """A year of quarterly invoices, told by the billing system; none of whom nothing is known."""
    if customer.story == Story.UNKNOWN:
        return
    issued = ISSUED_DAYS_AGO[-1:] if customer.story == Story.NEW else ISSUED_DAYS_AGO
    late = LATE.get(customer.story)
    bills = [
        _bill(customer, account, today - timedelta(days=ago), paid=True) for ago in issued if ago != late
    ]
    if late is not None:
        bills.append(_bill(customer, account, today - timedelta(days=late), paid=False))
    Invoice.objects.bulk_create(bills)


def _bill(customer: Customer, account: Account, issued_on: date, *, paid: bool) -> Invoice:
    due_on = issued_on + timedelta(days=DAYS_TO_PAY)
    amount = (customer.arr / 4).quantize(Decimal("0.01"))
    return Invoice(
        account=account,
        number=f"{issued_on:%Y}-{account.pk:04d}-{issued_on:%m%d}",
        issued_on=issued_on,
        due_on=due_on,
        amount=amount,
        currency=account.currency,
        paid_on=due_on - timedelta(days=4) if paid else None,
        paid_amount=amount if paid else Decimal(0),
        source="billing",
    )
