"""Complaints, ideas and praise: written down, answered, and closed with what came of them."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import may_edit, sees, visible_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.business_days import EVERYDAY_OFFICE, roll_forward
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..announced import FeedbackChanged
from ..models import Contact, FeedbackItem, FeedbackKind, FeedbackState, Touchpoint
from ..participants import NotTheirContact

REPLY_DAYS = {FeedbackKind.COMPLAINT: 2, FeedbackKind.IDEA: 7, FeedbackKind.PRAISE: 7}
"""Days until a reply is due, rolled forward to a working day (docs/methods.md, Voice of the customer)."""
LOOP_DAYS = 14
_said = accepts.text("What they said", 2000, required=True, many_lines=True)
_reply = accepts.text("The reply", 2000, required=True, many_lines=True)
_outcome = accepts.text("What came of it", 2000, required=True, many_lines=True)
_day = accepts.day("The day", required=True)


class FeedbackClosed(DomainError):
    """The loop is closed already."""


class NotRepliedYet(DomainError):
    """Nobody has replied, so the loop cannot be closed."""


class CannotReply(DomainError):
    """Whoever should reply does not see the account."""


@transaction.atomic
def write_feedback(
    *,
    account: Account,
    kind: str,
    text: str,
    by: User,
    at: datetime,
    contact: Contact | None = None,
    touchpoint: Touchpoint | None = None,
    owner: User | None = None,
    about_user: User | None = None,
    received_on: date | None = None,
    due_on: date | None = None,
) -> FeedbackItem:
    """Write down what a customer said; whoever sees the account may.

    Without ``owner`` the account's owner replies, without ``due_on`` in 2 days to a complaint and in 7 to
    anything else. Raises PermissionDenied, InputRefused,
    TextRefused, NotTheirContact, CannotReply.
    """
    account = visible_account(account.pk, by)
    today = local_day(at, by.time_zone)
    if contact is not None and contact.account_id != account.pk:
        raise NotTheirContact(f"That person is not a contact at {account.name}.", field="contact")
    word = accepts.one_of("What it is", FeedbackKind)(kind, "kind")
    received = _day(received_on or today, "received_on")
    if received > today:
        raise accepts.InputRefused("That day lies in the future.", field="received_on")
    replier = owner or account.owner or by
    _refuse_replier(account.pk, replier)
    item = FeedbackItem.objects.create(
        account=account, contact=contact, touchpoint=touchpoint, kind=word, text=_said(text, "text"),
        received_on=received, owner=replier, about_user=about_user,
        due_on=_due(due_on or received + timedelta(days=REPLY_DAYS[word]), received, is_given=bool(due_on)),
    )  # fmt: skip
    _tell(item, "feedback_received", f"{item.get_kind_display()}: {item.text}", by, at)
    return item


@transaction.atomic
def reply_to_feedback(
    *, item: FeedbackItem, reply: str, on: date, by: User, at: datetime, due_on: date | None = None
) -> FeedbackItem:
    """Say what they were told, and by when they hear what came of it (14 days later when not said).

    Raises PermissionDenied, FeedbackClosed, InputRefused, TextRefused.
    """
    item = _theirs(item, by)
    _must_be_open(item)
    day = _between(item.received_on, on, by, at)
    later = due_on or roll_forward(day + timedelta(days=LOOP_DAYS), EVERYDAY_OFFICE)
    kept = {
        "state": FeedbackState.REPLIED, "reply": _reply(reply, "reply"), "replied_on": day,
        "due_on": _due(later, day, is_given=True),
    }  # fmt: skip
    save_edit(item, kept, expected_version=None)
    _tell(item, "feedback_replied", f"Replied: {item.reply}", by, at)
    return item


@transaction.atomic
def close_feedback(*, item: FeedbackItem, outcome: str, on: date, by: User, at: datetime) -> FeedbackItem:
    """Close the loop: they were told what came of it. Raises NotRepliedYet, FeedbackClosed, InputRefused."""
    item = _theirs(item, by)
    _must_be_open(item)
    if item.replied_on is None:
        raise NotRepliedYet("Reply to them first, then say what came of it.")
    day = _between(item.replied_on, on, by, at)
    kept = {"state": FeedbackState.CLOSED, "outcome": _outcome(outcome, "outcome"), "closed_on": day}
    save_edit(item, kept, expected_version=None)
    _tell(item, "feedback_closed", f"Loop closed: {item.outcome}", by, at)
    return item


@transaction.atomic
def reopen_feedback(*, item: FeedbackItem, by: User, at: datetime) -> FeedbackItem:
    """Take the closing back. Raises PermissionDenied, InputRefused when it is open."""
    item = _theirs(item, by)
    if item.state != FeedbackState.CLOSED:
        raise accepts.InputRefused("This is open already.")
    save_edit(item, {"state": FeedbackState.REPLIED, "outcome": "", "closed_on": None}, expected_version=None)
    _tell(item, "feedback_reopened", f"Open again: {item.text}", by, at)
    return item


@transaction.atomic
def give_feedback(*, item: FeedbackItem, owner: User, by: User, at: datetime) -> FeedbackItem:
    """Let somebody else reply. Raises PermissionDenied, FeedbackClosed, CannotReply."""
    item = _theirs(item, by)
    _must_be_open(item)
    _refuse_replier(item.account_id, owner)
    save_edit(item, {"owner": owner}, expected_version=None)
    _tell(item, "feedback_given", f"{owner.name} replies now: {item.text}", by, at)
    return item


def _due(day: date, earliest: date, *, is_given: bool) -> date:
    kept: date = _day(day, "due_on")
    if kept < earliest:
        raise accepts.InputRefused("It cannot be due before that day.", field="due_on")
    return kept if is_given else roll_forward(kept, EVERYDAY_OFFICE)


def _between(first: date, on: date, by: User, at: datetime) -> date:
    day: date = _day(on, "on")
    if not first <= day <= local_day(at, by.time_zone):
        raise accepts.InputRefused("Choose a day after it came and not after today.", field="on")
    return day


def _refuse_replier(account_id: int, owner: User) -> None:
    if not owner.is_active or owner.is_machine or not sees(account_id, owner):
        raise CannotReply("Whoever should reply does not see this account.", field="owner")


def _theirs(item: FeedbackItem, by: User) -> FeedbackItem:
    """The item read again, its account locked, when *by* replies to it or may edit the account."""
    account = visible_account(item.account_id, by)
    row = FeedbackItem.objects.select_related("account", "owner").get(pk=item.pk)
    if row.owner_id != by.pk and not may_edit(account.pk, by):
        raise PermissionDenied
    return row


def _must_be_open(item: FeedbackItem) -> None:
    if item.state == FeedbackState.CLOSED:
        raise FeedbackClosed("The loop is closed already.")


def _tell(item: FeedbackItem, kind: str, text: str, by: User, at: datetime) -> None:
    record(item.account, kind, text, by=by, at=at, subject=("feedback", item.pk))
    announce(FeedbackChanged(feedback_id=item.pk, account_id=item.account_id, by_id=by.pk, at=at))
