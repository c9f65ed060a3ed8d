"""Plays that follow their deals: worth, close date and stage; won and lost; and all of it taken back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from contacts.actions.steps import edit_step, reopen_step
from contacts.choices import StepState
from plans.actions.room_plays import edit_room_play, end_room_play
from plans.actions.whitespace import set_cell
from plans.models import WhitespacePlay
from plans.planning.room_words import RoomStage
from retention.lib.records import save_edit
from retention.team.models import User

from ...models import ImportRow, RowState
from .batch import Batch, mark, values

PUT_BACK = ("state", "potential_said", "potential_note", "currency", "looked_on")
OF_PLAY = ("target_on", "stage", "ended_on", "ended_note")
DAYS = ("looked_on", "target_on", "ended_on")


def follow_openings(batch: Batch, rows: list[ImportRow]) -> None:
    """Change the plays of rows that say something new of them; what each was is kept."""
    for row in rows:
        play = _play(row.record_id)
        row.before = _as_it_was(play)
        changes = values(row)["changes"]
        if "ended" in changes:
            end_play(batch, play, changes["ended"])
        else:
            _follow(batch, play, values(row), changes)
        row.before |= {"left": versions_of(_play(play.pk))}
        batch.touched.add(play.account_id)
    if rows:
        mark(rows, RowState.UPDATED)


def end_play(batch: Batch, play: WhitespacePlay, stage: str) -> None:
    """The deal was won or lost in the source."""
    note = f"{RoomStage(stage).label} in {batch.of.source}."
    end_room_play(play=play, stage=stage, note=note, by=batch.by, at=batch.at)


def end_won(batch: Batch, rows: list[ImportRow]) -> None:
    """Contracts of deals that were in play: the play is won; the contract's row keeps what it was."""
    for row in rows:
        number = values(row).get("won_play")
        play = WhitespacePlay.objects.running().filter(pk=number).first() if number else None
        if play is not None:
            play = _play(play.pk)
            row.before = {"play_id": play.pk, **_as_it_was(play)}
            end_play(batch, play, RoomStage.WON)
            row.before |= {"left": versions_of(_play(play.pk))}


def _follow(batch: Batch, play: WhitespacePlay, said: dict[str, Any], changes: dict[str, Any]) -> None:
    cell, step, due = play.cell, play.step, play.target_on
    if "potential" in changes:
        deals = "the opportunity" if said["deals"] == 1 else f"{said['deals']} opportunities"
        worth = {"potential_said": Decimal(changes["potential"]), "currency": said["currency"],
                 "potential_note": f"From {deals} that came by import."}  # fmt: skip
        set_cell(account=play.account, product=cell.product, unit=cell.unit, changes=worth, by=batch.by,
                 at=batch.at)  # fmt: skip
    kept: dict[str, Any] = {"stage": changes["stage"]} if "stage" in changes else {}
    if "closes" in changes:
        kept["target_on"] = date.fromisoformat(changes["closes"])
    if kept:
        edit_room_play(play=play, changes=kept, by=batch.by, at=batch.at)
    if "target_on" in kept and step.state == StepState.OPEN and step.due_on == due:
        day = max(kept["target_on"], batch.today)
        edit_step(step=step, changes={"due_on": day}, by=batch.by, at=batch.at)


def restore_opening(row: ImportRow, *, by: User, at: datetime, play_id: int | None = None) -> None:
    """Put the play back as it was before this row, unless somebody worked on it since."""
    play, before = _play(play_id or row.record_id), row.before or {}
    if versions_of(play) != before.get("left") or play.step_id != before["step"]["id"]:
        row.state, row.reason = RowState.KEPT, "The play was changed since, so it stays."
        return
    if play.opportunity_id is not None and not play.is_running:
        row.state, row.reason = RowState.KEPT, "The play has a map of its own, so it stays."
        return
    save_edit(play, _read(before["play"]), expected_version=None)
    save_edit(play.cell, _read(before["cell"]), expected_version=None)
    if play.step.state != before["step"]["state"]:
        reopen_step(step=play.step, by=by, at=at)
    due = date.fromisoformat(before["step"]["due_on"])
    if play.step.due_on != due:
        edit_step(step=play.step, changes={"due_on": due}, by=by, at=at)
    _let_the_first_import_go(_play(play.pk))
    row.state, row.reason = RowState.RESTORED, ""


def _let_the_first_import_go(play: WhitespacePlay) -> None:
    """What made the play knows it again: nobody worked on it meanwhile."""
    made = ImportRow.objects.filter(record_type="room_play", record_id=play.pk, state=RowState.ADDED)
    for row in made:
        ImportRow.objects.filter(pk=row.pk).update(before={**(row.before or {}), **versions_of(play)})


def versions_of(play: WhitespacePlay) -> dict[str, Any]:
    """By which it is told whether somebody worked on a play, its cell or its step."""
    kept = _play(play.pk)
    return {"play_version": kept.version, "version": kept.cell.version, "step_version": kept.step.version}


def _play(number: int | None) -> WhitespacePlay:
    rows = WhitespacePlay.objects.select_related("account", "owner", "step", "cell__product", "cell__unit")
    return rows.get(pk=number or 0)


def _as_it_was(play: WhitespacePlay) -> dict[str, Any]:
    step = play.step
    return {
        "cell": {name: as_text(getattr(play.cell, name)) for name in PUT_BACK},
        "play": {name: as_text(getattr(play, name)) for name in OF_PLAY},
        "step": {"id": step.pk, "state": step.state, "due_on": step.due_on.isoformat()},
    }


def as_text(value: Any) -> Any:
    """A column as JSON keeps it."""
    return value if value is None or isinstance(value, str) else str(value)


def _read(kept: dict[str, Any]) -> dict[str, Any]:
    found = dict(kept)
    for name in DAYS:
        if found.get(name):
            found[name] = date.fromisoformat(found[name])
    if found.get("potential_said") is not None:
        found["potential_said"] = Decimal(found["potential_said"])
    return found
