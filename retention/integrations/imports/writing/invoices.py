"""Invoices of a file: new ones in bulk, changed ones by a newer row, and putting the older one back."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from accounts.actions import correct_invoice
from accounts.models import Invoice, RecordType
from retention.team.models import User

from ...models import ImportRow, RowState
from .batch import Batch, mark, remember_ids, tell, values
from .contacts import account_of

DAYS = ("issued_on", "due_on", "paid_on", "disputed_since")
AMOUNTS = ("amount", "paid_amount")
TAKEN_OVER = (*DAYS, *AMOUNTS, "currency", "dispute_reason")


def as_fields(draft: dict[str, Any]) -> dict[str, Any]:
    """The values of a draft, or kept ones, as columns of an invoice."""
    found: dict[str, Any] = {name: draft[name] for name in TAKEN_OVER if name in draft}
    for name in found.keys() & set(DAYS):
        found[name] = date.fromisoformat(found[name]) if found[name] else None
    return {**found, **{name: Decimal(found[name]) for name in found.keys() & set(AMOUNTS)}}


def as_text(invoice: Invoice, names: Any) -> dict[str, Any]:
    """Columns of an invoice as a row of an import keeps them."""
    kept = {name: getattr(invoice, name) for name in names}
    return {
        name: value if value is None or isinstance(value, str) else str(value) for name, value in kept.items()
    }


def write_invoices(batch: Batch, rows: list[ImportRow]) -> None:
    """New invoices, and newer rows of those that the file says otherwise about."""
    new = [row for row in rows if row.state == RowState.NEW]
    places = [account_of(batch, row) for row in new]
    made = Invoice.objects.bulk_create(
        Invoice(
            account_id=place, number=values(row)["number"], source=batch.of.source, **as_fields(values(row))
        )
        for row, place in zip(new, places, strict=True)
    )
    for row, invoice in zip(new, made, strict=True):
        row.record_id = invoice.pk
    tell(batch, "invoice_entered", "invoice", [_line(batch, invoice) for invoice in made])
    remember_ids(batch, RecordType.INVOICE, new)
    mark(new, RowState.ADDED)
    changed = [row for row in rows if row.state == RowState.CHANGED]
    batch.touched |= set(places) | {_change(batch, row) for row in changed}
    remember_ids(batch, RecordType.INVOICE, changed)
    mark(changed, RowState.UPDATED)


def _change(batch: Batch, row: ImportRow) -> int:
    invoice = Invoice.objects.current().get(thread=row.record_id)
    changes = as_fields(values(row)["changes"])
    before, after = as_text(invoice, changes), values(row)["changes"]
    row.before = {name: [before[name], after[name]] for name in changes}
    correct_invoice(invoice=invoice, changes=changes, by=batch.by, at=batch.at, expected_version=None)
    return invoice.account_id


def _line(batch: Batch, invoice: Invoice) -> tuple[int, datetime, str, int]:
    issued = min(datetime.combine(invoice.issued_on, time(12), UTC), batch.at)
    worth = f"{invoice.amount:,.2f} {invoice.currency}"
    text = f"Invoice {invoice.number}: {worth}, due {invoice.due_on:%-d %b %Y}"
    return invoice.account_id, issued, text, invoice.pk


def restore_invoice(row: ImportRow, *, by: User, at: datetime) -> None:
    """Put back what stood before, where what the import said still stands."""
    invoice = Invoice.objects.current().filter(thread=row.record_id).first()
    if invoice is None:
        row.state, row.reason = RowState.KEPT, "It is no longer there."
        return
    before: dict[str, Any] = row.before or {}
    wanted = as_fields({name: new for name, (_, new) in before.items()})
    if any(getattr(invoice, name) != value for name, value in wanted.items()):
        row.state, row.reason = RowState.KEPT, "Changed since, so kept."
        return
    back = as_fields({name: old for name, (old, _) in before.items()})
    correct_invoice(invoice=invoice, changes=back, by=by, at=at, expected_version=None)
    row.state, row.reason = RowState.RESTORED, ""
