"""The tables of the registry with what reaches their rows: links, accounts, and the audit's own table."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

from retention.lib.personal import Held, held_tables

from ..models import Person

SHORTER = {
    "nextstep": "step",
    "feedbackitem": "feedback",
    "advocacyask": "advocacy",
    "roleonmap": "map_role",
    "standing": "map_rating",
    "tie": "map_tie",
    "reportsto": "map_line",
    "influences": "map_listens",
}


def subject_word(label: str) -> str:
    """How the account's story, external ids and imports call a record: “touchpoint”, “step”."""
    name = label.partition(".")[2].lower()
    return SHORTER.get(name, name)


LONG_ENOUGH_TO_TELL = 100


@dataclass(frozen=True)
class Table:
    """One table of the registry."""

    held: Held

    @cached_property
    def model(self) -> Any:
        """Its model."""
        return apps.get_model(self.held.label)

    @cached_property
    def audit(self) -> Any:
        """The model of its audit rows, or None."""
        try:
            return self.model._meta.get_field("audit_row").related_model
        except FieldDoesNotExist:
            return None

    @property
    def rows(self) -> "models.QuerySet[Any]":
        """Every row."""
        return self.model._base_manager.all()  # type: ignore[no-any-return]

    @property
    def audit_rows(self) -> "models.QuerySet[Any]":
        """Every audit row of a table that has them."""
        return self.audit._base_manager.all()  # type: ignore[no-any-return]

    def both(self) -> "Iterator[models.QuerySet[Any]]":
        """The table's rows, and the audit's where it has any."""
        yield self.rows
        if self.audit is not None:
            yield self.audit_rows

    def of_people(self, columns: Collection[str], people: Collection[int], seats: Collection[int]) -> Q:
        """Rows of which one of *columns* points at one of these people or seats."""
        found = Q(pk__in=[])
        for name in columns:
            target = self.model._meta.get_field(name).related_model
            found |= Q(**{f"{name}__in": people if target is Person else seats})
        return found

    def at_accounts(self, accounts: Collection[int]) -> Q | None:
        """Rows that hang on one of these accounts; None where rows hang on none."""
        via = getattr(self.model._default_manager.all(), "via", None)
        if via is None:
            return None
        return Q(**{f"{via}in" if via else "pk__in": list(accounts)})

    def own(self, names: Collection[str], kinds: tuple[type, ...]) -> list[Any]:
        """Those of the named columns that are stored as one of *kinds* and can be written."""
        fields = (self.model._meta.get_field(name) for name in names)
        return [
            field
            for field in fields
            if isinstance(field, kinds) and not isinstance(field, models.GeneratedField)
        ]

    def sentences(self) -> list[Any]:
        """Columns said of a person that hold so much that they are texts: notes, evidence, titles."""
        if not self.held.links:
            return []
        found = self.own(self.held.theirs, (models.CharField, models.TextField))
        return [each for each in found if each.max_length is None or each.max_length >= LONG_ENOUGH_TO_TELL]


def kept_by(rows: "models.QuerySet[Any]", fields: Iterable[Any]) -> list[Any]:
    """Those of the fields that these rows have: audit rows keep no secrets and no derived columns."""
    known = {field.name for field in rows.model._meta.concrete_fields}
    return [field for field in fields if field.name in known]


def tables() -> list[Table]:
    """Every table of the registry."""
    return [Table(held) for held in held_tables().values()]
