"""Fields that fewer people may read than the record they stand in: said once, beside visibility.

Pages, API, exports, audit history, search and mail all ask here. A record that somebody may not see at
all is not this module's business: start from ``visible_to``.
"""

from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q

from .visibility import EVERYTHING, Reader, inner_circle_q, reach_of


@dataclass(frozen=True, slots=True)
class Restriction:
    """Fields for the inner circle of the account: owner, backup owner, their delegate, account team.

    ``only_if`` names a column: rows on which it is false are open. ``author`` names the column of a person
    who may always read what they wrote.
    """

    fields: frozenset[str]
    only_if: str = ""
    author: str = ""
    via: str = "account__"

    def readable_q(self, user: Reader) -> Q:
        """Rows on which this reader may read the fields."""
        readable = inner_circle_q(user, self.via)
        if self.only_if:
            readable |= Q(**{self.only_if: False})
        if self.author and not reach_of(user).is_nobody:
            readable |= Q(**{self.author: reach_of(user).user_id})
        return readable


RESTRICTED: Mapping[str, Restriction] = {
    "contacts.contact": Restriction(frozenset({"personal_note", "interests", "important_dates"})),
    "contacts.touchpoint": Restriction(
        frozenset({"subject", "text", "mood"}), only_if="is_private", author="logged_by_id"
    ),
    "contacts.knownfact": Restriction(frozenset({"text", "value"}), only_if="is_personal", author="by_id"),
    "contacts.roleonmap": Restriction(frozenset({"evidence"}), author="by_id"),
    "contacts.standing": Restriction(frozenset({"attitude", "evidence"})),
    "contacts.influences": Restriction(frozenset({"note"}), author="by_id"),
    "accounts.timelineevent": Restriction(frozenset({"text"}), only_if="is_private", author="actor_id"),
}


def restricted_fields(model: type[Model]) -> frozenset[str]:
    """The fields of a model that not everybody who sees a row may read."""
    restriction = RESTRICTED.get(model._meta.label_lower)
    return restriction.fields if restriction else frozenset()


def readable_q(user: Reader, model: type[Model]) -> Q:
    """Rows of the model whose restricted fields this reader may read: for searching in them."""
    restriction = RESTRICTED.get(model._meta.label_lower)
    return restriction.readable_q(user) if restriction else EVERYTHING


def hidden_fields(user: Reader, record: Model) -> frozenset[str]:
    """The fields of this record that this reader may not read; one query for models with restrictions."""
    model = type(record)
    restricted = restricted_fields(model)
    if not restricted or model._base_manager.filter(readable_q(user, model), pk=record.pk).exists():
        return frozenset()
    return restricted


def readable_fields(user: Reader, record: Model) -> frozenset[str]:
    """The names of the record's columns that this reader may read."""
    names = {field.name for field in record._meta.concrete_fields}
    return frozenset(names - hidden_fields(user, record))


def redacted(user: Reader, record: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """*values* of the record with None in place of what this reader may not read."""
    hidden = hidden_fields(user, record)
    return {name: None if name in hidden else value for name, value in values.items()}


def redact(user: Reader, model: type[Model], rows: Collection[MutableMapping[str, Any]]) -> None:
    """Put None in place of what this reader may not read, in rows that carry ``id``; one query for all."""
    restricted = restricted_fields(model)
    if not restricted or not rows:
        return
    ids = [row["id"] for row in rows]
    readable = model._base_manager.filter(readable_q(user, model), pk__in=ids).values_list("pk", flat=True)
    open_ids = set(readable)
    for row in rows:
        if row["id"] not in open_ids:
            row.update({name: None for name in restricted if name in row})


def refuse_hidden(user: Reader, record: Model, names: Collection[str]) -> None:
    """Raise PermissionDenied when a change names a field that this person may not read."""
    if restricted_fields(type(record)) & set(names) and hidden_fields(user, record) & set(names):
        raise PermissionDenied("Only the account team may change this.")
