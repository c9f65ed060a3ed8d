"""What every writer is given: the rows, who imports, and what was resolved before."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from retention.team.models import User

from ...models import Import, ImportRow, RowState
from ..choosing import Choices
from ..values import folded_name

_SETTLE = """
UPDATE integrations_importrow r
SET state = v.state, reason = v.reason, record_id = v.record_id, before = v.before::jsonb
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[])
    AS v(id, state, reason, record_id, before)
WHERE r.id = v.id
"""


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
    number: int = 1
    account_ids: dict[str, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)

    def begin(self, number: int, at: datetime) -> None:
        """Start the next transaction: nothing of the last one is carried over but what was resolved."""
        self.number, self.at, self.account_ids, self.touched = number, at, {}, set()

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
    settle_rows(rows)


def settle_rows(rows: list[ImportRow]) -> None:
    """Write state, reason, record and old values of many rows in one statement."""
    before = [None if row.before is None else json.dumps(row.before) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE,
            [
                [row.pk for row in rows],
                [str(row.state) for row in rows],
                [row.reason for row in rows],
                [row.record_id for row in rows],
                before,
            ],
        )


_REMEMBER = """
INSERT INTO accounts_externalid (record_type, record_id, source, value)
SELECT %s, v.record_id, %s, v.key FROM unnest(%s::bigint[], %s::text[]) AS v(record_id, key)
ON CONFLICT DO NOTHING
"""
_TELL = """
INSERT INTO accounts_timelineevent
    (account_id, at, actor_id, kind, text, subject_type, subject_id, is_private, is_current)
SELECT v.account_id, v.at, %s, %s, v.text, %s, v.subject_id, false, true
FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::bigint[]) AS v(account_id, at, text, subject_id)
"""


def remember_ids(batch: Batch, record_type: str, rows: list[ImportRow]) -> None:
    """Keep the ids under which the source knows these records; those it is known by stay."""
    known = [(row.record_id, row.key) for row in rows if row.record_id]
    ids, keys = [number for number, _ in known], [key for _, key in known]
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [str(record_type), batch.of.source, ids, keys])


Line = tuple[int, datetime, str, int]
"""An account's id, when it was true, what happened, and the record it is about."""


def tell(batch: Batch, kind: str, subject_type: str, lines: Sequence[Line]) -> None:
    """Write lines of the accounts' stories in one statement; texts are cut to what fits."""
    accounts, moments, texts, subjects = ([line[place] for line in lines] for place in range(4))
    cut = [str(text)[:500] for text in texts]
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [batch.by.pk, kind, subject_type, accounts, moments, cut, subjects])


def values(row: ImportRow) -> dict[str, Any]:
    """The draft of a row."""
    draft: dict[str, Any] = row.draft or {}
    return draft
