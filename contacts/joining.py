"""Moving what hangs on one record to another and back: which rows went, and which could not stand twice."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction

from accounts.models import ExternalId, TimelineEvent
from retention.lib.moved import Moved, move_back, put_back, take_out

__all__ = ["Moved", "move_back", "move_by_kind", "move_references", "put_back", "take_out"]

NOT_MOVED = frozenset(
    {
        "contacts.AlikePeople", "contacts.PersonMerger", "contacts.DataRequest", "integrations.AskedErasure",
        "integrations.AskedCopy",
    }
)  # fmt: skip
BY_KIND = ((ExternalId, "record_type", "record_id"), (TimelineEvent, "subject_type", "subject_id"))


def columns_at(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every column of a table of ours, but the audit's, that points at rows of *target*."""
    for relation in target._meta.get_fields(include_hidden=True):
        model: Any = getattr(relation, "related_model", None)
        is_reference = (relation.one_to_many or relation.one_to_one) and relation.auto_created
        if is_reference and not hasattr(model, "pgh_tracked_model") and model._meta.label not in NOT_MOVED:
            yield model, relation.field.attname  # type: ignore[union-attr]


def move_references(target: type[models.Model], old: int, new: int) -> tuple[list[Moved], list[Moved]]:
    """Point at *new* whatever points at *old*: what went, and copies of rows that could not stand twice."""
    moved, removed = [], []
    for model, column in columns_at(target):
        ids = list(model._base_manager.filter(**{column: old}).order_by("pk").values_list("pk", flat=True))
        went, stuck = _move(model, column, ids, new)
        if went:
            moved.append({"table": model._meta.label, "column": column, "ids": went, "old": old, "new": new})
        for number in stuck:
            removed.append(take_out(model, number))
    return moved, removed


def move_by_kind(kind: str, old: int, new: int) -> list[Moved]:
    """The same for ids of other systems and lines of the story, which point by kind and number."""
    moved = []
    for model, kind_column, column in BY_KIND:
        rows = model._base_manager.filter(**{kind_column: kind, column: old})
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        if ids:
            model._base_manager.filter(pk__in=ids).update(**{column: new})
            moved.append({"table": model._meta.label, "column": column, "ids": ids, "old": old, "new": new})
    return moved


def _move(model: Any, column: str, ids: Sequence[int], new: int) -> tuple[list[int], list[int]]:
    """All at once; where the database refuses, one by one."""
    if not ids:
        return [], []
    if _moves(model, column, ids, new):
        return list(ids), []
    went = [number for number in ids if _moves(model, column, [number], new)]
    return went, [number for number in ids if number not in went]


def _moves(model: Any, column: str, ids: Sequence[int], new: int) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=ids).update(**{column: new})
    except IntegrityError:
        return False
    return True
