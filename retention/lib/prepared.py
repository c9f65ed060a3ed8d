"""Statements that are planned once per database connection.

Reading the rows of one account takes PostgreSQL a fraction of a millisecond, planning the statement several
times as long. It is therefore prepared on first use and run by one plan from then on: right for what goes by
keys, where one plan is the best for every value, and wrong for lists, where it depends on who asks.

Preparing and running are sent at once, so that both reach the same server behind a connection pooler. Where a
connection has prepared it before, running it is one question to the database.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from django.db import Error, connection
from psycopg2.errors import DuplicatePreparedStatement, InvalidSqlStatementName

T = TypeVar("T")

ONE_PLAN = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)"
MOST = 300
"""Statements prepared on one connection; what comes later is planned each time."""
_READY = ", ".join((ONE_PLAN, "EXISTS (SELECT 1 FROM pg_prepared_statements WHERE name = %s)"))
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""What a connection has prepared. Behind a pooler the server may not know it, or from somebody else."""
_NAMED = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its name: how it is prepared and how it is executed, both to be given parameters."""

    name: str
    prepare: str
    execute: str


def statement_of(body: str, types: list[str], given: list[str]) -> Statement:
    """The statement *body* with $1, $2 … of those SQL *types*, for which *given* are put in."""
    name = f"keel_{blake2b(f'{types} {body}'.encode(), digest_size=12).hexdigest()}"
    signature, values = f" ({', '.join(types)})" if types else "", f" ({', '.join(given)})" if given else ""
    return Statement(name, f"PREPARE {name}{signature} AS {body}", f"{ONE_PLAN}; EXECUTE {name}{values}")


def has_room(on: Any, statement: Statement) -> bool:
    """May the statement be prepared now? Not inside a transaction: one that was forgotten would break it."""
    if on.in_atomic_block:
        return False
    known = _known_by(on)
    return statement.name in known or len(known) < MOST


def run(on: Any, statement: Statement, act: Callable[[str], T]) -> T:
    """Let *act* send what executes the statement, and prepares it where this connection has not.

    Outside of transactions only.
    """
    if statement.name in _known_by(on):
        try:
            return act(statement.execute)
        except Error as error:
            if not isinstance(error.__cause__, InvalidSqlStatementName):
                raise
    try:
        found = act(f"{statement.prepare}; {statement.execute}")
    except Error as error:
        if not isinstance(error.__cause__, DuplicatePreparedStatement):
            raise
        found = act(statement.execute)
    _known_by(on).add(statement.name)
    return found


def _known_by(on: Any) -> set[str]:
    on.ensure_connection()
    return _known.setdefault(on.connection, set())


def first_of(statement: str, types: Mapping[str, str], values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The first row of a short statement: prepared outside of transactions, inside of them planned anew."""

    def first(sql: str) -> tuple[Any, ...]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            row: tuple[Any, ...] = cursor.fetchone()
            return row

    wanted = _prepared(statement, tuple(sorted(types.items())))
    return run(connection, wanted, first) if has_room(connection, wanted) else first(statement)


def rows_of(statement: str, types: Mapping[str, str], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run the statement, prepared; *types* are the SQL types of its named parameters.

    Raises KeyError for a parameter without type or value.
    """
    wanted = _prepared(statement, tuple(sorted(types.items())))
    if not connection.in_atomic_block:
        return run(connection, wanted, lambda sql: _rows(sql, values))
    with connection.cursor() as cursor:
        cursor.execute(_READY, [wanted.name])
        if not cursor.fetchone()[1]:
            cursor.execute(wanted.prepare, values)
    return _rows(wanted.execute, values)


def _rows(sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@lru_cache(maxsize=64)
def _prepared(statement: str, types: tuple[tuple[str, str], ...]) -> Statement:
    type_of, names = dict(types), list(dict.fromkeys(_NAMED.findall(statement)))
    places = {parameter: f"${number}" for number, parameter in enumerate(names, start=1)}
    body = _NAMED.sub(lambda found: places[found[1]], statement)
    return statement_of(
        body, [type_of[parameter] for parameter in names], [f"%({parameter})s" for parameter in names]
    )
