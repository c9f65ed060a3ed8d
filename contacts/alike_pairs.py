"""Pairs that look alike, kept true: what is still open follows what is found, what was decided stays."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db import connection

from .models import AlikePair

PAIRS_AT_ONCE = 2000


def keep_pairs(model: type[AlikePair], found: list[Any], ids: Collection[int] | None) -> int:
    """Write the pairs found of these records, or of all; open ones that were not found go. How many stand."""
    table: Any = model
    stale = table.objects.open()
    if ids is not None:
        stale = stale.filter(first__in=ids) | stale.filter(second__in=ids)
    kept = {(pair.first_id, pair.second_id) for pair in found}
    gone = [
        row.pk for row in stale.only("first_id", "second_id") if (row.first_id, row.second_id) not in kept
    ]
    table.objects.filter(pk__in=gone).delete()
    for batch in parts(found):
        table.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["first", "second"],
            update_fields=["score", "reasons"],
        )
    return len(found)


def parts(rows: list[Any]) -> Iterator[list[Any]]:
    """In portions."""
    for first in range(0, len(rows), PAIRS_AT_ONCE):
        yield rows[first : first + PAIRS_AT_ONCE]


def rows_of(statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    """What a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())
