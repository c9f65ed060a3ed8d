"""Keeping every row of a file as it was read: by COPY, in one transaction per file."""

import io
import json
from collections.abc import Iterable, Iterator
from datetime import date

from django.db import connection

from ..models import Import, ImportFile, ImportRow, RowState
from .columns import NOT_USED, recognise
from .mapping import LEFT_OUT, remembered_for
from .refusals import FileRefused, RowRejected
from .tables import Table, read_table
from .values import day_of, order_of

PAST = {
    "contracts": ("closed", "created"),
    "emails": ("sent", "ended", "modified"),
    "invoices": ("issued", "paid_on"),
    "appointments": ("started", "created"),
}
"""Columns of days on which something had happened, for finding the last day in the data."""
DATED = PAST | {"accounts": ("since",)}
UNKNOWN = "Nobody has said what this file holds."
SAMPLED = 2000
CHUNK = 1000
_COLUMNS = ("of_id", "file_id", "number", "cells", "state", "reason", "flags", "record_type", "key", "group")


def stage(file: ImportFile, today: date) -> int:
    """Read a file and keep its rows, and say how many; one that cannot be read keeps only the reason.

    One that is not recognised keeps its rows too: an admin may say what they are.
    """
    ImportRow.objects.filter(file=file).delete()
    try:
        table = read_table(bytes(file.content or b""))
        file.encoding, file.delimiter, file.columns = table.encoding, table.delimiter, table.columns
        _recognise(file)
        look_at_dates(file, (cells for _, cells in table.rows()), today)
        file.rows = _copy(file, table)
    except FileRefused as refused:
        ImportRow.objects.filter(file=file).delete()
        file.problem, file.kind, file.rows = refused.message[:500], "", 0
    file.content = None
    file.save()
    return file.rows


def _recognise(file: ImportFile) -> None:
    """By what somebody said of this header before, else by the columns' names."""
    said = remembered_for(file.columns)
    if said is not None:
        file.kind, file.mapping = said
        file.problem = "" if file.kind else LEFT_OUT
        return
    found = recognise(file.columns)
    if found is None:
        shown = ", ".join(name for name in file.columns[:8] if name)
        file.problem = f"The columns are not known to Keel: {shown}"[:500]
        return
    file.kind, file.mapping = found[0].name, found[1]


def look_again(of: Import, today: date) -> None:
    """Look at the dates of files whose columns an admin has mapped since they were read."""
    for file in of.files.defer("content").filter(kind__in=DATED, dates="").order_by("id"):
        rows = ImportRow.objects.filter(file=file).values_list("cells", flat=True)
        look_at_dates(file, rows.iterator(chunk_size=CHUNK), today)
        file.save(update_fields=["dates", "last_day"])


def look_at_dates(file: ImportFile, rows: Iterable[list[str]], today: date) -> None:
    """Which order the dates are in, and the last day on which something had happened."""
    places = [file.mapping[name] for name in DATED.get(file.kind, ()) if name in file.mapping]
    if not places:
        return
    cells = [row[place] for row in rows for place in places if place < len(row) and row[place].strip()]
    file.dates = order_of(cells[:SAMPLED])
    if file.kind in PAST:
        days = {day for text in set(cells) if (day := _day(text, file.dates)) is not None and day <= today}
        file.last_day = max(days, default=None)


def _day(text: str, order: str) -> date | None:
    try:
        return day_of(text, order, "")
    except RowRejected:
        return None


def _copy(file: ImportFile, table: Table) -> int:
    counted = 0
    names = ", ".join(connection.ops.quote_name(name) for name in _COLUMNS)
    state, reason = RowState.STAGED, ""
    if file.kind in NOT_USED:
        state, reason = RowState.SKIPPED, "Recognised; Keel does not use these yet."
    elif not file.kind:
        state, reason = RowState.SKIPPED, UNKNOWN if file.problem != LEFT_OUT else LEFT_OUT
    with connection.cursor() as cursor:
        for lines in _chunks(file, table, state.value, reason):
            counted += len(lines)
            cursor.copy_expert(
                f"COPY {ImportRow._meta.db_table} ({names}) FROM STDIN", io.StringIO("".join(lines))
            )
    return counted


def _chunks(file: ImportFile, table: Table, state: str, reason: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for number, cells in table.rows():
        packed = json.dumps([cell.replace("\x00", "\ufffe") for cell in cells], ensure_ascii=False)
        escaped = packed.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
        lines.append(f"{file.of_id}\t{file.pk}\t{number}\t{escaped}\t{state}\t{reason}\t\t\t\t\n")
        if len(lines) >= CHUNK:
            yield lines
            lines = []
    if lines:
        yield lines
