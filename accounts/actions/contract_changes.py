"""Contracts in force: changing a line mid-term, notice, ending, rolling over."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from retention.lib import accepts
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from .. import papers
from ..announced import NoticeReceived
from ..choices import ContractState
from ..ledger import ledger_day
from ..lines import LineInput, changed_input, line_row, refuse_bad_lines
from ..models import Contract, ContractLine
from ..timeline import record
from .contracts import read_editable, settle


@transaction.atomic
def add_line(*, contract: Contract, line: LineInput, by: User, at: datetime) -> ContractLine:
    """Add a line to a contract in force (an add-on). Raises PermissionDenied, NotInForce, InputRefused,
    LineOutsideTerm, LinesOverlap."""
    _, row = read_editable(contract, by)
    papers.must_be(row, ContractState.ACTIVE)
    new = line_row(row, line)
    refuse_bad_lines(row, [new, *_lines(row)])
    new.save(force_insert=True)
    _tell(row, "line_added", f"{row.reference}: added “{new}” from {new.start_on:%-d %b %Y}", by, at)
    settle(row, by=by, at=at)
    return new


@transaction.atomic
def amend_line(
    *, line: ContractLine, effective_on: date, by: User, at: datetime, **changes: Any
) -> ContractLine:
    """Change a line from a day on: the old row ends the day before, the new row is returned.

    On the line's own first day it is a correction: the row itself changes. Raises PermissionDenied,
    NotInForce, InputRefused, NotEditable, LineOutsideTerm, LinesOverlap.
    """
    _, contract = read_editable(line.contract, by)
    papers.must_be(contract, ContractState.ACTIVE)
    old = ContractLine.objects.select_related("contract", "product", "org_unit").get(pk=line.pk)
    day: date = accepts.day("The day of the change", required=True)(effective_on, "effective_on")
    if day < old.start_on or (old.end_on is not None and day > old.end_on):
        raise accepts.InputRefused("The line does not run on that day.", field="effective_on")
    others = [row for row in _lines(contract) if row.pk != old.pk]
    given = changed_input(old, changes if day == old.start_on else {**changes, "start_on": day})
    new = line_row(contract, given)
    if day == old.start_on:
        new.pk, new.version, new.recorded_at = old.pk, old.version + 1, old.recorded_at
        refuse_bad_lines(contract, [new, *others])
        new.save(force_update=True)
    else:
        old.end_on = day - timedelta(days=1)
        refuse_bad_lines(contract, [new, old, *others])
        save_edit(old, {"end_on": old.end_on}, expected_version=None)
        new.save(force_insert=True)
    _tell(contract, "line_amended", f"{contract.reference}: changed “{new}” from {day:%-d %b %Y}", by, at)
    settle(contract, by=by, at=at)
    return new


@transaction.atomic
def end_contract(*, contract: Contract, last_day: date, by: User, at: datetime, reason: str = "") -> Contract:
    """End a contract after its last day of service: later lines go, running ones are cut.

    Raises PermissionDenied, NotInForce, InputRefused, TextRefused.
    """
    _, row = read_editable(contract, by)
    papers.must_be(row, ContractState.ACTIVE)
    day: date = accepts.day("The last day", required=True)(last_day, "last_day")
    why = accepts.text("The reason", 200)(reason, "reason")
    if day < row.term_start or (row.term_end is not None and day > row.term_end):
        raise accepts.InputRefused("The last day lies outside the contract's term.", field="last_day")
    later = row.lines.filter(start_on__gt=day)
    if later.filter(movements__isnull=False).exists():
        raise accepts.InputRefused("A line has started after that day. Choose a later day.", field="last_day")
    later.delete()
    row.lines.filter(start_on__lte=day).exclude(end_on__lte=day).update(end_on=day)
    state = ContractState.ENDED if day < ledger_day(at) else ContractState.ACTIVE
    save_edit(row, {"term_end": day, "auto_renew": False, "state": state}, expected_version=None)
    text = f"Contract {row.reference} ends on {day:%-d %b %Y}" + (f": {why}" if why else "")
    _tell(row, "contract_ended", text, by, at)
    settle(row, by=by, at=at)
    return row


@transaction.atomic
def close_term(*, contract: Contract, by: User, at: datetime) -> Contract:
    """The term of a contract is over and nothing renewed it. Raises PermissionDenied, NotInForce."""
    _, row = read_editable(contract, by)
    papers.must_be(row, ContractState.ACTIVE)
    if row.term_end is None or row.term_end >= ledger_day(at):
        raise papers.NotInForce(f"The term of {row.reference} is not over.")
    save_edit(row, {"state": ContractState.ENDED}, expected_version=None)
    _tell(row, "contract_ended", f"Contract {row.reference} ended on {row.term_end:%-d %b %Y}", by, at)
    settle(row, by=by, at=at)
    return row


@transaction.atomic
def record_notice(*, contract: Contract, received_on: date | None, by: User, at: datetime) -> Contract:
    """The customer gave written notice on a day, or took it back (None).

    Raises PermissionDenied, NotInForce, InputRefused.
    """
    account, row = read_editable(contract, by)
    papers.must_be(row, ContractState.ACTIVE)
    day: date | None = accepts.day("The day notice came")(received_on, "received_on")
    if day is not None and day > local_day(at, by.time_zone):
        raise accepts.InputRefused("The day notice came lies in the future.", field="received_on")
    save_edit(row, {"notice_received_on": day}, expected_version=None)
    told = f"Notice received on {day:%-d %b %Y}" if day else "Notice taken back"
    _tell(row, "notice_received" if day else "notice_taken_back", f"{row.reference}: {told}", by, at)
    announce(NoticeReceived(contract_id=row.pk, account_id=account.pk, by_id=by.pk, at=at))
    return row


@transaction.atomic
def roll_over(*, contract: Contract, on: date, by: User, at: datetime) -> Contract:
    """Renew a contract by itself past its end, term after term until it reaches beyond *on*.

    Terms are counted from the first day, so that they never drift. Raises PermissionDenied, NotInForce.
    """
    _, row = read_editable(contract, by)
    papers.must_be(row, ContractState.ACTIVE)
    old_end, end = row.term_end, papers.rolled_over_end(row, on)
    save_edit(row, {"term_end": end}, expected_version=None)
    row.lines.filter(end_on=old_end).update(end_on=end)
    _tell(row, "contract_rolled_over", f"{row.reference} renewed by itself to {end:%-d %b %Y}", by, at)
    settle(row, by=by, at=at)
    return row


def _lines(contract: Contract) -> list[ContractLine]:
    return list(contract.lines.select_related("contract", "product").order_by("id"))


def _tell(contract: Contract, kind: str, text: str, by: User, at: datetime) -> None:
    record(contract.account, kind, text, by=by, at=at, subject=("contract", contract.pk))
