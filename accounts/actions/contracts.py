"""Contracts until they are in force: entering, editing, activating."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from retention.lib import accepts
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
from ..models import Account, Contract, ContractLine, LineSuspension
from ..rights import editable_account
from ..timeline import record
from .steps import write_steps
from .suspended import hand_over_lines


@transaction.atomic
def enter_contract(
    *,
    account: Account,
    by: User,
    at: datetime,
    lines: Sequence[LineInput] = (),
    activate: bool = False,
    correction: str = "",
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
    tell(contract, "contract_entered", f"Entered contract {contract.reference} as a draft", by, at)
    return activate_contract(contract=contract, by=by, at=at, correction=correction) if activate else contract


@transaction.atomic
def edit_contract(
    *,
    contract: Contract,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None,
    correction: str = "",
) -> Contract:
    """Change a contract. When the end of the term moves, lines that ended with it move along.

    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, ReferenceTaken, LineOutsideTerm,
    LinesOverlap, StaleVersion, ClosedPeriod unless ``correction`` says why.
    """
    account, row = read_editable(contract, by)
    new = papers.with_changes(row, changes)
    if not new:
        return row
    old_end = row.term_end
    papers.refuse_contradictions(account, papers.as_changed(row, new))
    if papers.runs_again(row, new, ledger_day(at)):
        new |= {"state": ContractState.ACTIVE, "end_cause": ""}
    save_edit(row, new, expected_version=expected_version)
    if "term_end" in new:
        move_ends(row, old_end, row.term_end)
    if row.state != ContractState.DRAFT:
        write_steps(row, on=ledger_day(at))
        refuse_bad_lines(row, lines_in_order(row))
    fields = ", ".join(sorted(field.replace("_", " ") for field in new))
    tell(row, "contract_changed", f"Changed contract {row.reference}: {fields}", by, at)
    settle(row, by=by, at=at, correction=correction)
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
    tell(row, "contract_changed", f"Changed the lines of contract {row.reference}", by, at)
    return row


@transaction.atomic
def activate_contract(*, contract: Contract, by: User, at: datetime, correction: str = "") -> Contract:
    """Put a draft in force: ARR, movements and terms follow. One whose term is over is ended at once.

    Lines of the predecessor that run into the new term end the day before it, so that nothing counts
    twice. Raises PermissionDenied, NotADraft, NoLines, LineOutsideTerm, LinesOverlap, RateMissing,
    ClosedPeriod unless ``correction`` says why.
    """
    account, row = read_editable(contract, by)
    papers.must_be(row, ContractState.DRAFT)
    if row.predecessor is not None:
        hand_over_lines(row.predecessor, row)
    refuse_bad_lines(row, lines_in_order(row))
    refuse_without_rate({row.currency, account.currency})
    start_running(row, on=ledger_day(at))
    write_steps(row, on=ledger_day(at))
    rebuild_ledger([account.pk], on=ledger_day(at), guard=True, correction=correction)
    lines = lines_in_order(row)
    worth = f"{arr_on(lines, max(row.term_start, lines[0].start_on)):,.2f} {row.currency} a year"
    until = f"to {row.term_end:%-d %b %Y}" if row.term_end else "until further notice"
    text = f"Contract {row.reference} in force: {worth}, {row.term_start:%-d %b %Y} {until}"
    tell(row, "contract_activated", text, by, at)
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
        move_ends(contract, old_end, end)
        save_edit(contract, {"state": ContractState.ACTIVE, "term_end": end}, expected_version=None)
        return
    state = ContractState.ENDED if over else ContractState.ACTIVE
    save_edit(contract, {"state": state}, expected_version=None)


def move_ends(contract: Contract, old_end: date | None, end: date | None) -> None:
    """The term ends on another day: what ended with it moves along, suspended lines too."""
    contract.lines.filter(end_on=old_end, agreed_end_on=None, superseded_by=None).update(end_on=end)
    paused = LineSuspension._base_manager.filter(line__contract=contract, ends_on=None, until=old_end)
    contract.lines.filter(suspensions__in=paused, agreed_end_on=old_end).update(agreed_end_on=end)
    paused.update(until=end)


def settle(contract: Contract, *, by: User, at: datetime, correction: str = "", guard: bool = True) -> None:
    """What follows from a change of a contract in force: movements, columns, and the fact.

    Raises ClosedPeriod when months that are closed would change, unless ``correction`` says why;
    what the calendar alone brings (``guard`` False) is booked in any case.
    """
    if contract.state == ContractState.DRAFT:
        return
    why = accepts.text("The correction", 300)(correction, "correction")
    rebuild_ledger([contract.account_id], on=ledger_day(at), guard=guard, correction=why)
    announce(ContractChanged(contract_id=contract.pk, account_id=contract.account_id, by_id=by.pk, at=at))


def lines_in_order(contract: Contract) -> list[ContractLine]:
    """The contract's lines as the checks take them."""
    return list(contract.lines.select_related("contract", "product").order_by("id"))


def tell(contract: Contract, kind: str, text: str, by: User, at: datetime) -> None:
    """Write a line of the account's story about the contract."""
    record(contract.account, kind, text, by=by, at=at, subject=("contract", contract.pk))
