"""Contacts: adding, editing, filling a placeholder, leaving, pausing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.field_policy import refuse_hidden
from retention.team.models import User

from ..alike_rows import refresh_alike
from ..announced import ContactAdded, ContactChanged
from ..choices import Channel, ContactStatus
from ..models import Contact, Person
from ..objecting import channels_closed
from ..seats import (
    CONTACT_CHECKS,
    PERSON_CHECKS,
    AlreadyThere,
    NotAPlaceholder,
    PersonErased,
    person_for,
    refuse_contradictions,
)
from ..single_roles import refuse_second_buyer


@transaction.atomic
def add_contact(*, account: Account, by: User, at: datetime, name: str = "", **fields: Any) -> Contact:
    """Add a person in a seat, or a placeholder (``is_placeholder=True``, no name).

    *fields* are those of the contact and of its person (email, phone, language); ``person`` seats
    somebody we know elsewhere. Raises PermissionDenied, InputRefused, TextRefused, AlreadyThere,
    RoleTaken.
    """
    account = editable_account(account.pk, by)
    known: Person | None = fields.pop("person", None)
    is_placeholder = accepts.flag(fields.pop("is_placeholder", False), "is_placeholder")
    about = {"name": name} | {field: fields.pop(field) for field in tuple(fields) if field in PERSON_CHECKS}
    kept, today = accepts.accepted(fields, CONTACT_CHECKS), local_day(at, by.time_zone)
    kept.setdefault("since", min(kept.get("departed_on") or today, today))
    refuse_contradictions(account, Contact(account=account), kept, today=today)
    seat = Contact(account=account, is_placeholder=is_placeholder)
    refuse_second_buyer(account, seat, kept.get("buying_role"))
    person = None if is_placeholder else person_for(account, known, about, by)
    contact = Contact.objects.create(account=account, person=person, is_placeholder=is_placeholder, **kept)
    refresh_alike([person.pk] if person else [])
    record(account, "contact_added", f"Added {contact.name}", by=by, at=at, subject=("contact", contact.pk))
    announce(ContactAdded(contact_id=contact.pk, account_id=account.pk, by_id=by.pk, at=at))
    return contact


@transaction.atomic
def edit_contact(
    *, contact: Contact, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None
) -> Contact:
    """Change fields of a contact or of its person; what stays the same makes no entry.

    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, PersonErased, RoleTaken, StaleVersion.
    """
    account, row = _editable(contact, by)
    refuse_hidden(by, row, changes)
    of_person = {field: value for field, value in changes.items() if field in PERSON_CHECKS}
    if of_person and row.person is None:
        raise NotAPlaceholder("Nobody is known in this role yet; name the person first.", field="name")
    kept = accepts.accepted(
        {field: value for field, value in changes.items() if field not in PERSON_CHECKS}, CONTACT_CHECKS
    )
    refuse_contradictions(account, row, kept, today=local_day(at, by.time_zone))
    _refuse_against_objections(row, kept)
    refuse_second_buyer(account, row, kept.get("buying_role"))
    new = {field: value for field, value in kept.items() if getattr(row, field) != value}
    about = accepts.accepted(of_person, PERSON_CHECKS)
    about = {field: value for field, value in about.items() if getattr(row.person, field) != value}
    if not new and not about:
        return row
    said = {"role_is_guessed": False} if "buying_role" in new else {}
    save_edit(row, {**new, **said}, expected_version=expected_version)
    if about and row.person is not None:
        save_edit(row.person, about, expected_version=None)
        refresh_alike([row.person.pk])
    _tell(account, row, {*new, *about}, f"Changed {row.name}: {_listed({*new, *about})}", by=by, at=at)
    return row


@transaction.atomic
def fill_placeholder(
    *,
    contact: Contact,
    name: str,
    by: User,
    at: datetime,
    person: Person | None = None,
    **about: Any,
) -> Contact:
    """Say who is in a role that waited for a person. Raises NotAPlaceholder, AlreadyThere."""
    account, row = _editable(contact, by)
    if not row.is_placeholder:
        raise NotAPlaceholder(f"{row.name} is in this role already.")
    found = person_for(account, person, {"name": name, **about}, by)
    changes = {"person": found, "is_placeholder": False, "since": local_day(at, by.time_zone)}
    save_edit(row, changes, expected_version=None)
    refresh_alike([found.pk])
    _tell(account, row, {"person", "is_placeholder", "since"}, f"{found.name} fills the role", by=by, at=at)
    return row


@transaction.atomic
def mark_departed(*, contact: Contact, on: date, by: User, at: datetime) -> Contact:
    """Say that somebody left on a day, which is not in the future. Raises InputRefused, PermissionDenied."""
    account, row = _editable(contact, by)
    if row.is_placeholder:
        raise NotAPlaceholder("Nobody is known in this role, so nobody can have left.")
    asked = {"status": ContactStatus.DEPARTED.value, "departed_on": on}
    changes = accepts.accepted(asked, CONTACT_CHECKS)
    refuse_contradictions(account, row, changes, today=local_day(at, by.time_zone))
    save_edit(row, changes, expected_version=None)
    _tell(account, row, set(changes), f"{row.name} left on {on:%-d %b %Y}", by=by, at=at)
    return row


@transaction.atomic
def pause_contact(*, contact: Contact, until: date, reason: str, by: User, at: datetime) -> Contact:
    """They asked not to hear from us until a day. Raises InputRefused, PermissionDenied."""
    account, row = _editable(contact, by)
    changes = accepts.accepted({"paused_until": until, "pause_reason": reason}, CONTACT_CHECKS)
    if not changes["pause_reason"]:
        raise accepts.InputRefused("Say why, in a few words.", field="pause_reason")
    if changes["paused_until"] is None or changes["paused_until"] <= local_day(at, by.time_zone):
        raise accepts.InputRefused("Choose a day after today.", field="paused_until")
    save_edit(row, changes, expected_version=None)
    text = f"Paused {row.name} until {row.paused_until:%-d %b %Y}: {row.pause_reason}"
    _tell(account, row, set(changes), text, by=by, at=at)
    return row


@transaction.atomic
def resume_contact(*, contact: Contact, by: User, at: datetime) -> Contact:
    """End a pause before its day. Raises PermissionDenied."""
    account, row = _editable(contact, by)
    save_edit(row, {"paused_until": None, "pause_reason": ""}, expected_version=None)
    _tell(account, row, {"paused_until"}, f"{row.name} may hear from us again", by=by, at=at)
    return row


def _editable(contact: Contact, by: User) -> tuple[Account, Contact]:
    account = editable_account(contact.account_id, by)
    row = Contact.objects.select_related("person", "account").get(pk=contact.pk)
    if row.person is not None and row.person.erased_at is not None:
        raise PersonErased("The data of this person were erased. Add a new person instead.")
    return account, row


def _listed(fields: set[str]) -> str:
    return ", ".join(sorted(field.replace("_", " ") for field in fields))


def _tell(account: Account, contact: Contact, fields: set[str], text: str, *, by: User, at: datetime) -> None:
    record(account, "contact_changed", text, by=by, at=at, subject=("contact", contact.pk))
    announce(
        ContactChanged(
            contact_id=contact.pk, account_id=account.pk, fields=frozenset(fields), by_id=by.pk, at=at
        )
    )


__all__ = [
    "AlreadyThere",
    "NotAPlaceholder",
    "PersonErased",
    "add_contact",
    "edit_contact",
    "fill_placeholder",
    "mark_departed",
    "pause_contact",
    "resume_contact",
]


def _refuse_against_objections(contact: Contact, kept: Mapping[str, Any]) -> None:
    """A channel that they objected to is opened by lifting the objection, with who said so."""
    if "channels_forbidden" not in kept:
        return
    opened = set(contact.channels_forbidden) - set(kept["channels_forbidden"])
    if closed := sorted(opened & channels_closed(contact.pk)) if opened else []:
        names = ", ".join(str(Channel(word).label) for word in closed)
        raise accepts.InputRefused(
            f"{contact.name} objected to: {names}. Lift the objection first.", field="channels_forbidden"
        )
