"""Tables as files for a spreadsheet, sent while they are made."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.http import StreamingHttpResponse

from retention.integrations.imports.exports import harmless


class _Echo:
    """What csv writes to: hands the line back."""

    def write(self, line: str) -> str:
        return line


def chained(*parts: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """One after the other."""
    for part in parts:
        yield from part


def as_file(name: str, rows: Iterable[tuple[object, ...]]) -> StreamingHttpResponse:
    """An answer that downloads as retention-<name>.csv."""
    writer = csv.writer(_Echo())
    lines = (writer.writerow([_cell(value) for value in row]) for row in rows)
    answered = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answered["Content-Disposition"] = f'attachment; filename="retention-{name}.csv"'
    return answered


def _cell(value: object) -> str:
    """Numbers as they are; words so that no spreadsheet takes them for a formula."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float | Decimal) else harmless(str(value))
