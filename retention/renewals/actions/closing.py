"""The outcome of a renewal: closing, voiding, opening again."""

from datetime import date, datetime

from django.db import transaction

from accounts.choices import ContractState
from accounts.models import Contract
from retention.lib import accepts
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import Renewal, RenewalStage, StageChange, VoidReason
from ..stages import MoveRefused, check_close
from ..sync import engine_day
from .standing import change_stage, label, read_editable, read_open, settle, story

_day = accepts.day("The day of the outcome", required=True)
_note = accepts.text("The note", 500)
_reason = accepts.text("The reason", 300)
_void_reason = accepts.one_of("The reason", VoidReason)


@transaction.atomic
def close_renewal(
    *,
    renewal: Renewal,
    stage: str,
    on: date,
    note: str,
    by: User,
    at: datetime,
    successor: Contract | None = None,
    expected_version: int | None = None,
) -> Renewal:
    """Record the outcome of a renewal; its remaining reminders are withdrawn.

    Raises PermissionDenied, RenewalIsClosed, MoveRefused, InputRefused, TextRefused, StaleVersion.
    """
    _, row = read_open(renewal, by)
    day, why = _day(on, "on"), _note(note, "note")
    if day > local_day(at, by.time_zone):
        raise accepts.InputRefused("The day of the outcome lies in the future.", field="on")
    check_close(
        stage,
        note=why,
        has_successor=successor is not None,
        may_renew_by_itself=row.renews_by_itself,
        is_over=row.term_end < engine_day(at),
    )
    _refuse_successor(row, successor)
    changes = {"closed_on": day, "close_note": why, "successor": successor}
    change_stage(row, stage, changes, reason=why, by=by, at=at, expected_version=expected_version)
    return settle(row, "renewal_closed", story(row, f"closed as {label(stage)}", why), by=by, at=at)


def _refuse_successor(renewal: Renewal, successor: Contract | None) -> None:
    if successor is None:
        return
    if successor.account_id != renewal.account_id or successor.pk == renewal.contract_id:
        raise accepts.InputRefused(
            "The following contract is not another one of this account.", field="successor"
        )
    if successor.state == ContractState.DRAFT:
        raise accepts.InputRefused("The following contract is a draft; activate it first.", field="successor")


@transaction.atomic
def void_renewal(
    *,
    renewal: Renewal,
    reason: str,
    note: str,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Renewal:
    """Say that this never was a renewal; nothing is deleted, and no other one opens for the same day.

    Raises PermissionDenied, RenewalIsClosed, MoveRefused, InputRefused, TextRefused, StaleVersion.
    """
    _, row = read_open(renewal, by)
    kept, why = _void_reason(reason, "reason"), _note(note, "note")
    if kept == VoidReason.SUPERSEDED:
        raise MoveRefused("Change the contract's end instead; its renewal follows.", field="reason")
    words = str(VoidReason(kept).label)
    changes = {"closed_on": local_day(at, by.time_zone), "close_note": why or words, "void_reason": kept}
    change_stage(
        row, RenewalStage.VOID, changes, reason=why or words, by=by, at=at, expected_version=expected_version
    )
    return settle(row, "renewal_voided", story(row, "voided", why or words), by=by, at=at)


@transaction.atomic
def reopen_renewal(
    *, renewal: Renewal, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> Renewal:
    """Take an outcome back: the renewal stands where it stood before it was closed.

    Raises PermissionDenied, MoveRefused (not closed, history, another renewal for the same day),
    TextRefused, StaleVersion.
    """
    _, row = read_editable(renewal, by)
    why = _reason(reason, "reason")
    _refuse_reopening(row, why)
    last = StageChange.objects.filter(renewal=row, after=row.stage).order_by("-at", "-id").first()
    before = last.before if last else RenewalStage.SCHEDULED.value
    changes = {"closed_on": None, "close_note": "", "void_reason": "", "successor": None}
    change_stage(row, before, changes, reason=why, by=by, at=at, expected_version=expected_version)
    return settle(row, "renewal_reopened", story(row, "opened again", why), by=by, at=at)


def _refuse_reopening(row: Renewal, why: str) -> None:
    if not row.is_closed:
        raise MoveRefused("This renewal is open.")
    if row.is_history:
        raise MoveRefused("This term ended before Keel knew of it; its renewal stays closed.")
    if not why:
        raise MoveRefused("Opening it again needs a reason.", field="reason")
    same_day = Renewal.objects.filter(contract=row.contract, term_end=row.term_end).exclude(pk=row.pk)
    if same_day.exclude(stage=RenewalStage.VOID).exists():
        raise MoveRefused("Another renewal stands for the same day.")
    if row.contract.is_evergreen:
        raise MoveRefused("The contract has no end any more.")
    followers = Contract.objects.filter(predecessor=row.contract).exclude(state=ContractState.DRAFT)
    if followers.exists():
        raise MoveRefused("A following contract is in force: that is the outcome.")
