"""Contracts in force: notice, ending, rolling over."""

from datetime import date, datetime

from django.db import transaction

from retention.lib import accepts
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from .. import papers
from ..announced import NoticeReceived
from ..choices import ContractState, EndCause
from ..ledger import ledger_day
from ..models import Contract
from .contracts import move_ends, read_editable, settle, tell
from .steps import drop_lines, write_steps
from .suspended import suspensions_end


@transaction.atomic
def end_contract(
    *,
    contract: Contract,
    last_day: date,
    by: User,
    at: datetime,
    reason: str = "",
    cause: str = "",
    correction: str = "",
) -> Contract:
    """End a contract after its last day of service: later lines go, running ones are cut.

    ``cause`` of EndCause names the loss; without one it follows from the term. Raises PermissionDenied,
    NotInForce, InputRefused, TextRefused, ClosedPeriod unless ``correction`` says why.
    """
    _, row = read_editable(contract, by)
    papers.must_be(row, ContractState.ACTIVE)
    day: date = accepts.day("The last day", required=True)(last_day, "last_day")
    why = accepts.text("The reason", 200)(reason, "reason")
    named = accepts.one_of("What ended it", EndCause, required=False)(cause, "cause")
    if day < row.term_start or (row.term_end is not None and day > row.term_end):
        raise accepts.InputRefused("The last day lies outside the contract's term.", field="last_day")
    later = row.lines.filter(start_on__gt=day)
    if later.filter(movements__isnull=False).exists():
        raise accepts.InputRefused("A line has started after that day. Choose a later day.", field="last_day")
    changes = {
        "term_end": day,
        "auto_renew": False,
        "state": ContractState.ENDED if day < ledger_day(at) else ContractState.ACTIVE,
        "end_cause": named or _cause_by_term(row, day),
    }
    drop_lines(later, field="last_day")
    row.breaks.filter(on__gte=day).delete()
    row.lines.filter(start_on__lte=day).exclude(end_on__lte=day).update(end_on=day)
    suspensions_end(row, day)
    save_edit(row, changes, expected_version=None)
    text = f"Contract {row.reference} ends on {day:%-d %b %Y}" + (f": {why}" if why else "")
    tell(row, "contract_ended", text, by, at)
    settle(row, by=by, at=at, correction=correction)
    return row


def _cause_by_term(contract: Contract, day: date) -> str:
    if contract.term_end is None:
        return EndCause.EVERGREEN_NOTICE
    return EndCause.MID_TERM if day < contract.term_end else ""


@transaction.atomic
def close_term(*, contract: Contract, by: User, at: datetime) -> Contract:
    """The term of a contract is over and nothing renewed it. Raises PermissionDenied, NotInForce."""
    _, row = read_editable(contract, by)
    papers.must_be(row, ContractState.ACTIVE)
    if row.term_end is None or row.term_end >= ledger_day(at):
        raise papers.NotInForce(f"The term of {row.reference} is not over.")
    save_edit(row, {"state": ContractState.ENDED}, expected_version=None)
    tell(row, "contract_ended", f"Contract {row.reference} ended on {row.term_end:%-d %b %Y}", by, at)
    settle(row, by=by, at=at, guard=False)
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
    tell(row, "notice_received" if day else "notice_taken_back", f"{row.reference}: {told}", by, at)
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
    move_ends(row, old_end, end)
    write_steps(row, on=on)
    tell(row, "contract_rolled_over", f"{row.reference} renewed by itself to {end:%-d %b %Y}", by, at)
    settle(row, by=by, at=at, guard=False)
    return row
