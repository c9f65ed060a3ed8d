"""Putting back the fields that an import changed, where its values still stand."""

from datetime import datetime
from typing import Any

from accounts.actions import edit_account, edit_product
from accounts.models import Account, Product, RecordType
from contacts.actions import edit_contact
from contacts.models import Contact
from retention.team.models import User

from ..models import ImportRow, RowState
from .writing.contacts import OF_PERSON
from .writing.invoices import restore_invoice
from .writing.openings_changed import restore_opening


def restore(row: ImportRow, *, by: User, at: datetime) -> None:
    """Put old values back where the imported ones still stand."""
    if row.record_type == RecordType.INVOICE:
        restore_invoice(row, by=by, at=at)
        return
    if row.record_type == RecordType.ROOM_PLAY:
        restore_opening(row, by=by, at=at)
        return
    record = _record(row)
    before = row.before or {}
    if record is None:
        row.state, row.reason = RowState.KEPT, "It is no longer there."
        return
    holders = {
        name: record.person if isinstance(record, Contact) and name in OF_PERSON else record
        for name in before
    }
    back = {name: old for name, (old, new) in before.items() if getattr(holders[name], name) == new}
    if back:
        _edit(record, back, by=by, at=at)
    kept = ", ".join(sorted(name.replace("_", " ") for name in set(before) - set(back)))
    row.state = RowState.KEPT if kept else RowState.RESTORED
    row.reason = f"Changed since, so kept: {kept}." if kept else ""


def _record(row: ImportRow) -> Any:
    model: Any = {RecordType.ACCOUNT: Account, RecordType.CONTACT: Contact, RecordType.PRODUCT: Product}[
        RecordType(row.record_type)
    ]
    return model.objects.filter(pk=row.record_id).first()


def _edit(record: Any, changes: dict[str, Any], *, by: User, at: datetime) -> None:
    if isinstance(record, Account):
        edit_account(account=record, changes=changes, by=by, at=at, expected_version=None)
    elif isinstance(record, Contact):
        edit_contact(contact=record, changes=changes, by=by, at=at, expected_version=None)
    else:
        edit_product(product=record, changes=changes, by=by, at=at, expected_version=None)
