"""Promises of either side: what somebody was told, by when, and whether it was kept."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import may_edit, sees, visible_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError, StaleVersion
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..announced import PromiseChanged
from ..choices import PromiseState, Side, Wording
from ..models import Contact, Promise, Touchpoint
from ..participants import NotTheirContact
from ..promised import days_of, ending_note, how_it_ended, promise_due, promise_text, refuse_without_consent


class PromiseNotOpen(DomainError):
    """The promise was settled already."""


class PromiseIsOpen(DomainError):
    """The promise is open; there is nothing to reopen."""


class CannotKeep(DomainError):
    """Whoever should keep or follow it up cannot see the account."""


@transaction.atomic
def make_promise(
    *,
    account: Account,
    side: str,
    user: User,
    text: str,
    promised_on: date,
    due_on: date,
    by: User,
    at: datetime,
    contact: Contact | None = None,
    touchpoint: Touchpoint | None = None,
    wording: str = Wording.OURS,
) -> Promise:
    """Record what was promised. *user* keeps it (ours) or follows it up (theirs).

    *contact* is to whom ours was made, or who made theirs; *wording* says whose words *text* is in.
    Whoever sees the account may record their own, editors anybody's. Raises PermissionDenied,
    InputRefused, TextRefused, NotTheirContact, CannotKeep.
    """
    account = visible_account(account.pk, by)
    if user.pk != by.pk and not may_edit(account.pk, by):
        raise PermissionDenied
    if contact is not None and contact.account_id != account.pk:
        raise NotTheirContact(f"That person is not a contact at {account.name}.", field="contact")
    if not user.is_active or not sees(account.pk, user):
        raise CannotKeep("Whoever should keep it does not see this account.", field="user")
    made, due = days_of(promised_on, due_on, local_day(at, by.time_zone))
    promise = Promise.objects.create(
        account=account, user=user, contact=contact, touchpoint=touchpoint, promised_on=made, due_on=due,
        side=accepts.one_of("Whose promise", Side)(side, "side"), text=promise_text(text, "text"),
        wording=accepts.one_of("In whose words", Wording)(wording, "wording"),
    )  # fmt: skip
    _tell(promise, "promise_made", f"{promise.get_side_display()} by {due:%-d %b %Y}: {promise.text}", by, at)
    return promise


@transaction.atomic
def move_promise(
    *, promise: Promise, due_on: date, by: User, at: datetime, expected_version: int | None = None
) -> Promise:
    """Agree another day for an open promise. Raises PermissionDenied, PromiseNotOpen, StaleVersion."""
    promise = _theirs(promise, by)
    _must_be_open(promise)
    _, due = days_of(promise.promised_on, due_on, local_day(at, by.time_zone))
    save_edit(promise, {"due_on": due}, expected_version=expected_version)
    _tell(promise, "promise_moved", f"Promise moved to {due:%-d %b %Y}: {promise.text}", by, at)
    return promise


@transaction.atomic
def give_promise(*, promise: Promise, user: User, by: User, at: datetime) -> Promise:
    """Let somebody else keep or follow up an open promise.

    Raises PermissionDenied, PromiseNotOpen, CannotKeep.
    """
    promise = _theirs(promise, by)
    _must_be_open(promise)
    if not may_edit(promise.account_id, by):
        raise PermissionDenied
    if not user.is_active or not sees(promise.account_id, user):
        raise CannotKeep("Whoever should keep it does not see this account.", field="user")
    save_edit(promise, {"user": user}, expected_version=None)
    _tell(promise, "promise_given", f"Promise now with {user.name}: {promise.text}", by, at)
    return promise


@transaction.atomic
def edit_promise(
    *,
    promise: Promise,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Promise:
    """Agree another day (``due_on``) or another keeper (``user``); what was said stays as it was said.

    Raises NotEditable, and what move_promise and give_promise raise.
    """
    kept = accepts.accepted(changes, {"due_on": promise_due, "user": accepts.as_it_is})
    if "due_on" in kept and kept["due_on"] != promise.due_on:
        promise = move_promise(
            promise=promise, due_on=kept["due_on"], by=by, at=at, expected_version=expected_version
        )
    elif expected_version not in (None, promise.version):
        raise StaleVersion(expected=expected_version or 0, current=promise.version)
    if "user" in kept and kept["user"] != promise.user:
        promise = give_promise(promise=promise, user=kept["user"], by=by, at=at)
    return promise


@transaction.atomic
def settle_promise(
    *,
    promise: Promise,
    state: str,
    on: date,
    by: User,
    at: datetime,
    note: str = "",
    released_by: Contact | None = None,
) -> Promise:
    """Say how an open promise ended: kept, broken, or withdrawn with consent, and on which day.

    Withdrawing needs a *note* of how they agreed, and for a promise of ours who of theirs released us.
    Raises PermissionDenied, PromiseNotOpen, InputRefused, TextRefused, NotTheirContact.
    """
    promise = _theirs(promise, by)
    _must_be_open(promise)
    if state not in PromiseState.values or state == PromiseState.OPEN:
        raise accepts.InputRefused("A promise is kept, broken, or withdrawn with consent.", field="state")
    day = accepts.day("The day it was settled", required=True)(on, "on")
    if not promise.promised_on <= day <= local_day(at, by.time_zone):
        raise accepts.InputRefused("It was settled between the day of the promise and today.", field="on")
    kept = {
        "state": state,
        "settled_on": day,
        "settled_note": ending_note(note, "note"),
        "released_by": released_by,
    }
    refuse_without_consent(promise, kept)
    save_edit(promise, kept, expected_version=None)
    _tell(promise, f"promise_{state}", how_it_ended(promise), by, at)
    return promise


@transaction.atomic
def reopen_promise(*, promise: Promise, by: User, at: datetime) -> Promise:
    """Undo the settling of a promise. Raises PermissionDenied, PromiseIsOpen."""
    promise = _theirs(promise, by)
    if promise.state == PromiseState.OPEN:
        raise PromiseIsOpen("This promise is open already.")
    open_again = {"state": PromiseState.OPEN, "settled_on": None, "settled_note": "", "released_by": None}
    save_edit(promise, open_again, expected_version=None)
    _tell(promise, "promise_reopened", f"Open again: {promise.text}", by, at)
    return promise


def _theirs(promise: Promise, by: User) -> Promise:
    """The promise read again, its account locked, when it is *by*'s own or *by* may edit the account."""
    account = visible_account(promise.account_id, by)
    row = Promise.objects.select_related("account").get(pk=promise.pk)
    if row.user_id != by.pk and not may_edit(account.pk, by):
        raise PermissionDenied
    return row


def _must_be_open(promise: Promise) -> None:
    if promise.state != PromiseState.OPEN:
        raise PromiseNotOpen(f"This promise is settled already: {promise.get_state_display().lower()}.")


def _tell(promise: Promise, kind: str, text: str, by: User, at: datetime) -> None:
    record(promise.account, kind, text, by=by, at=at, subject=("promise", promise.pk))
    announce(PromiseChanged(promise_id=promise.pk, account_id=promise.account_id, by_id=by.pk, at=at))
