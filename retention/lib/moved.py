"""Rows that went from one record to another, or out, and come back: as they stand in the JSON of a merger.

A moved key is {"table", "column", "ids", "old", "new"}, a changed row {"table", "ids", "old", "new"} with old
and new values by column, a removed row {"table", "row"}.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import connection

Moved = dict[str, Any]


def take_out(model: Any, number: int) -> Moved:
    """Delete a row and return it as it was."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE id = %s", [number])  # noqa: S608
        row = cursor.fetchone()[0]
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [number])  # noqa: S608
    return {"table": model._meta.label, "row": json.loads(row) if isinstance(row, str) else row}


def put_back(removed: Sequence[Moved]) -> int:
    """Write taken rows again under their ids; one that meanwhile stands otherwise is left out. How many."""
    written = 0
    for taken in removed:
        model = apps.get_model(taken["table"])
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s) "  # noqa: S608
                "ON CONFLICT DO NOTHING",
                [json.dumps(taken["row"])],
            )
            written += cursor.rowcount
    return written


def move_back(moved: Sequence[Moved]) -> None:
    """Point rows at where they pointed before, as far as they still point at where they were moved."""
    for went in reversed(moved):
        model = apps.get_model(went["table"])
        rows = model._base_manager.filter(pk__in=went["ids"], **{went["column"]: went["new"]})
        rows.update(**{went["column"]: went["old"]})


def change_back(changed: Sequence[Moved]) -> None:
    """Give rows the values they had, each where it still is what it was changed to; a row at once."""
    for went in changed:
        model = apps.get_model(went["table"])
        table, quote = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name
        values = ", ".join(
            f"{quote(name)} = CASE WHEN t.{quote(name)} IS NOT DISTINCT FROM n.{quote(name)} "
            f"THEN o.{quote(name)} ELSE t.{quote(name)} END"
            for name in went["old"]
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} t SET {values} FROM jsonb_populate_record(NULL::{table}, %s) o, "  # noqa: S608
                f"jsonb_populate_record(NULL::{table}, %s) n WHERE t.id = ANY(%s)",
                [json.dumps(went["old"]), json.dumps(went["new"]), went["ids"]],
            )
