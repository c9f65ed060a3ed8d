"""Promises of either side: what somebody was told, by when, and whether it was kept."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import may_edit, sees, visible_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..announced import PromiseChanged
from ..choices import PromiseState, Side, Wording
from ..models import Contact, Promise, Touchpoint
from ..participants import NotTheirContact


class PromiseNotOpen(DomainError):
    """The promise was settled already."""


class PromiseIsOpen(DomainError):
    """The promise is open; there is nothing to reopen."""


class CannotKeep(DomainError):
    """Whoever should keep or follow it up cannot see the account."""


_text = accepts.text("The promise", 500, required=True)
_due = accepts.day("The day it is due", required=True)
_note = accepts.text("How it ended", 300)


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
    made, due = _days(promised_on, due_on, local_day(at, by.time_zone))
    promise = Promise.objects.create(
        account=account, user=user, contact=contact, touchpoint=touchpoint, promised_on=made, due_on=due,
        side=accepts.one_of("Whose promise", Side)(side, "side"), text=_text(text, "text"),
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
    _, due = _days(promise.promised_on, due_on, local_day(at, by.time_zone))
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
        "settled_note": _note(note, "note"),
        "released_by": released_by,
    }
    _refuse_without_consent(promise, kept)
    save_edit(promise, kept, expected_version=None)
    _tell(promise, f"promise_{state}", _how_it_ended(promise), by, at)
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


def _days(promised_on: date, due_on: date, today: date) -> tuple[date, date]:
    made: date = accepts.day("The day of the promise", required=True)(promised_on, "promised_on")
    due: date = _due(due_on, "due_on")
    if made > today:
        raise accepts.InputRefused("The day of the promise lies in the future.", field="promised_on")
    if due < made:
        raise accepts.InputRefused("It cannot be due before it was promised.", field="due_on")
    return made, due


def _refuse_without_consent(promise: Promise, kept: dict[str, Any]) -> None:
    """Raise InputRefused or NotTheirContact: nobody is released from a promise by themselves."""
    who: Contact | None = kept["released_by"]
    if who is not None and who.account_id != promise.account_id:
        raise NotTheirContact("That person is not a contact at this account.", field="released_by")
    if kept["state"] != PromiseState.WITHDRAWN:
        if who is not None:
            text = "Only a promise that is withdrawn needs somebody’s consent."
            raise accepts.InputRefused(text, field="released_by")
        return
    if promise.side == Side.OURS and who is None:
        raise accepts.InputRefused("Say who of theirs agreed to withdraw it.", field="released_by")
    if not kept["settled_note"]:
        raise accepts.InputRefused("Say how they agreed, in a few words.", field="note")


def _how_it_ended(promise: Promise) -> str:
    """“Withdrawn with consent (Ana Ruiz): Prices. They chose another way.”"""
    who = f" ({promise.released_by.name})" if promise.released_by else ""
    note = f". {promise.settled_note}" if promise.settled_note else ""
    return f"{promise.get_state_display()}{who}: {promise.text}{note}"


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
