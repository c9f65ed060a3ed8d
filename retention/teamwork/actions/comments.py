"""Comments among us: written, answered, put right while fresh, withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account, TimelineEvent
from accounts.rights import may_edit, visible_account
from accounts.timeline import record
from contacts.actions import add_step
from contacts.models import NextStep
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.team.models import User

from ..mention_reminders import forget_mentions, tell_mentioned, told_otherwise
from ..mentioned import may_read, people_named
from ..models import ABOUT, EDIT_MINUTES, Comment, Mention

COMMENT, STEP_OF_COMMENT = "comment", "comment"
comment_text = accepts.text("The comment", 2000, required=True, many_lines=True)


class NotOfThisAccount(DomainError):
    """What the comment is about hangs on another account, or on none that the author sees."""


class CommentIsSettled(DomainError):
    """The comment is withdrawn, answers another, or is too old to be put right."""


class CannotAssign(DomainError):
    """Only who looks after the account plans for others."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing to do that a comment asks for."""

    text: str
    due_on: date
    owner: User


@transaction.atomic
def add_comment(
    *,
    account: Account,
    text: str,
    by: User,
    at: datetime,
    tell: Iterable[User] = (),
    at_once: bool = False,
    follow_up: FollowUp | None = None,
    **about: Any,
) -> Comment:
    """Say something to colleagues about an account, or about one of its records (``touchpoint``, ``promise``,
    ``renewal``, ``feedback`` or ``plan``); whoever sees the account may.

    Raises PermissionDenied, TextRefused, InputRefused, NotOfThisAccount, CannotBeNamed, CannotAssign.
    """
    account = visible_account(account.pk, by)
    subject = _subject(account, by, about)
    return _write(account, subject, None, text, tell, at_once, follow_up, by, at)


@transaction.atomic
def reply_to_comment(
    *,
    comment: Comment,
    text: str,
    by: User,
    at: datetime,
    tell: Iterable[User] = (),
    at_once: bool = False,
    follow_up: FollowUp | None = None,
) -> Comment:
    """Answer a comment; an answer to an answer stands in the same thread, and its author is told.

    Raises like add_comment, CommentIsSettled.
    """
    account = visible_account(comment.account_id, by)
    row = _seen(comment, by)
    if row.withdrawn_at is not None:
        raise CommentIsSettled("This comment was withdrawn.")
    thread = row.parent or row
    subject = {name: getattr(row, name) for name in ABOUT if getattr(row, f"{name}_id") is not None}
    return _write(account, subject, thread, text, tell, at_once, follow_up, by, at)


@transaction.atomic
def edit_comment(
    *, comment: Comment, text: str, by: User, at: datetime, expected_version: int | None = None
) -> Comment:
    """Put right what one wrote in the last 15 minutes; who is named anew is told, who no longer is not.

    Raises PermissionDenied, CommentIsSettled, CannotBeNamed, TextRefused, StaleVersion.
    """
    row = _own(comment, by)
    if not row.may_be_edited(at):
        raise CommentIsSettled(f"A comment can be put right for {EDIT_MINUTES} minutes. Write another one.")
    kept = comment_text(text, "text")
    named = people_named(kept, (), account_id=row.account_id, touchpoint=row.touchpoint, by=by)
    save_edit(row, {"text": kept, "edited_at": at}, expected_version=expected_version)
    gone = Mention.objects.filter(comment=row, in_text=True).exclude(user__in=list(named))
    forget_mentions(gone, reason="No longer named", by=by, at=at)
    gone.delete()
    told_otherwise(row)
    known = set(Mention.objects.filter(comment=row).values_list("user_id", flat=True))
    fresh = {person: True for person in named if person.pk not in known}
    _name(row, fresh, False, by, at)
    return row


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: User, at: datetime) -> Comment:
    """Take words back: they go, and so does what was told of them in the app.

    Their author may, and whoever may edit the account. Raises PermissionDenied, CommentIsSettled.
    """
    visible_account(comment.account_id, by)
    row = _seen(comment, by)
    if row.author_id != by.pk and not may_edit(row.account_id, by):
        raise PermissionDenied("Only the author or who looks after the account withdraws a comment.")
    if row.withdrawn_at is not None:
        raise CommentIsSettled("This comment was withdrawn already.")
    forget_mentions(Mention.objects.filter(comment=row), reason="Comment withdrawn", by=by, at=at)
    save_edit(row, {"text": "", "withdrawn_at": at}, expected_version=None)
    TimelineEvent.objects.filter(subject_type=COMMENT, subject_id=row.pk).update(is_current=False)
    return row


