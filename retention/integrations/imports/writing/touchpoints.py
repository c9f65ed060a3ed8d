"""Touchpoints of e-mails and appointments, with the people of both sides."""

from datetime import datetime
from typing import Any

from accounts.models import RecordType
from contacts.choices import Purpose
from contacts.models import Contact, Touchpoint, TouchpointColleague, TouchpointContact
from contacts.qualifying import is_qualifying
from contacts.said import describe

from ...models import ImportRow, RowState
from ..refusals import RowRejected
from .batch import Batch, mark, remember_ids, tell, values
from .contacts import account_of


def write_touchpoints(batch: Batch, rows: list[ImportRow]) -> None:
    """What was said, when it was said; the source's own entry time stands apart."""
    places = [account_of(batch, row) for row in rows]
    people = _contacts(batch, rows)
    made = Touchpoint.objects.bulk_create(
        _touchpoint(batch, values(row), account_id) for row, account_id in zip(rows, places, strict=True)
    )
    links, colleagues = [], []
    for row, touchpoint in zip(rows, made, strict=True):
        row.record_id = touchpoint.pk
        links += [
            TouchpointContact(touchpoint=touchpoint, contact_id=people[reference].pk)
            for reference in values(row)["contacts"]
        ]
        colleague = batch.person(values(row)["owner"])
        if colleague:
            colleagues.append(TouchpointColleague(touchpoint=touchpoint, user_id=colleague))
    TouchpointContact.objects.bulk_create(links)
    TouchpointColleague.objects.bulk_create(colleagues)
    _tell(batch, rows, made, people)
    remember_ids(batch, RecordType.TOUCHPOINT, rows)
    mark(rows, RowState.ADDED)
    batch.touched |= set(places)


def _touchpoint(batch: Batch, draft: dict[str, Any], account_id: int) -> Touchpoint:
    return Touchpoint(
        account_id=account_id,
        happened_at=datetime.fromisoformat(draft["happened_at"]),
        source_time=datetime.fromisoformat(draft["source_time"]) if draft["source_time"] else None,
        purpose=Purpose.RELATIONSHIP,
        is_qualifying=is_qualifying(channel=draft["channel"], outcome=draft["outcome"]),
        logged_by=batch.by,
        **{name: draft[name] for name in ("channel", "direction", "outcome", "subject", "text", "minutes")},
    )


def _contacts(batch: Batch, rows: list[ImportRow]) -> dict[str, Contact]:
    """Contacts by reference: "#7" is Keel's, others are keys of this import's contact rows."""
    references = {reference for row in rows for reference in values(row)["contacts"]}
    ids = {reference: int(reference[1:]) for reference in references if reference.startswith("#")}
    staged = ImportRow.objects.filter(
        of=batch.of, record_type=RecordType.CONTACT, key__in=references, record_id__isnull=False
    )
    ids.update({key: number for key, number in staged.values_list("key", "record_id") if number is not None})
    found = {
        contact.pk: contact
        for contact in Contact.objects.filter(pk__in=ids.values()).select_related("person")
    }
    people = {reference: found[number] for reference, number in ids.items() if number in found}
    if references - set(people):
        raise RowRejected("Its contact could not be taken over.")
    return people


def _tell(
    batch: Batch, rows: list[ImportRow], touchpoints: list[Touchpoint], people: dict[str, Contact]
) -> None:
    lines = []
    for row, touchpoint in zip(rows, touchpoints, strict=True):
        names = ", ".join(people[reference].name for reference in values(row)["contacts"])
        text = describe(touchpoint, names)
        lines.append((touchpoint.account_id, touchpoint.happened_at, text, touchpoint.pk))
    tell(batch, "touchpoint_logged", "touchpoint", lines)
