"""Erasing a person: everything that is known of them goes, that something happened stays."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pgtrigger
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.zones import local_day
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..announced import ContactChanged
from ..choices import ContactStatus
from ..erasing.files import erase_from_files
from ..erasing.progress import Progress, nobody_watches
from ..erasing.proof import look_again
from ..erasing.rows import empty_their_rows, remove_their_rows
from ..erasing.texts import take_out_of_texts
from ..erasing.traces import Traces, traces_of
from ..models import Contact, DataRequest, Person, RequestKind, RequestReason
from ..models.contact import ERASED_NAME


class AlreadyErased(DomainError):
    """Nothing of this person is left."""


@transaction.atomic
def erase_person(
    *,
    person: Person,
    reason: str,
    by: User,
    at: datetime,
    clear_shared: bool = False,
    seen: Progress = nobody_watches,
) -> DataRequest:
    """Erase everything Keel holds of a person, from the audit rows, the outbox and staged imports as well.

    Texts of what they alone took part in go; from all others their name and addresses are taken out. With
    ``clear_shared`` the texts of conversations with others present go too. It cannot be undone; what stays is
    that something happened, who erased when, and what a second search of every text column found. ``seen`` is
    told what is done, table by table. Raises PermissionDenied, AlreadyErased, InputRefused.
    """
    if not runs_the_workspace(by):
        raise PermissionDenied
    why = accepts.one_of("The reason", RequestReason)(reason, "reason")
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.erased_at is not None:
        raise AlreadyErased("This person has been erased already.")
    traces = traces_of(row, clear_shared=clear_shared)
    with _guards_open():
        counts = take_out_of_texts(traces, seen) | remove_their_rows(traces)
        counts |= empty_their_rows(traces, _tombstones(traces, at=at, today=local_day(at, by.time_zone)))
    counts["files"] = erase_from_files(traces)
    seen("Files and rows")
    counts |= look_again(traces, seen)
    done = DataRequest.objects.create(
        kind=RequestKind.ERASURE, person=row, reason=why, by=by, at=at, counts=counts
    )
    _tell(traces, by=by, at=at)
    return done


@contextmanager
def _guards_open() -> Iterator[None]:
    """What is otherwise kept for ever lets words go: audit rows, what was frozen, and what was said."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('keel.erasing', 'on', true)")
        yield
        cursor.execute("SELECT set_config('keel.erasing', '', true)")


def _tombstones(traces: Traces, *, at: datetime, today: Any) -> Mapping[str, Mapping[str, Any]]:
    """What stands in the two tables of the person themselves, beside emptied columns."""
    gone = {"status": ContactStatus.DEPARTED.value, "departed_on": today}
    return {
        "contacts.Person": {"name": ERASED_NAME, "erased_at": at},
        "contacts.Contact": gone,
    }


def _tell(traces: Traces, *, by: User, at: datetime) -> None:
    seats = Contact.objects.filter(pk__in=traces.contact_ids).select_related("account").order_by("id")
    for seat in seats:
        subject = ("contact", seat.pk)
        record(
            seat.account, "person_erased", "The data of a person were erased", by=by, at=at, subject=subject
        )
        fields = frozenset({"status", "name", "is_key", "buying_role"})
        announce(
            ContactChanged(contact_id=seat.pk, account_id=seat.account_id, fields=fields, by_id=by.pk, at=at)
        )
