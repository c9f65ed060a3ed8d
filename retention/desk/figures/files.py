"""Tables as files for a spreadsheet, sent while they are made."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import StreamingHttpResponse

from retention.integrations.imports.exports import harmless

Cells = tuple[object, ...]
M = TypeVar("M", bound=Model)
AT_ONCE = 1000


class _Echo:
    """What csv writes to: hands the line back."""

    def write(self, line: str) -> str:
        return line


def chained(*parts: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """One after the other."""
    for part in parts:
        yield from part


def by_key(rows: QuerySet[M]) -> Iterator[M]:
    """Every row in the order of the ids, read in portions: memory stays flat, nothing is held open."""
    rows, last = rows.order_by("pk"), 0
    while found := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield from found
        last = found[-1].pk


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
