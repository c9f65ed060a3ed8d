"""Looking again after an erasure: how many columns were searched, and where the person is still named."""

from typing import Any

from django.db.models import QuerySet

from .progress import Progress
from .tables import kept_by, tables
from .texts import matching, naming_in_nested
from .traces import NESTED, TEXT, Traces


def look_again(traces: Traces, seen: Progress) -> dict[str, int]:
    """Search every text column of every table and its audit rows by what led to the person.

    ``columns_searched`` says how far that reaches, ``still_named`` how many rows still name them: 0 is the
    proof that nothing was left, anything else says that somebody has to look.
    """
    searched = left = 0
    for table in tables():
        texts = [*table.own((*table.held.words, *table.held.copies), TEXT), *table.sentences()]
        nested = table.own((*table.held.words, *table.held.copies, *table.held.theirs), NESTED)
        for rows in table.both():
            flat, deep = kept_by(rows, texts), kept_by(rows, nested)
            searched += len(flat) + len(deep)
            at = table.at_accounts(traces.account_ids)
            scopes = [(rows, traces.anywhere, traces.hint)]
            if at is not None:
                scopes += [(rows.filter(at), traces.near, traces.hint), (rows.filter(at), traces.called, "")]
            left += sum(
                _named(scope, flat, deep, pattern, hint) for scope, pattern, hint in scopes if pattern
            )
        seen("Looking again")
    return {"columns_searched": searched, "still_named": left}


def _named(rows: QuerySet[Any], flat: list[Any], deep: list[Any], pattern: str, hint: str) -> int:
    found = rows.filter(matching([field.name for field in flat], pattern, hint)).count() if flat else 0
    return found + sum(naming_in_nested(rows, field.name, pattern, hint).count() for field in deep)
