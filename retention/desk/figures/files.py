"""Tables as files for a spreadsheet, sent while they are made."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import StreamingHttpResponse

from accounts.fx import base_currency
from retention.integrations.imports.exports import harmless
from retention.metrics.questions import DEFINITION_VERSION

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


def about(on: date, **more: object) -> Iterator[Cells]:
    """As of which day, in which currency and by which definition; stands at the top of a file."""
    yield "as of", on.isoformat()
    yield "currency", base_currency()
    yield "definition", DEFINITION_VERSION
    yield from more.items()
    yield ()


def portions(rows: QuerySet[M]) -> Iterator[list[M]]:
    """All rows in the order of the ids, so many at once: memory stays flat, nothing is held open."""
    rows, last = rows.order_by("pk"), 0
    while found := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield found
        last = found[-1].pk


def by_key(rows: QuerySet[M]) -> Iterator[M]:
    """Every row in the order of the ids, read in portions."""
    for found in portions(rows):
        yield from found


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
