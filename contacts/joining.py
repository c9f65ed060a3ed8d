"""Moving what hangs on one record to another and back: which rows went, and which could not stand twice."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from accounts.models import ExternalId, TimelineEvent

Moved = dict[str, Any]
NOT_MOVED = frozenset({"contacts.AlikePeople", "contacts.PersonMerger", "contacts.DataRequest"})
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


def take_out(model: Any, number: int) -> Moved:
    """Delete a row and return it as it was."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE id = %s", [number])  # noqa: S608
        row = cursor.fetchone()[0]
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [number])  # noqa: S608
    return {"table": model._meta.label, "row": json.loads(row) if isinstance(row, str) else row}


def put_back(removed: Sequence[Moved]) -> int:
    """Write taken rows again under their ids; one that meanwhile stands otherwise is left out. How many."""
    written = 0
    for taken in removed:
        model = apps.get_model(taken["table"])
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s) "  # noqa: S608
                "ON CONFLICT DO NOTHING",
                [json.dumps(taken["row"])],
            )
            written += cursor.rowcount
    return written


def move_back(moved: Sequence[Moved]) -> None:
    """Point rows at where they pointed before, as far as they still point at where they were moved."""
    for went in reversed(moved):
        model = apps.get_model(went["table"])
        rows = model._base_manager.filter(pk__in=went["ids"], **{went["column"]: went["new"]})
        rows.update(**{went["column"]: went["old"]})
