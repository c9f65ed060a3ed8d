"""What happened to a record, field by field, as the audit triggers wrote it down.

The number of queries does not grow with the number of entries: one for the entries, one for what the
reader may not read, and one per kind of record that fields point at.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model

from .field_policy import hidden_fields
from .models import User
from .visibility import Reader, ScopedQuerySet

DOORS = {
    "page": "on a page",
    "api": "through the API",
    "import": "by an import",
    "worker": "by a task",
    "ticker": "by the ticker",
    "command": "by a command",
    "demo": "with the demo company",
}
UNSHOWN = frozenset({"id", "version", "recorded_at"})
SOMETHING_ELSE = "something you cannot see"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one entry. ``kind`` is added, changed or removed; added and removed name no field."""

    entry: int
    at: datetime
    who: str
    door: str
    kind: str
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """A page of changes; ``older`` is what to pass as *before* for the entries before these, or None."""

    changes: list[Change]
    older: int | None


def history_of(record: Model, reader: Reader, *, limit: int = 50) -> list[Change]:
    """The changes of the last *limit* entries about a record, newest first; see ``history_page``."""
    return history_page(record, reader, limit=limit).changes


def history_page(record: Model, reader: Reader, *, before: int | None = None, limit: int = 50) -> History:
    """*limit* entries about a record, newest first, for somebody who sees it; nothing for anybody else.

    Fields the reader may not read are left out, and records the fields point at are named only to who
    may see them.
    """
    if not _sees(record, reader):
        return History([], None)
    entries = record.audit_rows.order_by("-pgh_id")  # type: ignore[attr-defined]
    if before is not None:
        entries = entries.filter(pgh_id__lt=before)
    found = list(entries.values()[: limit + 1])
    shown = found[:limit]
    fields = _fields_shown(record, reader)
    names = _Names(fields.values(), found, reader)
    older = [*found[1:], None]
    changes = [change for entry, previous in zip(shown, older, strict=False)
               for change in _changes(entry, previous, fields, names)]  # fmt: skip
    return History(changes, found[limit - 1]["pgh_id"] if len(found) > limit else None)


def _sees(record: Model, reader: Reader) -> bool:
    rows = type(record)._default_manager.all()
    return not isinstance(rows, ScopedQuerySet) or rows.visible_to(reader).filter(pk=record.pk).exists()


def _fields_shown(record: Model, reader: Reader) -> "dict[str, Field[Any, Any]]":
    kept = {field.attname for field in record.audit_rows.model._meta.concrete_fields}  # type: ignore[attr-defined]
    hidden = hidden_fields(reader, record) | UNSHOWN
    fields = (field for field in record._meta.concrete_fields if field.name not in hidden)
    return {field.attname: field for field in fields if field.attname in kept}


def _changes(
    entry: Mapping[str, Any],
    previous: Mapping[str, Any] | None,
    fields: Mapping[str, "Field[Any, Any]"],
    names: "_Names",
) -> list[Change]:
    context = entry["pgh_context"] or {}
    said = {
        "entry": entry["pgh_id"],
        "at": entry["pgh_created_at"],
        "who": names.person(context.get("user")),
        "door": DOORS.get(context.get("via", ""), "in the database"),
    }
    kinds = {"insert": "added", "delete": "removed"}
    if entry["pgh_label"] in kinds:
        kind = kinds[entry["pgh_label"]]
        return [Change(**said, kind=kind, after=kind)]
    if previous is None:
        return []
    return [
        Change(
            **said,
            kind="changed",
            field=str(field.verbose_name),
            before=names.shown(field, previous[column]),
            after=names.shown(field, entry[column]),
        )
        for column, field in fields.items()
        if entry[column] != previous[column]
    ]


class _Names:
    """The words for ids: people, and records that fields point at, as far as the reader may see them."""

    def __init__(
        self, fields: Iterable["Field[Any, Any]"], entries: list[dict[str, Any]], reader: Reader
    ) -> None:
        wanted: defaultdict[type[Model], set[Any]] = defaultdict(set)
        for field in fields:
            if isinstance(field, ForeignKey):
                wanted[field.related_model].update(entry[field.attname] for entry in entries)
        wanted[User].update((entry["pgh_context"] or {}).get("user") for entry in entries)
        self._names = {model: self._read(model, ids - {None}, reader) for model, ids in wanted.items()}

    def _read(self, model: type[Model], ids: set[int], reader: Reader) -> dict[int, str]:
        rows = model._default_manager.filter(pk__in=ids)
        if isinstance(rows, ScopedQuerySet):
            rows = rows.visible_to(reader)
        if any(field.name == "person" for field in model._meta.concrete_fields):
            rows = rows.select_related("person")  # a contact is called by the name of its person
        return {row.pk: str(row) for row in rows} if ids else {}

    def person(self, user_id: int | None) -> str:
        """Who did it; empty when nobody is known."""
        return self._names[User].get(user_id, "") if user_id else ""

    def shown(self, field: "Field[Any, Any]", value: Any) -> str:
        """A stored value in words."""
        if value is None or value == "":
            return ""
        if isinstance(field, ForeignKey):
            return self._names[field.related_model].get(value, SOMETHING_ELSE)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        return str(dict(field.flatchoices).get(value, value))
