"""Taking an outcome back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.choices import ContractState
from accounts.models import Contract
from retention.lib import accepts
from retention.team.models import User

from ..models import LineOutcome, LossReason, Renewal, RenewalStage, StageChange
from ..stages import MoveRefused
from .standing import change_stage, read_editable, settle, story
from .win_backs import drop_steps_after_loss

_reason = accepts.text("The reason", 300)


_UNDONE: dict[str, Any] = {
    "closed_on": None,
    "close_note": "",
    "void_reason": "",
    "successor": None,
    "renewed_arr": None,
    "win_reasons": [],
}


@transaction.atomic
def reopen_renewal(
    *, renewal: Renewal, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> Renewal:
    """Take an outcome back, with its reasons: the renewal stands where it stood before it was closed.

    Raises PermissionDenied, MoveRefused (not closed, history, another renewal for the same day),
    TextRefused, StaleVersion.
    """
    _, row = read_editable(renewal, by)
    why = _reason(reason, "reason")
    _refuse_reopening(row, why)
    last = StageChange.objects.filter(renewal=row, after=row.stage).order_by("-at", "-id").first()
    before = last.before if last else RenewalStage.SCHEDULED.value
    change_stage(row, before, _UNDONE, reason=why, by=by, at=at, expected_version=expected_version)
    drop_steps_after_loss(row, by=by, at=at)
    LossReason.objects.filter(renewal=row).delete()
    LineOutcome.objects.filter(renewal=row).delete()
    return settle(row, "renewal_reopened", story(row, "opened again", why), by=by, at=at)


def _refuse_reopening(row: Renewal, why: str) -> None:
    if not row.is_closed:
        raise MoveRefused("This renewal is open.")
    if row.joined_to_id is not None:
        raise MoveRefused("It is decided together with another renewal: take it apart there.")
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
