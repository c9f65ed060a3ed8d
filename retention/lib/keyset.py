"""Pages of long lists by the values of their last row: page 500 costs what page 1 costs.

A list says which sorts it offers; each is one column and the id, so that rows never repeat or go
missing. Rows without a value stand together at one end and are read by a query of their own, which keeps
every query on its index. Cursors are signed and say nothing that the page did not show.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import F, Model, Q, QuerySet

M = TypeVar("M", bound=Model)
SALT = "keel.keyset"
COUNT_LIMIT = 1000
Value = str | int | bool | Decimal | date | datetime | None


@dataclass(frozen=True)
class Sort:
    """One order a list offers: a column, then the id. ``read`` turns a cursor's text into the column's type.

    ``nullable`` columns say where the index keeps rows without a value (``nulls_first``) and at which end
    of the list people find them (``empty_first``).
    """

    column: str
    label: str
    read: Callable[[str], Value] = str
    descending: bool = False
    nullable: bool = False
    nulls_first: bool = False
    empty_first: bool = False

    def flipped(self) -> "Sort":
        """The other way round; rows without a value stay at their end."""
        return Sort(
            self.column, self.label, self.read, not self.descending, self.nullable,
            not self.nulls_first, self.empty_first,
        )  # fmt: skip


BY_ID = Sort("id", "Newest", int, descending=True)


@dataclass(frozen=True)
class Position:
    """The row a page starts after (or ends before, when ``backwards``)."""

    sort: str
    value: Value
    pk: int
    backwards: bool


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page: its rows, where it leads, which sort it is in, and about how many rows there are."""

    rows: list[M]
    sort: str
    next_cursor: str
    previous_cursor: str
    count_note: str


def keyset_page(
    rows: QuerySet[M], *, sorts: Mapping[str, Sort], wanted: str = "", cursor: str = "", size: int = 50
) -> Page[M]:
    """The page of *rows* that the address asks for.

    *wanted* is a name of *sorts*, ``-name`` for the other way round; anything else means the first of
    them. A cursor that is not ours, or of another sort, means the first page.
    """
    name, sort = _chosen(sorts, wanted)
    position = read_cursor(cursor, name, sort)
    backwards = position is not None and position.backwards
    found = _fetch(rows, sort, position, size + 1, backwards=backwards)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (backwards or more)
    has_previous = bool(found) and (more if backwards else position is not None)
    return Page(
        rows=found,
        sort=name,
        next_cursor=_cursor(name, sort, found[-1], backwards=False) if has_next else "",
        previous_cursor=_cursor(name, sort, found[0], backwards=True) if has_previous else "",
        count_note="" if position is not None else _count_note(rows, len(found), more=more),
    )


def read_cursor(cursor: str, name: str, sort: Sort) -> Position | None:
    """What a cursor says, or None when it was not made by us for this sort."""
    try:
        body = signing.loads(cursor, salt=SALT)
        if body["s"] != name:
            return None
        value = None if body["v"] is None else sort.read(body["v"])
        return Position(name, value, int(body["i"]), bool(body["b"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError, ArithmeticError):
        return None


def _cursor(name: str, sort: Sort, row: Model, *, backwards: bool) -> str:
    value = _value_of(row, sort.column)
    written = value.isoformat() if isinstance(value, date) else None if value is None else str(value)
    return signing.dumps({"s": name, "v": written, "i": row.pk, "b": backwards}, salt=SALT)


def _value_of(row: Any, path: str) -> Value:
    for step in path.split("__"):
        row = getattr(row, step, None)
    value: Value = row
    return value


def _chosen(sorts: Mapping[str, Sort], wanted: str) -> tuple[str, Sort]:
    bare = wanted.removeprefix("-")
    if bare not in sorts:
        first = next(iter(sorts))
        return first, sorts[first]
    return wanted, sorts[bare].flipped() if wanted.startswith("-") else sorts[bare]


def _fetch(
    rows: QuerySet[M], sort: Sort, position: Position | None, wanted: int, *, backwards: bool
) -> list[M]:
    """Up to *wanted* rows in reading order (against it when *backwards*), over both ends of the list."""
    parts = [False, True] if sort.nullable else [False]
    if sort.empty_first != backwards:
        parts.reverse()
    if position is not None:
        parts = parts[parts.index(position.value is None) :]
    found: list[M] = []
    for place, empty in enumerate(parts):
        after = position if place == 0 else None
        if len(found) < wanted:
            found += _part(rows, sort, after, empty=empty, backwards=backwards)[: wanted - len(found)]
    return found


def _part(
    rows: QuerySet[M], sort: Sort, after: Position | None, *, empty: bool, backwards: bool
) -> QuerySet[M]:
    """Rows with a value, or those without, in order and after a position."""
    if sort.nullable:
        rows = rows.filter(**{f"{sort.column}__isnull": empty})
    ids = "-id" if backwards else "id"
    if empty or sort.column == "id":
        upwards = not backwards if empty else sort.descending == backwards
        if after is not None:
            rows = rows.filter(**{"id__gt" if upwards else "id__lt": after.pk})
        return rows.order_by("id" if upwards else "-id")
    downwards, column = sort.descending != backwards, F(sort.column)
    if after is not None:
        rows = rows.filter(_beyond(sort.column, after, downwards=downwards, backwards=backwards))
    nulls_first = sort.nulls_first != backwards
    if not sort.nullable:
        return rows.order_by(column.desc() if downwards else column.asc(), ids)
    side = {"nulls_first": True} if nulls_first else {"nulls_last": True}
    return rows.order_by(column.desc(**side) if downwards else column.asc(**side), ids)


def _beyond(column: str, after: Position, *, downwards: bool, backwards: bool) -> Q:
    """After the position. The first condition bounds the index, the second settles equal values."""
    bound, strict = ("lte", "lt") if downwards else ("gte", "gt")
    ids = "id__lt" if backwards else "id__gt"
    return Q(**{f"{column}__{bound}": after.value}) & (
        Q(**{f"{column}__{strict}": after.value}) | Q(**{ids: after.pk})
    )


def _count_note(rows: QuerySet[M], seen: int, *, more: bool) -> str:
    """How many rows there are, counted no further than a thousand."""
    count = rows.order_by()[: COUNT_LIMIT + 1].count() if more else seen
    return f"More than {COUNT_LIMIT:,}" if count > COUNT_LIMIT else f"{count:,}"
