"""Rows that were not taken, as a file to mend and upload again; safe to open in a spreadsheet."""

import csv
from collections.abc import Iterator

from ..models import ImportFile, ImportRow, RowState

RISKY = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")
NOT_TAKEN = (RowState.REJECTED, RowState.UNCLEAR)


class _Echo:
    """What csv writes to: hands the line back."""

    def write(self, line: str) -> str:
        return line


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; importing it again removes the quote."""
    text = cell.replace("\ufffe", "")
    return f"'{text}" if text.startswith(RISKY) else text


def rejected_lines(file: ImportFile) -> Iterator[str]:
    """The file's own columns, then the row number and the reason."""
    write = csv.writer(_Echo()).writerow
    yield "\ufeff"
    yield write([*(harmless(name) for name in file.columns), "Row", "Reason"])
    width = len(file.columns)
    rows = ImportRow.objects.filter(file=file, state__in=NOT_TAKEN).order_by("number")
    for cells, number, reason in rows.values_list("cells", "number", "reason").iterator(chunk_size=500):
        padded = [*cells[:width], *([""] * (width - len(cells)))]
        yield write([*(harmless(cell) for cell in padded), number, harmless(reason)])
