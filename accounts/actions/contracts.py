"""Contracts until they are in force: entering, editing, activating."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.team.models import User

from .. import papers
from ..announced import ContractActivated, ContractChanged
from ..arr import arr_on
from ..choices import ContractState
from ..fx import refuse_without_rate
from ..ledger import ledger_day, rebuild_ledger
from ..lines import LineInput, line_row, refuse_bad_lines
from ..models import Account, Contract, ContractLine
from ..rights import editable_account
from ..timeline import record


@transaction.atomic
def enter_contract(
    *,
    account: Account,
    by: User,
    at: datetime,
    lines: Sequence[LineInput] = (),
    activate: bool = False,
    **fields: Any,
) -> Contract:
    """Enter a draft; it carries neither ARR nor renewals until it is activated (``activate``: at once).

    *fields* are those of the contract, ``reference`` and ``term_start`` at least. Raises PermissionDenied,
    InputRefused, TextRefused, NotEditable, ReferenceTaken, and like activate_contract.
    """
    account = editable_account(account.pk, by)
    asked = {"reference": "", "currency": account.currency, "term_start": None, **fields}
    contract = Contract(account=account, **papers.with_changes(Contract(account=account), asked))
    papers.refuse_contradictions(account, contract)
    rows = [line_row(contract, line, position) for position, line in enumerate(lines)]
    contract.save(force_insert=True)
    ContractLine.objects.bulk_create(rows)
    _tell(contract, "contract_entered", f"Entered contract {contract.reference} as a draft", by, at)
    return activate_contract(contract=contract, by=by, at=at) if activate else contract


@transaction.atomic
def edit_contract(
    *, contract: Contract, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None
) -> Contract:
    """Change a contract. When the end of the term moves, lines that ended with it move along.

    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, ReferenceTaken, LineOutsideTerm,
    LinesOverlap, StaleVersion.
    """
    account, row = read_editable(contract, by)
    new = papers.with_changes(row, changes)
    if not new:
        return row
    old_end = row.term_end
    papers.refuse_contradictions(account, papers.as_changed(row, new))
    if papers.runs_again(row, new, ledger_day(at)):
        new["state"] = ContractState.ACTIVE
    save_edit(row, new, expected_version=expected_version)
    if "term_end" in new:
        row.lines.filter(end_on=old_end).update(end_on=row.term_end)
    if row.state != ContractState.DRAFT:
        refuse_bad_lines(row, list(row.lines.select_related("contract", "product").order_by("id")))
    fields = ", ".join(sorted(field.replace("_", " ") for field in new))
    _tell(row, "contract_changed", f"Changed contract {row.reference}: {fields}", by, at)
    settle(row, by=by, at=at)
    return row


@transaction.atomic
def replace_lines(
    *,
    contract: Contract,
    lines: Sequence[LineInput],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Contract:
    """Give a draft other lines. Raises PermissionDenied, NotADraft, InputRefused, StaleVersion."""
    _, row = read_editable(contract, by)
    papers.must_be(row, ContractState.DRAFT)
    rows = [line_row(row, line, position) for position, line in enumerate(lines)]
    save_edit(row, {}, expected_version=expected_version)
    row.lines.all().delete()
    ContractLine.objects.bulk_create(rows)
    _tell(row, "contract_changed", f"Changed the lines of contract {row.reference}", by, at)
    return row


@transaction.atomic
def activate_contract(*, contract: Contract, by: User, at: datetime) -> Contract:
    """Put a draft in force: ARR, movements and terms follow. One whose term is over is ended at once.

    Lines of the predecessor that run into the new term end the day before it, so that nothing counts
    twice. Raises PermissionDenied, NotADraft, NoLines, LineOutsideTerm, LinesOverlap, RateMissing.
    """
    account, row = read_editable(contract, by)
    papers.must_be(row, ContractState.DRAFT)
    lines = list(row.lines.select_related("contract", "product").order_by("id"))
    if row.predecessor is not None:
        hand_over_lines(row.predecessor, row)
    refuse_bad_lines(row, lines)
    refuse_without_rate({row.currency, account.currency})
    start_running(row, on=ledger_day(at))
    rebuild_ledger([account.pk], on=ledger_day(at))
    worth = f"{arr_on(lines, max(row.term_start, lines[0].start_on)):,.2f} {row.currency} a year"
    until = f"to {row.term_end:%-d %b %Y}" if row.term_end else "until further notice"
    text = f"Contract {row.reference} in force: {worth}, {row.term_start:%-d %b %Y} {until}"
    _tell(row, "contract_activated", text, by, at)
    announce(ContractActivated(contract_id=row.pk, account_id=account.pk, by_id=by.pk, at=at))
    return row


@transaction.atomic
def discard_draft(*, contract: Contract, by: User, at: datetime) -> None:
    """Delete a draft that was never in force. Raises PermissionDenied, NotADraft."""
    account, row = read_editable(contract, by)
    papers.must_be(row, ContractState.DRAFT)
    row.lines.all().delete()
    row.delete()
    record(account, "contract_discarded", f"Discarded the draft {row.reference}", by=by, at=at)


def read_editable(contract: Contract, by: User) -> tuple[Account, Contract]:
    """The account, locked, and the contract read again. Raises PermissionDenied."""
    account = editable_account(contract.account_id, by)
    return account, Contract.objects.select_related("account", "predecessor").get(pk=contract.pk)


def start_running(contract: Contract, *, on: date) -> None:
    """Set the state: ended when the term is over already, unless it has renewed by itself meanwhile."""
    old_end = contract.term_end
    over = old_end is not None and old_end < on
    if over and contract.auto_renew and contract.notice_received_on is None and not contract.is_history:
        end = papers.rolled_over_end(contract, on)
        contract.lines.filter(end_on=old_end).update(end_on=end)
        save_edit(contract, {"state": ContractState.ACTIVE, "term_end": end}, expected_version=None)
        return
    state = ContractState.ENDED if over else ContractState.ACTIVE
    save_edit(contract, {"state": state}, expected_version=None)


def hand_over_lines(older: Contract, newer: Contract) -> None:
    """End the older contract's running lines the day before the newer one starts."""
    running = older.lines.filter(start_on__lt=newer.term_start)
    running.filter(end_on__gte=newer.term_start).update(end_on=newer.term_start - timedelta(days=1))
    running.filter(end_on__isnull=True).update(end_on=newer.term_start - timedelta(days=1))


def settle(contract: Contract, *, by: User, at: datetime) -> None:
    """What follows from a change of a contract in force: movements, columns, and the fact."""
    if contract.state == ContractState.DRAFT:
        return
    rebuild_ledger([contract.account_id], on=ledger_day(at))
    announce(ContractChanged(contract_id=contract.pk, account_id=contract.account_id, by_id=by.pk, at=at))


def _tell(contract: Contract, kind: str, text: str, by: User, at: datetime) -> None:
    record(contract.account, kind, text, by=by, at=at, subject=("contract", contract.pk))
