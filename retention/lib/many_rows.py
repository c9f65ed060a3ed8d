"""Writing many rows of a model in one statement: a column is sent as one array, whatever the number of rows.

For what is derived from other rows. Nothing is checked but by the database, whose triggers and constraints
hold as ever; what people enter goes through the models.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Field, Model

AT_ONCE = 10_000
"""Rows in one statement: what is sent stays below some megabytes."""
Row = Sequence[Any]


def add_rows(
    model: type[Model], columns: Sequence[str], rows: Collection[Row], *, keep_existing: bool = False
) -> None:
    """Insert rows, each with a value for every one of *columns* (``account_id``, not ``account``).

    Other columns get the database's default. With *keep_existing* a row whose unique key is taken is
    left out, without an error.
    """
    names, read = ", ".join(columns), ", ".join(_read(model, name) for name in columns)
    end = "ON CONFLICT DO NOTHING" if keep_existing else ""
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"INSERT INTO {table} ({names}) SELECT {read} FROM {{}} AS v({names}) {end}"  # noqa: S608
    _run(statement, model, columns, rows)


def change_rows(model: type[Model], columns: Sequence[str], rows: Collection[Row]) -> None:
    """Write *columns* of rows, each given as its id and a value for every one of them."""
    names, table = ", ".join(["id", *columns]), connection.ops.quote_name(model._meta.db_table)
    values = ", ".join(f"{name} = {_read(model, name)}" for name in columns)
    statement = f"UPDATE {table} AS r SET {values} FROM {{}} AS v({names}) WHERE r.id = v.id"  # noqa: S608
    _run(statement, model, ["id", *columns], rows)


def _run(statement: str, model: type[Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    arrays = ", ".join(f"%s::{_type(_field(model, name))}[]" for name in columns)
    statement, rows = statement.format(f"unnest({arrays})"), list(rows)
    lists = [place for place, name in enumerate(columns) if isinstance(_field(model, name), ArrayField)]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            sent = [list(column) for column in zip(*rows[start : start + AT_ONCE], strict=True)]
            for place in lists:
                sent[place] = [_written(value) for value in sent[place]]
            cursor.execute(statement, sent)


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    """The field of a column. Raises KeyError for what is no column of the model."""
    return {field.column: field for field in model._meta.concrete_fields}[name]


def _type(field: "Field[Any, Any]") -> str:
    """What the database casts a value to: without a length, so that what is too long is refused, not cut."""
    if isinstance(field, ArrayField):
        return "text"
    return str(field.db_type(connection)).partition("(")[0]


def _read(model: type[Model], name: str) -> str:
    """A list of lists would be one flat array: lists of texts travel as written, and are read here."""
    return f"v.{name}::text[]" if isinstance(_field(model, name), ArrayField) else f"v.{name}"


def _written(values: Sequence[str]) -> str:
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"
