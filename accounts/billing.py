"""What an invoice may say, and what contradicts itself (docs/methods.md, Invoices)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from retention.lib import accepts
from retention.lib.errors import DomainError

from .models import Account, Invoice


class InvoiceNumberTaken(DomainError):
    """The account has an invoice of that number already."""


class NothingOpen(DomainError):
    """The invoice is paid in full, or void."""


class NotDisputed(DomainError):
    """The customer does not contest the invoice."""


TERMS: Mapping[str, accepts.Check] = {
    "contract": accepts.as_it_is,
    "issued_on": accepts.day("The day of the invoice", required=True),
    "due_on": accepts.day("The day it is due", required=True),
    "amount": accepts.amount("The amount"),
    "currency": accepts.currency,
}
STATE: Mapping[str, accepts.Check] = {
    "paid_on": accepts.day("The day of the payment"),
    "paid_amount": accepts.amount("The amount paid"),
    "disputed_since": accepts.day("The day of the dispute"),
    "dispute_reason": accepts.text("The reason", 500),
    "voided_on": accepts.day("The day it was voided"),
}
CORRECTABLE: Mapping[str, accepts.Check] = {**TERMS, **STATE}
"""What a correction may name; the number stays: void an invoice of the wrong number and enter it anew."""
INVOICE_CHECKS: Mapping[str, accepts.Check] = {
    "number": accepts.text("The number", 80, required=True),
    **CORRECTABLE,
    "source": accepts.text("The source", 60),
}


def refuse_contradictions(account: Account, invoice: Invoice, *, today: date) -> None:
    """Raise InputRefused when the invoice as it would be written cannot be."""
    if invoice.amount <= 0:
        raise accepts.InputRefused("The amount must be more than 0.", field="amount")
    if invoice.due_on < invoice.issued_on:
        raise accepts.InputRefused("It cannot be due before the day of the invoice.", field="due_on")
    contract = invoice.contract
    if contract is not None and contract.account_id != account.pk:
        raise accepts.InputRefused("That contract is not one of this account.", field="contract")
    _refuse_payment(invoice)
    if invoice.dispute_reason and invoice.disputed_since is None:
        raise accepts.InputRefused("Say since when they dispute it.", field="disputed_since")
    for field in ("paid_on", "disputed_since", "voided_on"):
        refuse_future(getattr(invoice, field), field, today)


def _refuse_payment(invoice: Invoice) -> None:
    if invoice.paid_amount and invoice.paid_on is None:
        raise accepts.InputRefused("Say on which day it was paid.", field="paid_on")
    if invoice.paid_on is not None and not invoice.paid_amount:
        raise accepts.InputRefused("Say how much was paid.", field="paid_amount")


def refuse_future(day: date | None, field: str, today: date) -> None:
    """Raise InputRefused for what has not happened yet; tomorrow is today elsewhere."""
    if day is not None and day > today + timedelta(days=1):
        raise accepts.InputRefused("That day has not come yet.", field=field)


def refuse_taken_number(account: Account, number: str) -> None:
    """Raise InvoiceNumberTaken when the account has an invoice of that number."""
    if Invoice.objects.current().filter(account=account, number=number).exists():
        raise InvoiceNumberTaken(f"{account.name} has an invoice {number} already.", field="number")


def same_as(invoice: Invoice, changes: Mapping[str, Any]) -> bool:
    """The invoice says all of that already."""
    return all(getattr(invoice, field) == value for field, value in changes.items())
