"""What every writer is given: the rows, who imports, and what was resolved before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from accounts.models import ExternalId
from retention.team.models import User

from ...models import Import, ImportRow, RowState
from ..choosing import Choices
from ..values import folded_name


@dataclass
class Batch:
    """One transaction's worth of an import. ``account_ids`` maps groups to accounts."""

    of: Import
    by: User
    at: datetime
    today: date
    choices: Choices
    people: Mapping[str, int]
    teams: Mapping[int, int]
    products: dict[str, int]
    account_ids: dict[str, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)

    def person(self, name: str) -> int | None:
        """Who a name in an owner's column is, after the admin's mapping; None for nobody."""
        return self.people.get(name.lower()) or self.people.get(folded_name(name)) if name else None

    def note_made(self, word: str, number: int) -> None:
        """Remember what was made beside the rows (teams, former colleagues, products of deals), for undo."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE integrations_import SET summary = jsonb_set(summary, ARRAY[%s], "
                "coalesce(summary -> %s, '[]'::jsonb) || to_jsonb(%s::bigint)) WHERE id = %s",
                [word, word, number, self.of.pk],
            )


def mark(rows: list[ImportRow], state: RowState) -> None:
    """Write what became of rows, with the records they became."""
    for row in rows:
        row.state = state
    ImportRow.objects.bulk_update(rows, ["state", "record_id", "before"])


def remember_ids(batch: Batch, record_type: str, rows: list[ImportRow]) -> None:
    """Keep the ids under which the source knows these records; those it is known by stay."""
    ExternalId.objects.bulk_create(
        (
            ExternalId(
                record_type=record_type, record_id=row.record_id, source=batch.of.source, value=row.key
            )
            for row in rows
            if row.record_id
        ),
        ignore_conflicts=True,
    )


def values(row: ImportRow) -> dict[str, Any]:
    """The draft of a row."""
    draft: dict[str, Any] = row.draft or {}
    return draft
