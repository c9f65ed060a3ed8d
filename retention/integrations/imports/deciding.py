"""What is decided about a row, and writing many decisions in one statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from ..models import RowState
from .drafts.draft import Draft


@dataclass
class Decision:
    """The row's new state with everything that goes with it."""

    row_id: int
    number: int
    cells: list[str]
    state: str = RowState.STAGED.value
    reason: str = ""
    flags: list[str] = field(default_factory=list)
    key: str = ""
    group: str = ""
    record_id: int | None = None
    record_type: str = ""
    draft: Draft | None = None

    def settle(self, state: RowState, reason: str = "") -> None:
        """Say what becomes of it."""
        self.state, self.reason = state.value, reason

    @property
    def is_open(self) -> bool:
        """Not decided yet."""
        return self.state == RowState.STAGED and self.draft is not None


_WRITE = """
UPDATE integrations_importrow r SET state = v.state, reason = v.reason, flags = v.flags, record_type = v.kind,
    key = v.key, "group" = v.grp, record_id = v.record_id, draft = v.draft::jsonb
FROM unnest(
    %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[],
    %s::text[]
) AS v(id, state, reason, flags, key, grp, record_id, draft, kind)
WHERE r.id = v.id
"""


def write_decisions(record_type: str, decisions: Sequence[Decision]) -> None:
    """Store them; *record_type* is what they become unless a decision says otherwise."""
    columns: list[list[Any]] = [[] for _ in range(9)]
    for one in decisions:
        draft = None if one.draft is None else json.dumps(one.draft.values)
        flags = "; ".join(one.flags)[:200]
        kind = one.record_type or record_type
        row = (one.row_id, one.state, one.reason[:400], flags, one.key, one.group, one.record_id, draft, kind)
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, columns)


def set_in_drafts(row_ids: Sequence[int], field_name: str, values: Sequence[Any]) -> None:
    """Put one value into the drafts of many rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE integrations_importrow r SET draft = jsonb_set(r.draft, ARRAY[%s], v.value::jsonb) "
            "FROM unnest(%s::bigint[], %s::text[]) AS v(id, value) WHERE r.id = v.id AND r.draft IS NOT NULL",
            [field_name, list(row_ids), [json.dumps(value) for value in values]],
        )
