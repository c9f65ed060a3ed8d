"""The rows of a person: some go as a whole, others stay without what they said of them."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet, Value

from retention.lib.records import Versioned

from ..models.contact import ERASED_NAME
from .tables import Table, subject_word, tables
from .traces import Traces


def remove_their_rows(traces: Traces) -> dict[str, int]:
    """Delete rows that are about the person and nothing else, with their audit rows; how many."""
    removed = 0
    for table in tables():
        if not table.held.goes:
            continue
        for rows in table.both():
            theirs = rows.filter(_theirs(table, traces))
            if rows.model is table.audit:
                theirs._raw_delete(theirs.db)
            else:
                removed += theirs.delete()[0]
    return {"rows_removed": removed}


def empty_their_rows(traces: Traces, tombstones: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """Empty every column said of the person; the rows and what happened stay."""
    emptied = 0
    for table in tables():
        if table.held.goes or not table.held.theirs:
            continue
        stands = dict(tombstones.get(table.held.label, {}))
        empty = {field.name: _nothing(field) for field in table.own(table.held.theirs, (models.Field,))}
        version = {"version": F("version") + 1} if issubclass(table.model, Versioned) else {}
        emptied += _write(table.rows.filter(_theirs(table, traces)), {**empty, **stands, **version})
        if table.audit is not None:
            as_told = {name: ERASED_NAME for name in stands if name == "name"}
            table.audit_rows.filter(_theirs(table, traces, audit=True)).update(**{**empty, **as_told})
    return {"rows_emptied": emptied}


def _write(rows: QuerySet[Any], values: dict[str, Any]) -> int:
    """A day on which somebody left already stays."""
    left_on = values.pop("departed_on", None)
    done = rows.update(**values)
    if left_on is not None:
        rows.filter(departed_on__isnull=True).update(departed_on=left_on)
    return done


def _theirs(table: Table, traces: Traces, *, audit: bool = False) -> Q:
    if table.held.subject:
        kind, number = table.held.subject
        about = Q(**{kind: "contact", f"{number}__in": traces.contact_ids})
        for label, ids in traces.gone.items():
            about |= Q(**{kind: subject_word(label), f"{number}__in": ids})
        return about
    if table.held.links:
        return table.of_people(table.held.links, traces.person_ids, traces.contact_ids)
    return Q(**{"pgh_obj__in" if audit else "pk__in": traces.person_ids})


def _nothing(field: Any) -> Any:
    """What a column holds when nothing is known."""
    if field.null:
        return None
    if field.has_default():
        default = field.get_default()
        return Value(default, field) if isinstance(field, models.JSONField) else default
    if isinstance(field, ArrayField):
        return []
    return False if isinstance(field, models.BooleanField) else ""
