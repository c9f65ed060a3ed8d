"""Taking imported white space back: the play and its step go, the cell is again what it was."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import ExternalId, RecordType, TimelineEvent
from contacts.choices import StepState
from contacts.models import NextStep
from plans.models import WhitespaceCell, WhitespacePlay
from retention.lib.records import save_edit

from ..models import ImportRow, RowState
from .removing import held_by

OF_PLAY = {"plans.whitespaceplay"}


def why_openings_stay(ids: Collection[int]) -> dict[int, str]:
    """Plays that somebody works on: with a step that was done or moved, or words on the cell."""
    plays = _plays(ids)
    before = _before(ids)
    held_cells = held_by(WhitespaceCell, [play.cell_id for play in plays], OF_PLAY)
    held_steps = held_by(NextStep, [play.step_id for play in plays], OF_PLAY)
    found = held_by(WhitespacePlay, ids)
    for play in plays:
        kept = before.get(play.pk, {})
        is_worked_on = (
            play.version != kept.get("play_version", 1)
            or play.step.version != kept.get("step_version", 1)
            or play.step.state != StepState.OPEN
            or play.cell.version != kept.get("version")
        )
        why = held_cells.get(play.cell_id) or held_steps.get(play.step_id)
        if why or is_worked_on:
            found.setdefault(play.pk, why or "was changed since")
    return found


def remove_openings(ids: Collection[int]) -> None:
    """With their steps, their lines in the story, and the cells that had no row before."""
    before = _before(ids)
    ExternalId.objects.filter(record_type=RecordType.ROOM_PLAY, record_id__in=list(ids)).delete()
    for play in _plays(ids):
        cell, step, kept = play.cell, play.step, before[play.pk]
        save_edit(cell, _as_it_was(kept["cell"]) or {"state": play.came_from}, expected_version=None)
        play.delete()
        step.delete()
        _forget("step", play.step_id, kept["at"])
        _forget("cell", cell.pk, kept["at"])
        if kept["cell"] is None:
            cell.delete()


def _plays(ids: Collection[int]) -> list[WhitespacePlay]:
    rows = WhitespacePlay._base_manager.filter(pk__in=list(ids)).select_related("cell", "step")
    return list(rows.order_by("id"))


def _before(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What each row kept when it was applied, by the id of its play."""
    rows = ImportRow.objects.filter(
        record_type=RecordType.ROOM_PLAY, record_id__in=list(ids), state=RowState.ADDED
    )
    return {number or 0: kept or {} for number, kept in rows.values_list("record_id", "before")}


def _as_it_was(kept: dict[str, Any] | None) -> dict[str, Any]:
    if kept is None:
        return {}
    amount = kept["potential_said"]
    return kept | {
        "looked_on": date.fromisoformat(kept["looked_on"]),
        "potential_said": None if amount is None else Decimal(amount),
    }


def _forget(subject: str, number: int, at: str) -> None:
    rows = TimelineEvent.objects.filter(subject_type=subject, subject_id=number)
    rows.filter(at=datetime.fromisoformat(at)).delete()
