"""The outcome of a renewal: closing and voiding."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import Contract
from retention.lib import accepts
from retention.lib.zones import local_day
from retention.team.models import User

from ..choices import WinReason
from ..line_outcomes import keep_results
from ..models import Renewal, RenewalStage, VoidReason
from ..stages import MoveRefused, check_close
from ..sync import engine_day
from .outcomes import refuse_successor, renewed_amount, results_of
from .reasons import keep_reasons
from .standing import change_stage, label, read_open, settle, story

_day = accepts.day("The day of the outcome", required=True)
_note = accepts.text("The note", 500)
_wins = accepts.some_of("Why they stayed", WinReason)
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
    reason: Mapping[str, Any] | None = None,
    lines: Mapping[int, Decimal] | None = None,
    line_reasons: Mapping[int, Mapping[str, Any]] | None = None,
    win_reasons: Sequence[str] = (),
) -> Renewal:
    """Record the outcome of a renewal; its remaining reminders are withdrawn.

    ``on`` is the day of the signature where something was renewed. ``lines``: what each line that ends is
    worth a year from now on, by its id; a successor says it better. Whatever ends or shrinks needs a
    reason (fields of REASON_CHECKS): one for the renewal, or one per such line in ``line_reasons``.
    Raises PermissionDenied, RenewalIsClosed, MoveRefused, ReasonRefused, InputRefused, TextRefused,
    StaleVersion.
    """
    _, row = read_open(renewal, by)
    day, why = _day(on, "on"), _note(note, "note") or _words(reason)
    if day > local_day(at, by.time_zone):
        raise accepts.InputRefused("The day of the outcome lies in the future.", field="on")
    check_close(
        stage,
        note=why,
        has_successor=successor is not None,
        may_renew_by_itself=row.renews_by_itself,
        is_over=row.term_end < engine_day(at),
    )
    refuse_successor(row, successor, stage=stage, on=day)
    results = results_of(row, stage, successor, lines or {})
    changes = {
        "closed_on": day,
        "close_note": why,
        "successor": successor,
        "renewed_arr": renewed_amount(row, stage, successor, results),
        "win_reasons": _wins(win_reasons, "win_reasons") if stage != RenewalStage.LOST else [],
    }
    change_stage(row, stage, changes, reason=why, by=by, at=at, expected_version=expected_version)
    keep_results((row, result) for result in results)
    keep_reasons(row, results, reason, line_reasons or {}, by=by, at=at)
    return settle(row, "renewal_closed", story(row, f"closed as {label(stage)}", why), by=by, at=at)


def _words(reason: Mapping[str, Any] | None) -> str:
    """The customer's words stand for a note."""
    kept: str = _note((reason or {}).get("stated_reason", ""), "stated_reason")
    return kept


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
    if row.parts.exists():
        raise MoveRefused("It decides other renewals too: take them apart first.")
    words = str(VoidReason(kept).label)
    changes = {"closed_on": local_day(at, by.time_zone), "close_note": why or words, "void_reason": kept}
    change_stage(
        row, RenewalStage.VOID, changes, reason=why or words, by=by, at=at, expected_version=expected_version
    )
    return settle(row, "renewal_voided", story(row, "voided", why or words), by=by, at=at)
