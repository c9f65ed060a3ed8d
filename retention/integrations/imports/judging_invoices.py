"""Invoices of a file: known by the source's id, else by number at their account."""

from accounts.models import Invoice, RecordType

from ..models import ImportFile, RowState
from . import known
from .checking import Check
from .comparing import still_open
from .deciding import Decision
from .refusals import RowUnclear
from .writing.invoices import TAKEN_OVER, as_fields, as_text


def judge_invoices(check: Check, file: ImportFile, decisions: list[Decision]) -> None:
    """New, unchanged, or changed: the billing system has the last word about its invoices."""
    opened = still_open(decisions)
    check.places.look_up([draft.account for _, draft in opened], [draft.account_id for _, draft in opened])
    for one, draft in opened:
        try:
            one.group = check.places.account(draft.account, draft.account_id)
        except RowUnclear as refused:
            one.settle(RowState.UNCLEAR, refused.message)
    ids = known.records_known_as(RecordType.INVOICE, check.of.source, [one.key for one, _ in opened])
    standing, numbered = _standing(check, decisions, list(ids.values()))
    for one, draft in still_open(decisions):
        account_id = check.places.account_ids.get(one.group)
        found = standing.get(ids.get(one.key, 0)) or numbered.get((account_id, draft.values["number"]))
        if found is None:
            one.settle(RowState.NEW)
            check.currencies.add(draft.values["currency"])
            continue
        if found.account_id != account_id:
            one.settle(RowState.UNCLEAR, "This invoice belongs to another account in Keel.")
            continue
        one.record_id = found.thread
        _compare(one, found)


def _compare(one: Decision, found: Invoice) -> None:
    assert one.draft is not None  # noqa: S101 - only open decisions have come here
    said, stands = as_fields(one.draft.values), as_text(found, TAKEN_OVER)
    moved = {name: one.draft.values[name] for name in TAKEN_OVER if said[name] != getattr(found, name)}
    one.draft.values["changes"] = moved
    words = "; ".join(
        f"{name.replace('_', ' ')}: {stands[name] or '—'} → {moved[name] or '—'}" for name in moved
    )
    one.settle(RowState.CHANGED if moved else RowState.UNCHANGED, words)


Numbered = dict[tuple[int | None, str], Invoice]


def _standing(check: Check, decisions: list[Decision], ids: list[int]) -> tuple[dict[int, Invoice], Numbered]:
    """The newest rows of known invoices, by id and by account and number."""
    opened = still_open(decisions)
    known_ids = (check.places.account_ids.get(one.group) for one, _ in opened)
    accounts = {number for number in known_ids if number is not None}
    rows = Invoice.objects.current()
    by_number = rows.filter(
        account_id__in=accounts, number__in=[draft.values["number"] for _, draft in opened]
    )
    return (
        {row.thread: row for row in rows.filter(thread__in=ids)},
        {(row.account_id, row.number): row for row in by_number},
    )
