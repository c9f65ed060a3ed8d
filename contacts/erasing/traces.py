"""Where a person is found: their rows, the texts that are theirs alone, and the patterns that name them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.postgres.fields import ArrayField
from django.db import models

from retention.lib.folding import folded
from retention.team.models import User

from ..models import Contact, Person, PersonMerger, TouchpointContact
from . import naming
from .tables import Table, subject_word, tables

TEXT = (models.CharField, models.TextField)
NESTED = (models.JSONField, ArrayField)


@dataclass(frozen=True)
class Traces:
    """All that leads to a person.

    ``alone`` are ids by table of rows whose texts are theirs alone. ``anywhere`` finds their name and
    addresses in any text, ``near`` in texts of their accounts, ``called`` parts of the name there, as spelt.
    ``gone`` are ids by table of rows that go with them. ``hint`` is a plainer pattern that finds at least
    what ``near`` does.
    """

    person_ids: tuple[int, ...]
    contact_ids: tuple[int, ...]
    account_ids: tuple[int, ...]
    alone: Mapping[str, tuple[int, ...]]
    anywhere: str
    near: str
    called: str
    hint: str = ""
    gone: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    excerpts: frozenset[str] = field(default_factory=frozenset)

    @property
    def subjects(self) -> list[tuple[str, tuple[int, ...]]]:
        """The same rows as (kind, ids), as timelines and imports call them."""
        return [(subject_word(label), ids) for label, ids in {**self.gone, **self.alone}.items()]


def rows_of(person: Person) -> Traces:
    """The person, whom they were merged with, and their seats; no text is looked for."""
    found, merged = {person.pk}, {person.pk}
    while merged:
        mergers = PersonMerger.objects.filter(kept__in=merged, undone_at=None)
        merged = set(mergers.values_list("gone_id", flat=True)) - found
        found |= merged
    people = tuple(sorted(found))
    seats = list(Contact.objects.filter(person__in=people).order_by("id").values_list("pk", "account_id"))
    contacts, accounts = tuple(pk for pk, _ in seats), tuple(sorted({account for _, account in seats}))
    return Traces(
        people, contacts, accounts, alone={"contacts.Contact": contacts}, anywhere="", near="", called=""
    )


def traces_of(person: Person, *, clear_shared: bool = False) -> Traces:
    """Everything that leads to the person, and to whom they were merged with."""
    known = rows_of(person)
    people, contacts, accounts = known.person_ids, known.contact_ids, known.account_ids
    alone = {"contacts.Contact": contacts} | _alone(people, contacts, clear_shared=clear_shared)
    names, addresses = _known_as(people)
    found_by = naming.any_of(
        [
            *(naming.literal(mail) for mail in addresses[0]),
            *(naming.phone_pattern(one) for one in addresses[1]),
        ]
    )
    far, close = _unmistakable(names, people, accounts)
    full = naming.any_of([found_by, *(naming.name_pattern(name) for name in far)])
    return Traces(
        person_ids=people,
        contact_ids=contacts,
        account_ids=accounts,
        alone=alone,
        anywhere=full,
        near=naming.any_of([full, *(naming.name_pattern(name) for name in close)]),
        called=naming.parts_pattern(_own_parts(close, people, accounts)),
        hint=naming.hint_of(names, *addresses),
        excerpts=frozenset(_excerpts(people, contacts, alone)),
        gone=_gone(people, contacts),
    )


def _gone(people: tuple[int, ...], contacts: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Ids by table of rows that go as a whole: other systems know some of them under ids."""
    found = {}
    for table in tables():
        if table.held.goes and table.held.links:
            rows = table.rows.filter(table.of_people(table.held.links, people, contacts))
            found[table.held.label] = tuple(rows.order_by("pk").values_list("pk", flat=True).distinct())
    return found


def _alone(
    people: tuple[int, ...], contacts: tuple[int, ...], *, clear_shared: bool
) -> dict[str, tuple[int, ...]]:
    found = {}
    for table in tables():
        if table.held.words and table.held.links and not table.held.goes:
            linked = table.rows.filter(table.of_people(table.held.links, people, contacts))
            found[table.held.label] = tuple(linked.order_by("pk").values_list("pk", flat=True).distinct())
    if not clear_shared:
        talks = found["contacts.Touchpoint"]
        others = TouchpointContact.objects.filter(touchpoint__in=talks).exclude(contact__in=contacts)
        shared = set(others.values_list("touchpoint_id", flat=True))
        found["contacts.Touchpoint"] = tuple(pk for pk in talks if pk not in shared)
    return found


def _known_as(people: tuple[int, ...]) -> tuple[set[str], tuple[set[str], set[str]]]:
    """Names, and addresses by mail and phone, that they have or had."""
    table = next(table for table in tables() if table.held.label == "contacts.Person")
    names, mails, phones = set(), set(), set()
    for rows, key in ((table.rows, "pk__in"), (table.audit_rows, "pgh_obj__in")):
        for name, mail, phone in rows.filter(**{key: people}).values_list("name", "email", "phone"):
            names.add(name)
            mails.add(mail)
            phones.add(phone)
    return names - {""}, (mails - {""}, phones - {""})


def _unmistakable(
    names: set[str], people: tuple[int, ...], accounts: tuple[int, ...]
) -> tuple[set[str], set[str]]:
    """The names that nobody else has, and those that nobody else has at their accounts."""
    others = Person.objects.exclude(pk__in=people).filter(name_key__in=[folded(name) for name in names])
    taken = set(others.values_list("name_key", flat=True))
    beside = set(others.filter(seats__account__in=accounts).values_list("name_key", flat=True))
    return (
        {name for name in names if folded(name) not in taken},
        {name for name in names if folded(name) not in beside},
    )


def _own_parts(names: Iterable[str], people: tuple[int, ...], accounts: tuple[int, ...]) -> set[str]:
    """First and last names that nobody else at their accounts and nobody of ours has."""
    parts = {part for name in names for part in naming.name_parts(name)}
    beside = Person.objects.filter(seats__account__in=accounts).exclude(pk__in=people)
    others = [*beside.values_list("name", flat=True), *User.objects.values_list("name", flat=True)]
    taken = {part for name in others for part in name.split()}
    return parts - taken


def _excerpts(
    people: tuple[int, ...], contacts: tuple[int, ...], alone: Mapping[str, tuple[int, ...]]
) -> Iterable[str]:
    """How texts that go begin, as they are and as they were."""
    for table in tables():
        for rows, ids in _going(table, people, contacts, alone):
            for text in _texts_of(rows, ids):
                yield from filter(None, [naming.excerpt(text)])


def _going(
    table: Table, people: tuple[int, ...], contacts: tuple[int, ...], alone: Mapping[str, tuple[int, ...]]
) -> "Iterable[tuple[models.QuerySet[models.Model], list[str]]]":
    held, long = table.held, [field.name for field in table.sentences()]
    for rows in table.both():
        key = "pgh_obj__in" if rows.model is table.audit else "pk__in"
        if held.label in alone and held.words:
            yield rows.filter(**{key: alone[held.label]}), list(held.words)
        if long:
            yield rows.filter(table.of_people(held.links, people, contacts)), long


def _texts_of(rows: "models.QuerySet[models.Model]", columns: list[str]) -> Iterable[str]:
    for values in rows.values_list(*columns).distinct().iterator(chunk_size=2000):
        yield from filter(None, values)
