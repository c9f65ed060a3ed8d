"""Is a row new, unchanged since the last import, or changed? What people edited since is not overwritten."""

from typing import Any

from ..models import ImportFile, RowState
from . import known
from .checking import Check
from .deciding import Decision
from .drafts.draft import Draft


def still_open(decisions: list[Decision]) -> list[tuple[Decision, Draft]]:
    """Decisions that were not made yet, with their drafts."""
    return [(one, one.draft) for one in decisions if one.is_open and one.draft is not None]


def taken(decisions: list[Decision]) -> list[tuple[Decision, Draft]]:
    """Rows that are records of ours, or will be."""
    states = (RowState.NEW, RowState.CHANGED, RowState.UNCHANGED)
    return [(one, one.draft) for one in decisions if one.draft is not None and one.state in states]


def compare(
    check: Check,
    file: ImportFile,
    decisions: list[Decision],
    ids: dict[str, int],
    kind: str,
    table: str,
    fields: tuple[str, ...],
    of_person: tuple[str, ...] = (),
) -> None:
    """New, unchanged since the last import, or changed: only what the source itself changed is taken over."""
    before = known.cells_before(kind, check.of.source, list(ids), check.of.pk) if ids else {}
    columns = (*fields, "person_id") if of_person else fields
    standing = known.values_of(table, list(ids.values()), columns)
    persons = (
        known.values_of("contacts_person", [row["person_id"] for row in standing.values()], of_person)
        if of_person
        else {}
    )
    for one, draft in still_open(decisions):
        one.record_id = ids.get(one.key)
        if one.record_id is None:
            one.settle(RowState.NEW)
            continue
        row = standing.get(one.record_id, {})
        stands = row | persons.get(row.get("person_id") or 0, {})
        changes = _changes(file, one, draft, before.get(one.key), stands)
        draft.values["changes"] = changes
        one.settle(RowState.CHANGED if changes else RowState.UNCHANGED, _in_words(changes, stands))


def _changes(
    file: ImportFile, one: Decision, draft: Draft, before: dict[str, str] | None, stands: dict[str, Any]
) -> dict[str, Any]:
    now = known.by_field(one.cells, file.mapping)
    if before == now:
        return {}
    moved = {name for name in now if before is None or before.get(name) != now[name]}
    if draft.values.get("role_is_guessed") is False and "role" in moved:
        moved.add("buying_role")
    if moved & {"first_name", "last_name"}:
        moved.add("name")
    if "status" in moved:
        moved.add("is_retired")
    return {
        name: draft.values[name]
        for name in stands
        if name in moved and name in draft.values and draft.values[name] not in ("", None)
        and draft.values[name] != stands[name]
    }  # fmt: skip


def _in_words(changes: dict[str, Any], stands: dict[str, Any]) -> str:
    return "; ".join(
        f"{name.replace('_', ' ')}: {stands[name] or '—'} → {value}" for name, value in changes.items()
    )
