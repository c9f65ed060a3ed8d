"""Reading and writing many check-in rows, each kind of change in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django.db import connection

from .derivation import Wanted
from .models import CheckIn

COLUMNS = tuple(column.name for column in fields(Wanted))
Values = tuple[Any, ...]
Stored = dict[int, dict[int | None, tuple[int, Values]]]
"""By account, then contact (None: the account as a whole): row id and values in the order of COLUMNS."""

_TYPES: Mapping[Any, str] = {
    bool: "boolean",
    int: "integer",
    int | None: "bigint",
    str: "text",
    date: "date",
    date | None: "date",
    datetime | None: "timestamptz",
}


def stored_rows(account_ids: Sequence[int]) -> Stored:
    """The rows that stand for these accounts."""
    found: Stored = {}
    rows = CheckIn.objects.filter(account_id__in=account_ids).values_list("account_id", "id", *COLUMNS)
    for account_id, row_id, *values in rows.order_by():
        found.setdefault(account_id, {})[values[0]] = (row_id, tuple(values))
    return found


def add_rows(rows: Sequence[tuple[int, Values]]) -> None:
    """Insert rows, each given as (account id, values)."""
    if rows:
        columns = ", ".join(COLUMNS)
        _run(f"INSERT INTO cadence_checkin (account_id, {columns}) SELECT * FROM {{}}", rows)  # noqa: S608


def change_rows(rows: Mapping[int, Values]) -> None:
    """Write these values into rows, by row id."""
    if rows:
        changing = [column for column in COLUMNS if column != "contact_id"]
        values = ", ".join(f"{column} = v.{column}" for column in changing)
        names = ", ".join(("id", *COLUMNS))
        statement = f"UPDATE cadence_checkin c SET {values} FROM {{}} AS v({names}) WHERE c.id = v.id"  # noqa: S608
        _run(statement, list(rows.items()))


def drop_rows(row_ids: Sequence[int]) -> None:
    """Delete rows nobody is due for any more."""
    if row_ids:
        CheckIn.objects.filter(id__in=row_ids).delete()


def _run(statement: str, rows: Sequence[tuple[int, Values]]) -> None:
    """Run the statement with an id and the columns of every row as one array each."""
    types = ["bigint", *(_TYPES[column.type] for column in fields(Wanted))]
    arrays = ", ".join(f"%s::{kind}[]" for kind in types)
    flat = [(number, *values) for number, values in rows]
    with connection.cursor() as cursor:
        columns = [list(column) for column in zip(*flat, strict=True)]
        cursor.execute(statement.format(f"unnest({arrays})"), columns)
