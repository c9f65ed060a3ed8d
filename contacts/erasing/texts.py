"""Taking a person out of texts: emptied where the text is theirs alone, their name taken out elsewhere."""

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Left

from .files import texts_in
from .naming import excerpts_pattern
from .progress import Progress
from .tables import Table, kept_by, tables
from .traces import NESTED, TEXT, Traces

ERASED = "(erased)"
EXCERPTS_AT_ONCE = 100
Rewrite = Callable[[str], str]


def take_out_of_texts(traces: Traces, seen: Progress) -> dict[str, int]:
    """Every text of every table and its audit rows; how many were changed, by what was done."""
    counts = {"texts_emptied": 0, "texts_changed": 0}
    for table in tables():
        if table.held.label in traces.alone:
            counts["texts_emptied"] += _empty_words(table, traces.alone[table.held.label])
        if table.held.subject and table.held.copies:
            counts["texts_emptied"] += _empty_copies(table, traces)
        counts["texts_changed"] += _change(table, traces)
        seen("Taking them out of texts")
    return counts


def _empty_words(table: Table, ids: Collection[int]) -> int:
    """Texts of rows that are theirs alone, as they are and as they were; how many rows."""
    emptied = {field.name: _gone(field) for field in table.own(table.held.words, TEXT)}
    if not ids or not emptied:
        return 0
    done = table.rows.filter(pk__in=ids).update(**emptied)
    if table.audit is not None:
        table.audit_rows.filter(pgh_obj__in=ids).update(**emptied)
    return done


def _gone(field: Any) -> Case:
    """Nothing where there was nothing; else a word that says that something stood here."""
    return Case(When(**{field.name: ""}, then=Value("")), default=Value(ERASED))


def _empty_copies(table: Table, traces: Traces) -> int:
    """Copies of what went: lines of the story, rows of imports."""
    kind, number = table.held.subject
    about = Q(pk__in=[])
    for word, ids in traces.subjects:
        about |= Q(**{kind: word, f"{number}__in": ids})
    emptied: dict[str, Any] = {field.name: _gone(field) for field in table.own(table.held.copies, TEXT)}
    for field in table.own(table.held.copies, NESTED):
        emptied[field.name] = None if field.null else Value([], models.JSONField())
    return table.rows.filter(about).update(**emptied)


def _change(table: Table, traces: Traces) -> int:
    """Their name and addresses in the texts of a table, and copies of texts that went."""
    texts = [*table.own((*table.held.words, *table.held.copies), TEXT), *table.sentences()]
    nested = table.own((*table.held.words, *table.held.copies, *table.held.theirs), NESTED)
    changed = 0
    for rows in table.both():
        scopes = [(rows, traces.anywhere, traces.hint)]
        at = table.at_accounts(traces.account_ids)
        if at is not None:
            near = rows.filter(at)
            scopes += [(near, traces.near, traces.hint), (near, traces.called, "")]
        for scope, pattern, hint in scopes:
            if pattern:
                changed += _replace(scope, kept_by(rows, texts), pattern, hint)
                changed += _replace_nested(scope, kept_by(rows, nested), pattern, hint)
        changed += _drop_copies(table, rows if at is None else rows.filter(at), traces)
    return changed + _drop_unread(table, traces)


def holding(column: str, pattern: str, hint: str) -> Q:
    """Rows of which a column holds the pattern: in any case where a plainer *hint* is asked first."""
    if not hint:
        return Q(**{f"{column}__regex": pattern})
    return Q(**{f"{column}__iregex": hint}) & Q(**{f"{column}__iregex": pattern})


def matching(columns: Iterable[str], pattern: str, hint: str) -> Q:
    """Rows of which one of the columns holds the pattern; none without a pattern."""
    found = Q(pk__in=[])
    for column in columns if pattern else ():
        found |= holding(column, pattern, hint)
    return found


def _replace(rows: QuerySet[Any], fields: Collection[Any], pattern: str, hint: str) -> int:
    """One statement for all text columns of a table; how many rows changed."""
    written, flags = {}, "gi" if hint else "g"
    for field in fields:
        without = Func(
            F(field.name), Value(pattern), Value(ERASED), Value(flags), function="regexp_replace",
            output_field=TextField(),
        )  # fmt: skip
        written[field.name] = Left(without, field.max_length) if field.max_length else without
    return rows.filter(matching(written, pattern, hint)).update(**written) if written else 0


def _replace_nested(rows: QuerySet[Any], fields: Iterable[Any], pattern: str, hint: str) -> int:
    compiled = re.compile(pattern, re.IGNORECASE if hint else 0)

    def without(text: str) -> str:
        return compiled.sub(ERASED, text)

    return sum(
        _rewrite(naming_in_nested(rows, each.name, pattern, hint), each.name, without) for each in fields
    )


def naming_in_nested(rows: QuerySet[Any], column: str, pattern: str, hint: str = "") -> QuerySet[Any]:
    """Rows of which a column, read as text, holds the pattern."""
    as_text: QuerySet[Any] = rows.annotate(as_text=Cast(column, TextField()))
    return as_text.filter(holding("as_text", pattern, hint))


def _drop_copies(table: Table, rows: QuerySet[Any], traces: Traces) -> int:
    """Copies that hold what a text that went began with; rows about something else keep theirs."""
    if table.held.subject:
        rows = rows.filter(**{f"{table.held.subject[1]}__isnull": True})

    def without(text: str) -> str:
        flat = " ".join(text.split())
        return ERASED if any(part in flat for part in traces.excerpts) else text

    changed, known = 0, sorted(traces.excerpts)
    for first in range(0, len(known), EXCERPTS_AT_ONCE):
        pattern = excerpts_pattern(known[first : first + EXCERPTS_AT_ONCE])
        for field in kept_by(rows, table.own(table.held.copies, (*TEXT, *NESTED))):
            changed += _rewrite(naming_in_nested(rows, field.name, pattern), field.name, without)
    return changed


def _drop_unread(table: Table, traces: Traces) -> int:
    """Files that wait go where they name the person: uploads to be read, and copies of others' data."""
    dropped = 0
    for field in table.own((*table.held.copies, *table.held.theirs), (models.BinaryField,)):
        rows = table.rows.exclude(**{field.name: None}).order_by("pk")
        for pk, content in rows.values_list("pk", field.name).iterator(chunk_size=1):
            read = texts_in(bytes(content))
            if traces.near and any(re.search(traces.near, text, re.IGNORECASE) for text in read):
                dropped += table.rows.filter(pk=pk).update(**{field.name: None})
    return dropped


def _rewrite(rows: QuerySet[Any], column: str, rewrite: Rewrite) -> int:
    """Read, change and write back what differs; how many rows."""
    changed = 0
    for pk, value in list(rows.exclude(**{f"{column}__isnull": True}).values_list("pk", column)):
        new = _deep(value, rewrite)
        if new != value:
            rows.model._base_manager.filter(pk=pk).update(**{column: new})
            changed += 1
    return changed


def _deep(value: Any, rewrite: Rewrite) -> Any:
    """The same lists and objects with every string in them rewritten."""
    if isinstance(value, str):
        return rewrite(value)
    if isinstance(value, list):
        return [_deep(item, rewrite) for item in value]
    if isinstance(value, dict):
        return {rewrite(key): _deep(item, rewrite) for key, item in value.items()}
    return value