def _write(
    account: Account, subject: dict[str, Any], thread: Comment | None, text: str, tell: Iterable[User],
    at_once: bool, follow_up: FollowUp | None, by: User, at: datetime,
) -> Comment:  # fmt: skip
    kept = comment_text(text, "text")
    talk = subject.get("touchpoint")
    named = people_named(kept, tell, account_id=account.pk, touchpoint=talk, by=by)
    row = Comment.objects.create(
        account=account, parent=thread, author=by, text=kept, said_at=at, **subject
    )  # fmt: skip
    kind, words = ("comment_replied", "replied to a comment") if thread else ("comment_added", "commented")
    record(
        account, kind, f"{by.name} {words}", by=by, at=at, subject=(COMMENT, row.pk),
        is_private=row.is_private,
    )  # fmt: skip
    _name(row, named, at_once, by, at)
    if thread is not None:
        _tell_author(row, thread, by, at)
    if follow_up is not None:
        _assign(row, follow_up, by, at)
    return row


def _name(row: Comment, named: dict[User, bool], at_once: bool, by: User, at: datetime) -> None:
    for person, in_text in named.items():
        mention = Mention.objects.create(comment=row, user=person, in_text=in_text, at_once=at_once)
        tell_mentioned(mention, by=by, at=at)


def _tell_author(row: Comment, thread: Comment, by: User, at: datetime) -> None:
    """Whoever began the thread hears of an answer as if they were named, when they may still read it."""
    author = thread.author
    there = author != by and author.is_active and not author.is_machine
    if not there or not may_read(row.account_id, row.touchpoint, author):
        return
    if not Mention.objects.filter(comment=row, user=author).exists():
        _name(row, {author: False}, False, by, at)


def _assign(row: Comment, follow_up: FollowUp, by: User, at: datetime) -> NextStep:
    if follow_up.owner != by and not may_edit(row.account_id, by):
        raise CannotAssign(
            "Only who looks after the account plans for others. Take it yourself, or name them.",
            field="owner",
        )
    return add_step(
        account=row.account, owner=follow_up.owner, text=follow_up.text, due_on=follow_up.due_on,
        touchpoint=None if row.is_private else row.touchpoint, origin=STEP_OF_COMMENT,
        origin_key=str(row.pk), by=by, at=at,
    )  # fmt: skip


def _subject(account: Account, by: User, about: dict[str, Any]) -> dict[str, Any]:
    """The one record that it is about, when the author sees it and it hangs on the account."""
    said = {name: row for name, row in about.items() if row is not None}
    if unknown := sorted(set(said) - set(ABOUT)):
        raise accepts.NotEditable(f"A comment cannot be about “{unknown[0][:40]}”.", field=unknown[0])
    if len(said) > 1:
        raise NotOfThisAccount("A comment is about one thing.", field=sorted(said)[1])
    for name, row in said.items():
        seen = type(row)._default_manager.visible_to(by).filter(pk=row.pk, account=account.pk)
        if not seen.exists():
            raise NotOfThisAccount(f"That is not one of {account.name}.", field=name)
    return said


def _seen(comment: Comment, by: User) -> Comment:
    row = Comment.objects.visible_to(by).select_related("account", "author", "parent__author", *ABOUT)
    found = row.filter(pk=comment.pk).first()
    if found is None:
        raise PermissionDenied
    return found


def _own(comment: Comment, by: User) -> Comment:
    """The author's comment, its account locked. Raises PermissionDenied for anybody else."""
    visible_account(comment.account_id, by)
    row = _seen(comment, by)
    if row.author_id != by.pk:
        raise PermissionDenied("Only the author changes a comment.")
    return row
