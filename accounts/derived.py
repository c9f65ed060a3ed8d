"""Derived columns of an account: written here alone, without raising its version."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

from .models import DERIVED, Account


def set_derived(account_id: int, **columns: Any) -> None:
    """Write derived columns by a plain UPDATE; audit and version are not touched.

    Raises ValueError for a column that people edit.
    """
    wrong = set(columns) - set(DERIVED)
    if wrong:
        raise ValueError(f"not derived: {', '.join(sorted(wrong))}")
    Account._base_manager.filter(pk=account_id).update(**columns)


def set_derived_dates(column: str, days: Mapping[int, date | None]) -> None:
    """Write one derived date of many accounts (by id) in one statement.

    Raises ValueError for a column that people edit.
    """
    if column not in DERIVED:
        raise ValueError(f"not derived: {column}")
    statement = f"""
        UPDATE accounts_account a SET {connection.ops.quote_name(column)} = v.day
        FROM unnest(%s::bigint[], %s::date[]) AS v(id, day) WHERE a.id = v.id
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(days), list(days.values())])
