"""Audit by triggers: every write path leaves a field-level trace with its actor.

Actions write timeline events in the user's words; this is the other half, kept by PostgreSQL itself,
so that bulk statements, imports and raw SQL leave the same trace as a form.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from retention.lib.trigger_registry import index_triggers

M = TypeVar("M", bound=models.Model)
index_triggers()  # every model with triggers comes by here, or after one that did


def audited(*, exclude: Sequence[str] = (), by_time: str = "") -> Callable[[type[M]], type[M]]:
    """Keep every insert, update and delete of the model in an append-only table of its own.

    ``exclude`` names secrets and derived columns: they are neither stored nor do they make an entry.
    ``by_time`` names an index for what changed since a moment, for the tables that grow largest: entries come
    in the order of time, so one that knows the times of each block is enough, and costs next to nothing.
    """
    told = [BrinIndex(fields=["pgh_created_at"], name=by_time, autosummarize=True, pages_per_range=32)]
    decorate: Callable[[type[M]], type[M]] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        obj_field=pghistory.ObjForeignKey(related_name="audit_rows", related_query_name="audit_row"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type] # None means: no such column
        append_only=True,
        meta={"indexes": told} if by_time else {},
    )
    return decorate


def acting(*, user_id: int | None, via: str, **more: Any) -> Any:
    """A context in which every change is attributed: who (user id), through which door, and what else."""
    return pghistory.context(user=user_id, via=via, **more)
