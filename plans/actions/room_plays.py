"""Plays for white space: begun with an owner and a next step, moved on, made an opportunity, ended."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.rights import editable_account, may_edit, visible_account
from accounts.timeline import record
from contacts.actions.map_scopes import close_scope, open_scope
from contacts.actions.steps import settle_step
from contacts.choices import StepState
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import WhitespaceCell, WhitespacePlay
from ..planning.room_words import CAN_START, ENDED_STAGES, RUNNING_STAGES, CellState, RoomStage
from ..room_steps import give_step, new_step
from ..working import refuse_owner

LONGEST_TITLE = 120


class NothingToWin(DomainError):
    """Only an open, partly owned or competitor's cell can be played for."""


class PlayRuns(DomainError):
    """Somebody works on this cell already."""


class RoomPlayOver(DomainError):
    """The play has ended."""


class IsOpportunity(DomainError):
    """The play is an opportunity already."""


_why = accepts.text("Why we can win it", 500, required=True, many_lines=True)
_day = accepts.day("The day it should be won", required=True)
_step = accepts.text("The next step", 300, required=True)
_step_day = accepts.day("The day of the next step", required=True)
_note = accepts.text("What came of it", 500, many_lines=True)
_stage = accepts.one_of("The stage", RoomStage)
CHECKS: dict[str, accepts.Check] = {
    "reason": _why, "target_on": _day, "owner": accepts.as_it_is,
    "stage": accepts.one_of("The stage", RoomStage),
}  # fmt: skip


@transaction.atomic
def start_play(
    *,
    cell: WhitespaceCell,
    owner: User,
    reason: str,
    target_on: date,
    step: str,
    step_on: date,
    by: User,
    at: datetime,
    allowed_by: User | None = None,
    allowed_reason: str = "",
) -> WhitespacePlay:
    """Somebody sets out to win a cell; *step* is the first thing to do, which stands in their day.

    Whether the relationship allows it is asked above (``retention.growth.actions.expansion``). Raises
    PermissionDenied, NothingToWin, PlayRuns, InputRefused, TextRefused, CannotOwn.
    """
    account = editable_account(cell.account_id, by)
    row = WhitespaceCell.objects.select_related("unit", "product").select_for_update(of=("self",)).get(
        pk=cell.pk
    )  # fmt: skip
    if row.state == CellState.PIPELINE:
        raise PlayRuns(f"Somebody works on {row} already.")
    if row.state not in CAN_START:
        raise NothingToWin(f"{row} is {row.get_state_display().lower()}: find out first whether it is open.")
    refuse_owner(account.pk, owner)
    text, due_on = _step(step, "step"), _step_day(step_on, "step_on")
    first = new_step(row, account, owner, text, due_on, by=by, at=at)
    play = WhitespacePlay.objects.create(
        cell=row, account=account, owner=owner, step=first, reason=_why(reason, "reason"),
        target_on=_day(target_on, "target_on"), came_from=row.state, by=by, allowed_by=allowed_by,
        allowed_reason=allowed_reason,
    )  # fmt: skip
    save_edit(row, {"state": CellState.PIPELINE, "looked_on": local_day(at, by.time_zone)},
              expected_version=None)  # fmt: skip
    _tell(play, "room_play_started", f"White space in play: {row}, {owner.name}", by, at)
    return play


