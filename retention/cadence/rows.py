"""Reading and writing many check-in rows, each kind of change in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from retention.lib.many_rows import add_rows, change_rows

from .derivation import Wanted
from .models import CheckIn

COLUMNS = tuple(column.name for column in fields(Wanted))
Values = tuple[Any, ...]
Stored = dict[int, dict[int | None, tuple[int, Values]]]
"""By account, then contact (None: the account as a whole): row id and values in the order of COLUMNS."""


def stored_rows(account_ids: Sequence[int]) -> Stored:
    """The rows that stand for these accounts."""
    found: Stored = {}
    rows = CheckIn.objects.filter(account_id__in=account_ids).values_list("account_id", "id", *COLUMNS)
    for account_id, row_id, *values in rows.order_by():
        found.setdefault(account_id, {})[values[0]] = (row_id, tuple(values))
    return found


def write_new(rows: Sequence[tuple[int, Values]]) -> None:
    """Insert rows, each given as (account id, values)."""
    add_rows(CheckIn, ("account_id", *COLUMNS), [(account_id, *values) for account_id, values in rows])


def write_changed(rows: Mapping[int, Values]) -> None:
    """Write these values into rows, by row id; whose row it is does not change."""
    change_rows(CheckIn, COLUMNS[1:], [(row_id, *values[1:]) for row_id, values in rows.items()])


def drop_rows(row_ids: Sequence[int]) -> None:
    """Delete rows nobody is due for any more."""
    if row_ids:
        CheckIn.objects.filter(id__in=row_ids).delete()
