"""Statements that are planned once per database connection.

Reading one account's health takes PostgreSQL less than a millisecond, but planning the statement takes it
several. It is therefore prepared on first use and run by one plan from then on. Everything happens inside one
transaction, so that it holds behind a connection pooler too.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zlib import crc32

from django.db import connection, transaction

_READY = """
SELECT set_config('plan_cache_mode', 'force_generic_plan', true),
       EXISTS (SELECT 1 FROM pg_prepared_statements WHERE name = %s)
"""
_NAMED = re.compile(r"%\((\w+)\)s")


def rows_of(statement: str, types: Mapping[str, str], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run the statement, prepared; *types* are the SQL types of its named parameters.

    Raises KeyError for a parameter without type or value.
    """
    name, prepare, execute = _prepared(statement, tuple(sorted(types.items())))
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_READY, [name])
        if not cursor.fetchone()[1]:
            cursor.execute(prepare)
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
