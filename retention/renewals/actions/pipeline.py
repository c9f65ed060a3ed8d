"""Driving a renewal through the pipeline."""

from datetime import datetime

from django.db import transaction

from accounts.actions import record_notice
from retention.lib import accepts
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import Renewal, RenewalStage
from ..stages import NOTICE, check_move
from ..sync import engine_day
from .standing import change_stage, label, read_open, settle, story

_stage = accepts.one_of("The stage", RenewalStage)
_reason = accepts.text("The reason", 300)


@transaction.atomic
def move_stage(
    *, renewal: Renewal, stage: str, reason: str, by: User, at: datetime, expected_version: int | None
) -> Renewal:
    """Move an open renewal to another open stage; going back needs a reason.

    ``notice_received`` records today's notice on the contract, leaving it takes the notice back. Raises
    PermissionDenied, RenewalIsClosed, MoveRefused, InputRefused, TextRefused, NotInForce, StaleVersion.
    """
    _, row = read_open(renewal, by)
    after, why, before = _stage(stage, "stage"), _reason(reason, "reason"), row.stage
    check_move(before, after, reason=why, is_past_deadline=is_past_deadline(row, at))
    today = local_day(at, by.time_zone)
    notice = today if after == NOTICE else None
    changes = {"notice_received_on": notice} if NOTICE in (before, after) else {}
    change_stage(row, after, changes, reason=why, by=by, at=at, expected_version=expected_version)
    if NOTICE in (before, after):
        record_notice(contract=row.contract, received_on=notice, by=by, at=at)
    return settle(row, "renewal_moved", story(row, f"moved to {label(after)}", why), by=by, at=at)


def is_past_deadline(renewal: Renewal, at: datetime) -> bool:
    """True when the contract renews by itself unless notice came before a day that has passed."""
    contract, deadline = renewal.contract, renewal.notice_deadline
    rolls_over = contract.auto_renew and renewal.term_end == contract.term_end
    return rolls_over and deadline is not None and deadline < engine_day(at)
