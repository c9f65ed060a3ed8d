"""What a contract may say, and what contradicts itself."""

from collections.abc import Mapping
from copy import copy
from datetime import date, timedelta
from typing import Any

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.months import add_months, whole_months

from .choices import ContractState, NoticeFrom, NoticeUnit
from .models import Account, Contract


class ReferenceTaken(DomainError):
    """The account has a contract of that reference already."""


class NotADraft(DomainError):
    """Something asked of a draft was asked of a contract in force or ended."""


class NotInForce(DomainError):
    """Something asked of a contract in force was asked of a draft or an ended one."""


CONTRACT_CHECKS: Mapping[str, accepts.Check] = {
    "reference": accepts.text("The reference", 120, required=True),
    "currency": accepts.currency,
    "signed_on": accepts.day("The day it was signed"),
    "term_start": accepts.day("The first day of the term", required=True),
    "term_end": accepts.day("The last day of the term"),
    "auto_renew": accepts.flag,
    "renewal_term_months": accepts.number("Months of a renewal", least=1, most=120, required=True),
    "notice_value": accepts.number("The notice period", least=0, most=730),
    "notice_unit": accepts.one_of("The unit of the notice period", NoticeUnit),
    "notice_counted_from": accepts.one_of("The day notice counts from", NoticeFrom),
    "downgrade_right": accepts.flag,
    "predecessor": accepts.as_it_is,
    "note": accepts.text("The note", 20_000, many_lines=True),
    "entered_on": accepts.day("The day it was entered"),
    "is_history": accepts.flag,
}
FIXED_ONCE_IN_FORCE = ("currency", "term_start", "predecessor", "is_history", "entered_on")


def refuse_contradictions(account: Account, contract: Contract) -> None:
    """Raise InputRefused or ReferenceTaken when the contract as it would be saved cannot be."""
    end = contract.term_end
    if end is not None and end < contract.term_start:
        raise accepts.InputRefused("The term cannot end before it starts.", field="term_end")
    refuse_impossible_notice(contract, last_day=end, value=contract.notice_value, unit=contract.notice_unit)
    if end is None and contract.auto_renew:
        raise accepts.InputRefused("A contract without an end does not renew.", field="auto_renew")
    same = Contract.objects.filter(account=account, reference=contract.reference).exclude(pk=contract.pk)
    if same.exists():
        raise ReferenceTaken(
            f"{account.name} has a contract {contract.reference} already.", field="reference"
        )
    older = contract.predecessor
    if older is None:
        return
    if older.account_id != account.pk or older.pk == contract.pk:
        raise accepts.InputRefused("That contract is not one of this account.", field="predecessor")
    if Contract.objects.filter(predecessor=older).exclude(pk=contract.pk).exists():
        raise accepts.InputRefused(f"{older.reference} has a successor already.", field="predecessor")


def refuse_impossible_notice(
    contract: Contract, *, last_day: date | None, value: int | None, unit: str, what: str = "term"
) -> None:
    """Raise InputRefused for notice that would have to be given before the contract begins."""
    if last_day is None or value is None:
        return
    if unit == NoticeUnit.MONTHS:
        last = add_months(last_day + timedelta(days=1), -min(value, 1200)) - timedelta(days=1)
    else:
        last = last_day - timedelta(days=value)
    if last < contract.term_start - timedelta(days=1):
        raise accepts.InputRefused(
            f"A notice period of {value} {NoticeUnit(unit).label} is longer than the {what}.",
            field="notice_value",
        )


def with_changes(contract: Contract, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Checked changes that differ from the contract. Raises InputRefused, NotEditable."""
    kept = accepts.accepted(changes, CONTRACT_CHECKS)
    new = {field: value for field, value in kept.items() if getattr(contract, field) != value}
    fixed = [field for field in FIXED_ONCE_IN_FORCE if field in new]
    if contract.state != ContractState.DRAFT and fixed:
        name = fixed[0].replace("_", " ")
        raise accepts.NotEditable(f"The {name} of a contract in force cannot be changed.", field=fixed[0])
    return new


def as_changed(contract: Contract, changes: Mapping[str, Any]) -> Contract:
    """The contract as it would be, unsaved."""
    trial = copy(contract)
    for field, value in changes.items():
        setattr(trial, field, value)
    return trial


def runs_again(contract: Contract, changes: Mapping[str, Any], on: date) -> bool:
    """True when an ended contract is given an end that has not come yet, or none."""
    if contract.state != ContractState.ENDED or "term_end" not in changes:
        return False
    end: date | None = changes["term_end"]
    return end is None or end >= on


def rolled_over_end(contract: Contract, on: date) -> date:
    """The last day of the first term, renewed by itself again and again, that does not end before *on*.

    Terms are counted from the first day of the first one, so that month ends never drift. Raises
    NotInForce for a contract without an end or that does not renew by itself.
    """
    end = contract.term_end
    if end is None or not contract.auto_renew:
        raise NotInForce(f"{contract.reference} does not renew by itself.")
    length = whole_months(contract.term_start, end)
    anchor = contract.term_start if length else end + timedelta(days=1)
    months = length or 0
    while end < on:
        months += contract.renewal_term_months
        end = add_months(anchor, months) - timedelta(days=1)
    return end


def must_be(contract: Contract, state: ContractState) -> None:
    """Raise NotADraft or NotInForce unless the contract is in that state."""
    if contract.state == state:
        return
    text = f"{contract.reference} is {contract.get_state_display().lower()}."
    if state == ContractState.DRAFT:
        raise NotADraft(f"{text} Only a draft can be changed this way.")
    raise NotInForce(f"{text} Only an active contract can be changed this way.")
