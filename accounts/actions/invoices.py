"""Invoices: entered, paid, disputed, settled, voided, corrected. Each change is a newer row."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib import accepts
from retention.lib.errors import StaleVersion
from retention.lib.facts import announce
from retention.team.models import User

from .. import billing
from ..announced import InvoiceChanged
from ..ledger import ledger_day
from ..models import Account, Invoice
from ..rights import editable_account
from ..timeline import record

KEPT = ("number", *billing.CORRECTABLE, "source")
REASON = accepts.text("The reason", 500, required=True)


@transaction.atomic
def enter_invoice(*, account: Account, by: User, at: datetime, **fields: Any) -> Invoice:
    """Enter an invoice, as far as it is known: it may be paid or disputed already.

    *fields* are ``number``, ``issued_on``, ``due_on`` and ``amount`` at least. Raises PermissionDenied,
    InputRefused, TextRefused, NotEditable, InvoiceNumberTaken.
    """
    account = editable_account(account.pk, by)
    asked = {"number": "", "issued_on": None, "due_on": None, "amount": None, "currency": account.currency}
    kept = accepts.accepted({**asked, **fields}, billing.INVOICE_CHECKS)
    invoice = Invoice(account=account, **kept)
    billing.refuse_contradictions(account, invoice, today=ledger_day(at))
    billing.refuse_taken_number(account, invoice.number)
    invoice.save(force_insert=True)
    invoice.refresh_from_db()
    text = f"Invoice {invoice.number}: {_money(invoice.amount, invoice)}, due {invoice.due_on:%-d %b %Y}"
    return _tell(invoice, "invoice_entered", text, by, at)


@transaction.atomic
def record_payment(
    *,
    invoice: Invoice,
    paid_on: date,
    by: User,
    at: datetime,
    amount: Decimal | None = None,
    expected_version: int | None = None,
) -> Invoice:
    """Money came: *amount*, or all that was open. A part leaves the rest open and overdue.

    Raises PermissionDenied, InputRefused, NothingOpen, StaleVersion.
    """
    row = _standing(invoice, by, expected_version)
    _must_be_open(row)
    paid = row.open_amount if amount is None else billing.STATE["paid_amount"](amount, "amount")
    if not 0 < paid <= row.open_amount:
        most = _money(row.open_amount, row)
        raise accepts.InputRefused(f"The payment must be more than 0 and at most {most}.", field="amount")
    day = accepts.day("The day of the payment", required=True)(paid_on, "paid_on")
    new = _supersede(row, {"paid_amount": row.paid_amount + paid, "paid_on": day}, at)
    rest = f", {_money(new.open_amount, new)} still open" if new.open_amount else ""
    text = f"Paid on {day:%-d %b %Y}: {_money(paid, new)} of invoice {new.number}{rest}"
    return _tell(new, "invoice_paid", text, by, at)


@transaction.atomic
def dispute_invoice(
    *, invoice: Invoice, since: date, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> Invoice:
    """The customer contests it: it no longer counts as overdue until that is settled.

    Raises PermissionDenied, InputRefused, TextRefused, NothingOpen, StaleVersion.
    """
    row = _standing(invoice, by, expected_version)
    _must_be_open(row)
    day = accepts.day("The day of the dispute", required=True)(since, "since")
    billing.refuse_future(day, "since", ledger_day(at))
    why = REASON(reason, "reason")
    new = _supersede(row, {"disputed_since": day, "dispute_reason": why}, at)
    return _tell(new, "invoice_disputed", f"They dispute invoice {new.number}: {why}", by, at)


@transaction.atomic
def settle_dispute(
    *, invoice: Invoice, outcome: str, by: User, at: datetime, expected_version: int | None = None
) -> Invoice:
    """The dispute is over, and how; what is open counts again from the day it was due.

    Raises PermissionDenied, TextRefused, InputRefused, NotDisputed, StaleVersion.
    """
    row = _standing(invoice, by, expected_version)
    if row.disputed_since is None:
        raise billing.NotDisputed("They do not dispute this invoice.", field="outcome")
    how = accepts.text("What was agreed", 500, required=True)(outcome, "outcome")
    new = _supersede(row, {"disputed_since": None, "dispute_reason": ""}, at)
    return _tell(new, "invoice_settled", f"Settled the dispute of invoice {new.number}: {how}", by, at)


@transaction.atomic
def void_invoice(
    *,
    invoice: Invoice,
    on: date,
    reason: str,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Invoice:
    """The invoice does not hold: credited, or entered by mistake. It counts for nothing from now on.

    Raises PermissionDenied, InputRefused, TextRefused, NothingOpen, StaleVersion.
    """
    row = _standing(invoice, by, expected_version)
    if row.voided_on:
        raise billing.NothingOpen("This invoice is void already.", field="on")
    day = accepts.day("The day it was voided", required=True)(on, "on")
    billing.refuse_future(day, "on", ledger_day(at))
    why = REASON(reason, "reason")
    new = _supersede(row, {"voided_on": day}, at)
    return _tell(new, "invoice_voided", f"Invoice {new.number} is void: {why}", by, at)


@transaction.atomic
def correct_invoice(
    *, invoice: Invoice, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None
) -> Invoice:
    """Say what the invoice really says; what stood before is kept. Nothing new changes nothing.

    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, StaleVersion.
    """
    row = _standing(invoice, by, expected_version)
    kept = accepts.accepted(changes, billing.CORRECTABLE)
    if billing.same_as(row, kept):
        return row
    new = _supersede(row, kept, at)
    fields = ", ".join(sorted(field.replace("_", " ") for field in kept))
    return _tell(new, "invoice_corrected", f"Corrected invoice {new.number}: {fields}", by, at)


def _standing(invoice: Invoice, by: User, expected_version: int | None) -> Invoice:
    """The newest row of the invoice, its account locked. Raises PermissionDenied, StaleVersion."""
    account = editable_account(invoice.account_id, by)
    rows = Invoice.objects.current().select_related("contract").filter(account=account)
    row = rows.filter(thread=invoice.thread).first()
    if row is None:
        raise PermissionDenied
    if expected_version is not None and expected_version != row.version:
        raise StaleVersion(expected=expected_version, current=row.version)
    row.account = account
    return row


def _must_be_open(invoice: Invoice) -> None:
    if not invoice.open_amount:
        state = "void" if invoice.voided_on else "paid in full"
        raise billing.NothingOpen(f"Invoice {invoice.number} is {state}.", field="amount")


def _supersede(old: Invoice, changes: Mapping[str, Any], at: datetime) -> Invoice:
    """Write the newer row beside the old one, which no longer stands."""
    said = {**{field: getattr(old, field) for field in KEPT}, **changes}
    new = Invoice(account=old.account, first_id=old.thread, version=old.version + 1, **said)
    billing.refuse_contradictions(old.account, new, today=ledger_day(at))
    Invoice.objects.filter(pk=old.pk).update(is_current=False)
    new.save(force_insert=True)
    new.refresh_from_db()
    return new


def _tell(invoice: Invoice, kind: str, text: str, by: User, at: datetime) -> Invoice:
    record(invoice.account, kind, text, by=by, at=at, subject=("invoice", invoice.thread))
    fact = InvoiceChanged(invoice_id=invoice.thread, account_id=invoice.account_id, by_id=by.pk, at=at)
    announce(fact)
    return invoice


def _money(amount: Decimal, invoice: Invoice) -> str:
    return f"{amount:,.2f} {invoice.currency}"
