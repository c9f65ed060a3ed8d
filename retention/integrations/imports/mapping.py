"""Saying what a file holds where its columns do not: remembered for the next file with the same header."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.team.models import User

from ..jobs.actions import request_job
from ..models import Import, ImportFile, ImportMapping, ImportRow, ImportState, RowState
from .actions import CHECK, locked_import
from .columns import BY_NAME, NOT_USED, header_of
from .fields import wrong_with

SAMPLED_ROWS = 200
LEFT_OUT = "Left out, as an admin said."


class MappingRefused(DomainError):
    """The columns cannot be what was said. ``wrong`` has a sentence by place of the column."""

    def __init__(self, wrong: Mapping[int | None, str]) -> None:
        super().__init__(next(iter(wrong.values())))
        self.wrong = dict(wrong)


@transaction.atomic
def map_columns(*, file: ImportFile, kind: str, chosen: Mapping[int, str], by: User, at: datetime) -> Import:
    """Say what kind of file it is and which field each column holds (by its place), and check again.

    An empty *kind* leaves the file out. Raises PermissionDenied, NotNow, MappingRefused.
    """
    of = locked_import(file.of, by, ImportState.CHECKED, ImportState.FAILED)
    row = of.files.defer("content").select_for_update().get(pk=file.pk)
    _refuse_wrong(row, kind, chosen)
    row.kind, row.mapping = kind, {field: place for place, field in sorted(chosen.items())} if kind else {}
    row.problem, row.dates, row.last_day = "" if kind else LEFT_OUT, "", None
    row.save(update_fields=["kind", "mapping", "problem", "dates", "last_day"])
    state, reason = (RowState.STAGED, "") if kind else (RowState.SKIPPED, LEFT_OUT)
    fresh = {"flags": "", "record_type": "", "key": "", "group": "", "record_id": None, "draft": None}
    ImportRow.objects.filter(file=row).update(state=state, reason=reason, **fresh)
    ImportMapping.objects.update_or_create(
        signature=header_of(row.columns),
        defaults={"choices": {"kind": kind, "mapping": row.mapping}, "chosen_at": at},
    )
    save_edit(of, {"state": ImportState.CHECKING}, expected_version=None)
    request_job(kind=CHECK, subject_id=of.pk, by=by, at=at)
    return of


def remembered_for(columns: list[str]) -> tuple[str, dict[str, int]] | None:
    """Kind and places of fields that somebody said of this header before; None when nobody did."""
    row = ImportMapping.objects.filter(signature=header_of(columns)).first()
    if row is None:
        return None
    said: dict[str, Any] = row.choices
    kind, mapping = str(said.get("kind", "")), dict(said.get("mapping", {}))
    if kind and (kind not in BY_NAME or not set(mapping) <= set(BY_NAME[kind].words)):
        return None  # said to an older Keel, which knew other fields
    return kind, mapping


def samples_of(file: ImportFile, most: int = SAMPLED_ROWS) -> dict[int, list[str]]:
    """The filled cells of the first rows, by place of the column."""
    found: dict[int, list[str]] = {}
    rows = ImportRow.objects.filter(file=file).order_by("number").values_list("cells", flat=True)
    for cells in rows[:most]:
        for place, cell in enumerate(cells):
            if cell.strip():
                found.setdefault(place, []).append(cell.strip())
    return found


def _refuse_wrong(file: ImportFile, kind: str, chosen: Mapping[int, str]) -> None:
    if not file.columns:
        raise MappingRefused({None: file.problem or "This file could not be read."})
    if kind == "":
        return
    if kind not in BY_NAME or kind in NOT_USED:
        raise MappingRefused({None: "Choose what the file holds from the list."})
    if any(not 0 <= place < len(file.columns) for place in chosen):
        raise MappingRefused({None: "The file has no such column; look at the page again."})
    wrong = wrong_with(BY_NAME[kind], chosen, file.columns, samples_of(file))
    if wrong:
        raise MappingRefused(wrong)
