"""How many rows several questions have, asked in one statement."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counts_of(questions: Iterable[QuerySet[Any]]) -> list[int]:
    """The number of rows of each, in the order given; what cannot have any costs nothing."""
    parts: list[str] = []
    values: list[Any] = []
    for rows in questions:
        try:
            sql, used = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
        else:
            parts.append(f"(SELECT count(*) FROM ({sql}) AS held)")  # noqa: S608 -- Django's own statement
            values.extend(used)
    if not values and not any(part != "0" for part in parts):
        return [0] * len(parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())
