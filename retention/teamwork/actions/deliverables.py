"""Deliverables and topics: who answers for them, who does what, who receives them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account, sees
from accounts.timeline import record
from contacts.choices import ContactStatus
from contacts.models import Contact
from contacts.participants import NotTheirContact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import Deliverable, DeliverableKind

DELIVERABLE_CHECKS: Mapping[str, accepts.Check] = {
    "name": accepts.text("The name", 200, required=True),
    "kind": accepts.one_of("The kind", DeliverableKind),
    "note": accepts.text("The note", 500, many_lines=True),
}
ACCOUNTABLE = ("accountable_user", "accountable_contact")


class ExactlyOneAccountable(DomainError):
    """Nobody, or both sides, would answer for it."""


class CannotAnswer(DomainError):
    """Somebody cannot have a part in it."""


class DeliverableTaken(DomainError):
    """The account has one of this name."""


class DeliverableEnded(DomainError):
    """It is delivered no more."""


@transaction.atomic
def add_deliverable(
    *,
    account: Account,
    name: str,
    by: User,
    at: datetime,
    kind: str = DeliverableKind.DELIVERABLE,
    note: str = "",
    accountable_user: User | None = None,
    accountable_contact: Contact | None = None,
) -> Deliverable:
    """Write down what an account gets, or a topic, with the one person of either side who answers for it.

    Raises PermissionDenied, InputRefused, TextRefused, ExactlyOneAccountable, CannotAnswer, NotTheirContact,
    DeliverableTaken.
    """
    account = editable_account(account.pk, by)
    said = accepts.accepted({"name": name, "kind": kind, "note": note}, DELIVERABLE_CHECKS)
    _one_accountable(account, accountable_user, accountable_contact)
    _refuse_twice(account, said["name"])
    row = Deliverable.objects.create(
        account=account, accountable_user=accountable_user, accountable_contact=accountable_contact, **said
    )
    tell(row, "deliverable_added", f"{row.get_kind_display()} added: {row.name}", by, at)
    return row


@transaction.atomic
def edit_deliverable(
    *, deliverable: Deliverable, changes: Mapping[str, Any], by: User, at: datetime,
    expected_version: int | None = None,
) -> Deliverable:  # fmt: skip
    """Change what it is or who answers for it; naming one side's person takes the other's place.

    Raises like add_deliverable, and DeliverableEnded, StaleVersion.
    """
    row = current_deliverable(deliverable, by)
    who = {name: changes[name] for name in ACCOUNTABLE if name in changes}
    rest = {name: value for name, value in changes.items() if name not in who}
    kept = accepts.accepted(rest, DELIVERABLE_CHECKS)
    if any(who.values()):
        who = {name: who.get(name) for name in ACCOUNTABLE}
    if who:
        both = {name: who.get(name, getattr(row, name)) for name in ACCOUNTABLE}
        _one_accountable(row.account, both["accountable_user"], both["accountable_contact"])
    if kept.get("name", row.name).lower() != row.name.lower():
        _refuse_twice(row.account, kept["name"])
    save_edit(row, {**kept, **who}, expected_version=expected_version)
    tell(row, "deliverable_changed", f"Changed who answers for {row.name}", by, at)
    return row


@transaction.atomic
def end_deliverable(*, deliverable: Deliverable, by: User, at: datetime) -> Deliverable:
    """It is delivered no more; who did what stays readable. Raises PermissionDenied, DeliverableEnded."""
    row = current_deliverable(deliverable, by)
    save_edit(row, {"ended_on": local_day(at, by.time_zone)}, expected_version=None)
    tell(row, "deliverable_ended", f"Delivered no more: {row.name}", by, at)
    return row


def current_deliverable(deliverable: Deliverable, by: User) -> Deliverable:
    """Read again, its account locked. Raises PermissionDenied, DeliverableEnded."""
    account = editable_account(deliverable.account_id, by)
    row = Deliverable.objects.select_related("account").get(pk=deliverable.pk)
    row.account = account
    if row.ended_on is not None:
        raise DeliverableEnded("It is delivered no more.")
    return row


def _one_accountable(account: Account, user: User | None, contact: Contact | None) -> None:
    if (user is None) == (contact is None):
        words = "Exactly one person is accountable: choose one of ours or one of theirs."
        raise ExactlyOneAccountable(words, field="accountable_user")
    refuse_ours(account, user, "accountable_user")
    refuse_theirs(account, contact, "accountable_contact")


def refuse_ours(account: Account, user: User | None, field: str) -> None:
    """Raise CannotAnswer when somebody of ours does not see the account."""
    if user is not None and (not user.is_active or user.is_machine or not sees(account.pk, user)):
        raise CannotAnswer(f"{user.name} does not see {account.name}.", field=field)


def refuse_theirs(account: Account, contact: Contact | None, field: str) -> None:
    """Raise NotTheirContact for somebody of another account, or who has left."""
    if contact is not None and contact.account_id != account.pk:
        raise NotTheirContact(f"That person is not a contact at {account.name}.", field=field)
    if contact is not None and contact.status == ContactStatus.DEPARTED:
        raise NotTheirContact("Choose somebody who is there.", field=field)


def _refuse_twice(account: Account, name: str) -> None:
    if Deliverable.objects.current().filter(account=account, name__iexact=name).exists():
        raise DeliverableTaken(f"{account.name} has “{name}” already.", field="name")


def tell(row: Deliverable, kind: str, text: str, by: User, at: datetime) -> None:
    """Write the line of the story."""
    record(row.account, kind, text, by=by, at=at, subject=("deliverable", row.pk))
