"""Statements that are planned once per database connection.

Reading one account's health takes PostgreSQL less than a millisecond, but planning the statement takes it
several. It is therefore prepared on first use and run by one plan from then on. Preparing happens inside one
transaction, so that it holds behind a connection pooler too. Where this connection has prepared it before,
a read outside of a transaction sends both statements at once and looks for nothing first.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary
from zlib import crc32

from django.db import Error, connection, transaction
from psycopg2.errors import InvalidSqlStatementName

_ONE_PLAN = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)"
_READY = ", ".join((_ONE_PLAN, "EXISTS (SELECT 1 FROM pg_prepared_statements WHERE name = %s)"))
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""What a connection has prepared. Behind a pooler the server may not know it: then it is looked for."""
_NAMED = re.compile(r"%\((\w+)\)s")


def rows_of(statement: str, types: Mapping[str, str], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run the statement, prepared; *types* are the SQL types of its named parameters.

    Raises KeyError for a parameter without type or value.
    """
    name, prepare, execute = _prepared(statement, tuple(sorted(types.items())))
    connection.ensure_connection()
    known = _known.setdefault(connection.connection, set())
    if name in known and not connection.in_atomic_block:
        try:
            return _rows(f"{_ONE_PLAN}; {execute}", values)
        except Error as error:
            if not isinstance(error.__cause__, InvalidSqlStatementName):
                raise
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(_READY, [name])
            if not cursor.fetchone()[1]:
                cursor.execute(prepare)
        known.add(name)
        return _rows(execute, values)


def _rows(execute: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(execute, values)
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@lru_cache(maxsize=16)
def _prepared(statement: str, types: tuple[tuple[str, str], ...]) -> tuple[str, str, str]:
    """The statement's name, and how it is prepared and executed."""
    name, type_of = f"keel_{crc32(statement.encode()):08x}", dict(types)
    names = list(dict.fromkeys(_NAMED.findall(statement)))
    places = {parameter: f"${number}" for number, parameter in enumerate(names, start=1)}
    body = _NAMED.sub(lambda found: places[found[1]], statement)
    signature = ", ".join(type_of[parameter] for parameter in names)
    given = ", ".join(f"%({parameter})s" for parameter in names)
    return name, f"PREPARE {name} ({signature}) AS {body}", f"EXECUTE {name} ({given})"
