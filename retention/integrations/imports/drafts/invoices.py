"""Rows of invoices: what was billed, paid and disputed as the billing system knows it. Pure."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.billing import INVOICE_CHECKS

from ..refusals import RowRejected
from ..values import amount_of, currency_of, day_of, folded_name, shifted_day
from .draft import Cells, Draft, Reading, digest_of


def draft_invoice(cells: Cells, reading: Reading) -> Draft:
    """An invoice as it stands in the file. Raises RowRejected for one that cannot be, such as a credit."""
    issued, due = _day(cells, "issued", reading), _day(cells, "due", reading)
    amount = amount_of(cells["amount"], cells.column("amount"))
    for name, value in (("due", due), ("amount", amount)):
        if not value:
            raise RowRejected(f"{cells.column(name)} is missing or 0.")
    values: dict[str, Any] = {
        "number": INVOICE_CHECKS["number"](cells["number"], "number"),
        "issued_on": (issued or due).isoformat() if due else "",
        "due_on": due.isoformat() if due else "",
        "amount": str(amount),
        "currency": currency_of(cells["currency"], reading.currency),
        **_payment(cells, reading, amount or Decimal(0)),
        **_dispute(cells, reading),
    }
    if values["issued_on"] > values["due_on"]:
        raise RowRejected(f"{cells.column('due')}: it cannot be due before {cells.column('issued')}.")
    whose = cells["account_id"] or folded_name(cells["account"])
    key = cells["id"] or digest_of("invoice", whose, values["number"])
    account, account_id = cells["account"], cells["account_id"]
    return Draft(key=key, values=values, account=account, account_id=account_id, flags=cells.flags)


def _payment(cells: Cells, reading: Reading, amount: Decimal) -> dict[str, str | None]:
    """A day without an amount means all of it; an amount without a day is refused."""
    on = _past_day(cells, "paid_on", reading)
    paid = amount_of(cells["paid_amount"], cells.column("paid_amount"))
    if paid and on is None:
        raise RowRejected(f"{cells.column('paid_amount')}: on which day is missing.")
    if on is None or paid == 0:
        return {"paid_on": None, "paid_amount": "0"}
    return {"paid_on": on.isoformat(), "paid_amount": str(amount if paid is None else paid)}


def _dispute(cells: Cells, reading: Reading) -> dict[str, str | None]:
    since = _past_day(cells, "disputed", reading)
    if since is None:
        return {"disputed_since": None, "dispute_reason": ""}
    reason = cells.if_sound("dispute", INVOICE_CHECKS["dispute_reason"])
    return {"disputed_since": since.isoformat(), "dispute_reason": reason}


def _day(cells: Cells, name: str, reading: Reading) -> date | None:
    return shifted_day(day_of(cells[name], reading.order, cells.column(name)), reading.shift)


def _past_day(cells: Cells, name: str, reading: Reading) -> date | None:
    on = _day(cells, name, reading)
    if on is not None and on > reading.today:
        raise RowRejected(f"{cells.column(name)}: {on:%-d %b %Y} lies in the future.")
    return on
