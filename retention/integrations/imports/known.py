"""What Keel knows already: looked up for many rows at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection

from accounts.models import ExternalId, Product
from retention.team.models import User

from ..models import ImportRow, RowState
from .values import folded_name

SEEN_BEFORE = (RowState.ADDED, RowState.UPDATED, RowState.UNCHANGED)


def records_known_as(record_type: str, source: str, keys: Collection[str]) -> dict[str, int]:
    """Record id by the key under which this source knows it."""
    rows = ExternalId.objects.filter(record_type=record_type, source=source, value__in=list(keys))
    return dict(rows.values_list("value", "record_id"))


def cells_before(record_type: str, source: str, keys: Collection[str], but: int) -> dict[str, dict[str, str]]:
    """What earlier imports of this source said about these records: the latest cells by field."""
    rows = ImportRow.objects.filter(
        record_type=record_type,
        key__in=list(keys),
        record_id__isnull=False,
        state__in=SEEN_BEFORE,
        of__source=source,
    ).exclude(of_id=but)
    found: dict[str, dict[str, str]] = {}
    for key, cells, mapping in rows.order_by("id").values_list("key", "cells", "file__mapping"):
        found[key] = by_field(cells, mapping)
    return found


def by_field(cells: list[str], mapping: dict[str, int]) -> dict[str, str]:
    """The cells that are used, by field."""
    return {name: cells[place] for name, place in mapping.items() if place < len(cells)}


def accounts_named(names: Iterable[str]) -> dict[str, list[int]]:
    """Ids of accounts by folded name, compared as the database folds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.asked, a.id FROM unnest(%s::text[]) AS n(asked) "
            "JOIN accounts_account a ON a.name_key = keel_fold(n.asked)",
            [list(set(names))],
        )
        found: dict[str, list[int]] = defaultdict(list)
        for asked, number in cursor.fetchall():
            found[folded_name(asked)].append(number)
    return found


def contacts_like(names: Collection[str], emails: Collection[str]) -> list[tuple[int, int, str, str]]:
    """(contact id, account id, name, e-mail) of everybody with one of these names or addresses."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, c.account_id, p.name, p.email FROM contacts_person p "
            "JOIN contacts_contact c ON c.person_id = p.id "
            "WHERE p.name_key = ANY(SELECT keel_fold(n) FROM unnest(%s::text[]) n) "
            "OR p.email = ANY(%s::text[])",
            [list(names), list(emails)],
        )
        rows: list[tuple[int, int, str, str]] = cursor.fetchall()
    return rows


def people_by_word() -> dict[str, int]:
    """Our active people by folded full name and by e-mail address; a name that two share is left out."""
    words: dict[str, int] = {}
    doubtful: set[str] = set()
    for number, name, email in User.objects.people().values_list("id", "name", "email"):
        for word in (folded_name(name), email.lower()):
            if words.setdefault(word, number) != number:
                doubtful.add(word)
    return {word: number for word, number in words.items() if word not in doubtful}


def products_by_name() -> dict[str, int]:
    """Product id by folded name; of two with one name the older."""
    found: dict[str, int] = {}
    for number, name in Product.objects.order_by("id").values_list("id", "name"):
        found.setdefault(folded_name(name), number)
    return found


def values_of(table: str, ids: Collection[int], columns: Collection[str]) -> dict[int, dict[str, Any]]:
    """Columns of rows by id; *table* and *columns* are names of our own."""
    quoted = ", ".join(connection.ops.quote_name(name) for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {quoted} FROM {connection.ops.quote_name(table)} WHERE id = ANY(%s)",  # noqa: S608
            [list(ids)],
        )
        return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in cursor.fetchall()}
