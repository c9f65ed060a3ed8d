"""Everything that is held of a person, section by section: for their copy, and for what will go."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast

from retention.lib.counting import counts_of

from ..models import Contact, Person
from .tables import Table, kept_by, tables
from .texts import matching
from .traces import NESTED, TEXT, Traces, rows_of

LEFT_OUT = frozenset({"name_key", "named_key", "pgh_id", "pgh_obj", "pgh_context"})
TITLES = {
    "accounts.ExternalId": "Ids in other systems",
    "accounts.TimelineEvent": "Lines of the account's story",
    "contacts.AlikePeople": "Possible duplicates",
    "contacts.DataRequest": "Copies handed out and erasures",
    "contacts.Influences": "Whom they listen to",
    "contacts.JobMove": "Changes of job",
    "contacts.Person": "Name and addresses",
    "contacts.PersonMerger": "Entries merged",
    "contacts.ReportsTo": "To whom they report",
    "contacts.RoleOnMap": "Parts in decisions",
    "contacts.Standing": "Standing on the map",
    "contacts.TouchpointContact": "Conversations they took part in",
    "growth.AdvocacyAsk": "What they were asked to do for us",
    "growth.AdvocacyConsent": "Consents to use their name or word",
    "integrations.AskedCopy": "Copies asked for",
    "integrations.AskedErasure": "Erasures asked for",
    "renewals.StageEvidence": "Facts of renewals",
}
"""Where the name of the table would tell a reader too little."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """The rows of one table that hold something of a person; *names* are its columns.

    Of lists and objects in ``named_in`` only the texts that name the person are shown.
    """

    key: str
    title: str
    rows: QuerySet[Any]
    columns: tuple[str, ...]
    named_in: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()

    def read(self) -> Iterator[Row]:
        """Each row as words and values by column."""
        for row in self.rows.iterator(chunk_size=500):
            yield {name: _shown(row, name) for name in self.columns} | {
                name: [text for text in _strings(getattr(row, name)) if self._names(text)]
                for name in self.named_in
            }

    def _names(self, text: str) -> bool:
        return any(pattern.search(text) for pattern in self.patterns)


def sections_of(traces: Traces) -> Iterator[Section]:
    """What is theirs, what points at them, how it was before, and where others wrote of them."""
    for table in tables():
        key, title = table.held.label, _title(table.model)
        if theirs := _theirs(table, traces):
            yield _section(key, title, table.rows.filter(theirs))
            if table.audit is not None:
                audit = table.audit_rows.filter(_in_audit(table, traces))
                yield _section(f"{key}.history", f"{title}, as it was", audit)
        yield from naming_sections(table, traces, theirs, key=key, title=title)


def counted(sections: Iterable[Section]) -> list[tuple[Section, int]]:
    """The sections that hold anything, and how many records each; one statement for all of them."""
    known = list(sections)
    numbers = counts_of(section.rows for section in known)
    return [(section, number) for section, number in zip(known, numbers, strict=True) if number]


def what_is_held(person: Person) -> list[tuple[str, int]]:
    """How many records are the person's or point at them, by kind; texts that name them are not counted."""
    return [(section.title, number) for section, number in counted(sections_of(rows_of(person)))]


def _theirs(table: Table, traces: Traces) -> Q | None:
    held = table.held
    if held.links or held.refers:
        return table.of_people((*held.links, *held.refers), traces.person_ids, traces.contact_ids)
    if held.subject:
        kind, number = held.subject
        about = Q(pk__in=[])
        for word, ids in traces.subjects:
            about |= Q(**{kind: word, f"{number}__in": ids})
        return about
    return Q(pk__in=traces.person_ids) if held.label == "contacts.Person" else None


def _in_audit(table: Table, traces: Traces) -> Q:
    """Audit rows point at no tables of their own: many-to-many links are followed through the record."""
    held = table.held
    if held.subject:
        return _theirs(table, traces) or Q(pk__in=[])
    if held.label == "contacts.Person":
        return Q(pgh_obj__in=traces.person_ids)
    own = [name for name in (*held.links, *held.refers) if not table.model._meta.get_field(name).many_to_many]
    if own:
        return table.of_people(own, traces.person_ids, traces.contact_ids)
    return Q(pgh_obj__in=table.rows.filter(_theirs(table, traces)).values("pk"))


def naming_sections(
    table: Table, traces: Traces, theirs: Q | None, *, key: str, title: str
) -> Iterator[Section]:
    """Rows of others whose texts name them, as they are and as they were."""
    if not (traces.anywhere or traces.near):
        return
    others = table.rows.exclude(pk__in=table.rows.filter(theirs).values("pk")) if theirs else table.rows
    yield from _naming(table, others, traces, f"{key}.mentions", f"{title} that name them")
    if table.audit is not None:
        before = table.audit_rows
        if theirs:
            before = before.exclude(pgh_obj__in=table.rows.filter(theirs).values("pk"))
        yield from _naming(table, before, traces, f"{key}.history.mentions", f"{title} that named them")


def _naming(table: Table, rows: QuerySet[Any], traces: Traces, key: str, title: str) -> Iterator[Section]:
    held = table.held
    flat = kept_by(rows, [*table.own((*held.words, *held.copies), TEXT), *table.sentences()])
    deep = kept_by(rows, table.own((*held.words, *held.copies, *held.theirs), NESTED))
    if not flat and not deep:
        return
    as_text = {f"{field.name}_as_text": Cast(field.name, models.TextField()) for field in deep}
    columns = [*(field.name for field in flat), *as_text]
    found = matching(columns, traces.anywhere, traces.hint)
    at = table.at_accounts(traces.account_ids)
    if at is not None:
        found |= at & matching(columns, traces.near, traces.hint) | at & matching(columns, traces.called, "")
    named = [re.compile(each, re.IGNORECASE) for each in {traces.anywhere, traces.near} if each]
    named += [re.compile(traces.called)] if traces.called else []
    yield Section(
        key, title, rows.annotate(**as_text).filter(found).order_by("pk"),
        ("pk", *(field.name for field in flat)), tuple(field.name for field in deep), tuple(named),
    )  # fmt: skip


def _strings(value: Any) -> Iterator[str]:
    """Every text in lists and objects."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from (str(name), *_strings(each))
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _section(key: str, title: str, rows: QuerySet[Any]) -> Section:
    known = [field for field in rows.model._meta.concrete_fields if field.name not in LEFT_OUT]
    files = [field.name for field in known if isinstance(field, models.BinaryField)]
    fields = [field for field in known if field.name not in files]
    pointing = [field for field in fields if field.is_relation]
    ways = [field.name for field in pointing]
    ways += [f"{field.name}__person" for field in pointing if field.related_model is Contact]
    read = rows.defer(*files).order_by("pk").distinct()
    read = read.select_related(*ways) if ways else read
    return Section(key, title, read, tuple(field.name for field in fields))


def _title(model: Any) -> str:
    return TITLES.get(model._meta.label) or str(model._meta.verbose_name_plural).capitalize()


def _shown(row: Any, name: str) -> Any:
    """Words for choices and for what a column points at; days and instants as ISO; the rest as it is."""
    value = getattr(row, name)
    if name == "pk":
        return value
    field = row._meta.get_field(name)
    if value is None or (isinstance(value, bool | int | float | list | dict | str) and not field.choices):
        return value
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, models.Model):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
