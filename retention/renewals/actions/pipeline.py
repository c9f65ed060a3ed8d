"""Driving a renewal through the pipeline."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions import record_notice
from retention.lib import accepts
from retention.lib.zones import local_day
from retention.team.models import User

from ..gate_facts import missing_for
from ..gates import Missing
from ..models import Renewal, RenewalStage
from ..stages import NOTICE, GateClosed, MoveRefused, check_move, is_backward
from ..sync import engine_day
from .assessing import decides_for
from .facts import keep_facts
from .standing import change_stage, label, read_open, settle, story

_stage = accepts.one_of("The stage", RenewalStage)
_reason = accepts.text("The reason", 300)


@transaction.atomic
def move_stage(
    *,
    renewal: Renewal,
    stage: str,
    reason: str,
    by: User,
    at: datetime,
    expected_version: int | None,
    facts: Mapping[str, Any] | None = None,
    overrides: bool = False,
) -> Renewal:
    """Move an open renewal to another open stage once its gate lets it; going back needs a reason.

    ``facts`` are stage facts entered with the move (see ``record_facts``). With ``overrides`` the lead of
    the account's team goes past what is missing, for a reason that is kept. ``notice_received`` records
    today's notice on the contract, leaving it takes the notice back. Raises PermissionDenied,
    RenewalIsClosed, MoveRefused, GateClosed, InputRefused, TextRefused, NotInForce, StaleVersion.
    """
    _, row = read_open(renewal, by)
    after, why, before = _stage(stage, "stage"), _reason(reason, "reason"), row.stage
    check_move(before, after, reason=why, is_past_deadline=is_past_deadline(row, at))
    today = local_day(at, by.time_zone)
    if facts:
        keep_facts(row, facts, by=by, at=at)
    let = _missing(row, after, why, on=today, by=by, overrides=overrides)
    notice = today if after == NOTICE else None
    changes = {"notice_received_on": notice} if NOTICE in (before, after) else {}
    change_stage(
        row, after, changes, reason=why, by=by, at=at, expected_version=expected_version, overrode=let
    )
    if NOTICE in (before, after):
        record_notice(contract=row.contract, received_on=notice, by=by, at=at)
    return settle(row, "renewal_moved", story(row, _said(after, let), why), by=by, at=at)


def _missing(
    row: Renewal, after: str, why: str, *, on: date, by: User, overrides: bool
) -> tuple[Missing, ...]:
    """What a lead lets be missing. Raises GateClosed, PermissionDenied, MoveRefused."""
    missing = () if is_backward(row.stage, after) and row.stage != NOTICE else missing_for(row, after, on=on)
    if not missing:
        return ()
    if not overrides:
        raise GateClosed(label(after), missing)
    if not decides_for(row.account, by):
        raise PermissionDenied
    if not why:
        raise MoveRefused("Going on without what is missing needs a reason.", field="reason")
    return tuple(missing)


def _said(after: str, let: Sequence[Missing]) -> str:
    without = "; ".join(one.text for one in let)
    return f"moved to {label(after)}" + (f" without {without}" if let else "")


def is_past_deadline(renewal: Renewal, at: datetime) -> bool:
    """True when the contract renews by itself unless notice came before a day that has passed."""
    contract, deadline = renewal.contract, renewal.notice_deadline
    rolls_over = renewal.is_break or (contract.auto_renew and renewal.term_end == contract.term_end)
    return rolls_over and deadline is not None and deadline < engine_day(at)