@transaction.atomic
def edit_room_play(
    *,
    play: WhitespacePlay,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> WhitespacePlay:
    """Change why, until when, who, or how far it is. Its owner may. Raises like start_play, StaleVersion."""
    row = _running(play, by)
    kept = accepts.accepted(changes, CHECKS)
    if kept.get("stage", RoomStage.PLANNED) not in RUNNING_STAGES:
        raise accepts.InputRefused("End the play to say that it is won, lost or stopped.", field="stage")
    owner = kept.get("owner")
    if owner is not None and owner.pk != row.owner_id and not may_edit(row.account_id, by):
        raise PermissionDenied
    if "owner" in kept:
        refuse_owner(row.account_id, owner)
    save_edit(row, kept, expected_version=expected_version)
    if owner is not None:
        give_step(row.step, owner, by=by, at=at)
    _tell(row, "room_play_changed", f"White space, {row.get_stage_display().lower()}: {row}", by, at)
    return row


@transaction.atomic
def next_room_step(
    *, play: WhitespacePlay, step: str, step_on: date, by: User, at: datetime
) -> WhitespacePlay:
    """Say what is next; the former step counts as done.

    Raises PermissionDenied, RoomPlayOver, InputRefused.
    """
    row = _running(play, by)
    text, due_on = _step(step, "step"), _step_day(step_on, "step_on")
    made = new_step(row.cell, row.account, row.owner, text, due_on, by=by, at=at)
    former = row.step
    save_edit(row, {"step": made}, expected_version=None)
    if former.state == StepState.OPEN:
        settle_step(step=former, state=StepState.DONE, by=by, at=at)
    return row


@transaction.atomic
def make_opportunity(*, play: WhitespacePlay, by: User, at: datetime) -> WhitespacePlay:
    """It is an opportunity now: a decision with a map of people of its own.

    Raises PermissionDenied, RoomPlayOver, IsOpportunity.
    """
    editable_account(play.account_id, by)
    row = _running(play, by)
    if row.opportunity_id is not None:
        raise IsOpportunity("It is an opportunity already.")
    scope = open_scope(account=row.account, title=str(row)[:LONGEST_TITLE], by=by, at=at)
    stage = RoomStage.TALKING if row.stage == RoomStage.PLANNED else row.stage
    save_edit(row, {"opportunity": scope, "stage": stage}, expected_version=None)
    _tell(row, "room_play_opportunity", f"An opportunity now: {row}", by, at)
    return row


@transaction.atomic
def end_room_play(
    *, play: WhitespacePlay, stage: str, by: User, at: datetime, note: str = ""
) -> WhitespacePlay:
    """Won, lost or stopped: a won cell is owned, any other is again what it was before.

    Raises PermissionDenied, RoomPlayOver, InputRefused, TextRefused.
    """
    row = _running(play, by)
    said, why = _stage(stage, "stage"), _note(note, "note")
    if said not in ENDED_STAGES:
        raise accepts.InputRefused("A play ends won, lost or stopped.", field="stage")
    if said != RoomStage.WON and not why:
        raise accepts.InputRefused("Say what came of it.", field="note")
    today = local_day(at, by.time_zone)
    after = CellState.OWNED if said == RoomStage.WON else row.came_from
    save_edit(row.cell, {"state": after, "looked_on": today}, expected_version=None)
    save_edit(row, {"stage": said, "ended_on": today, "ended_note": why}, expected_version=None)
    if row.step.state == StepState.OPEN:
        done = StepState.DONE if said == RoomStage.WON else StepState.DROPPED
        settle_step(step=row.step, state=done, by=by, at=at)
    if row.opportunity is not None and row.opportunity.closed_on is None and may_edit(row.account_id, by):
        close_scope(scope=row.opportunity, by=by, at=at)
    _tell(row, "room_play_ended", f"White space, {row.get_stage_display().lower()}: {row}", by, at)
    return row


def _running(play: WhitespacePlay, by: User) -> WhitespacePlay:
    """The play, its account locked, when *by* owns it or may change the account. Raises RoomPlayOver."""
    visible_account(play.account_id, by)
    rows = WhitespacePlay.objects.select_related(
        "account", "cell__unit", "cell__product", "owner", "step", "opportunity"
    )
    row = rows.get(pk=play.pk)
    if row.owner_id != by.pk and not may_edit(row.account_id, by):
        raise PermissionDenied
    if not row.is_running:
        raise RoomPlayOver(f"This play has ended: {row.get_stage_display().lower()}.")
    return row


def _tell(play: WhitespacePlay, kind: str, text: str, by: User, at: datetime) -> None:
    record(play.account, kind, text, by=by, at=at, subject=("cell", play.cell_id))
