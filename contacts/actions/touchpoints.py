"""Logging, correcting and withdrawing touchpoints: history is superseded, never edited in place."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions.external_ids import carry_external_ids
from accounts.models import Account, RecordType, TimelineEvent
from accounts.rights import may_edit, visible_account
from accounts.timeline import record
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.team.models import User

from .. import derived
from ..announced import TouchpointCorrected, TouchpointLogged, TouchpointWithdrawn
from ..choices import Direction, Outcome, Purpose, StepState
from ..models import Contact, FeedbackItem, KnownFact, NextStep, Promise, Touchpoint
from ..participants import Participants, participants_of, read_participants
from ..pushing import let_push
from ..said import CHECKS, describe, says_the_same, write_touchpoint
from .knowledge import take_back_what_was_learned
from .steps import add_step, settle_step, step_day, step_text

FollowUp = tuple[str, date, User | None]


class NoLongerStands(DomainError):
    """The touchpoint was corrected or withdrawn meanwhile."""


@transaction.atomic
def log_touchpoint(
    *,
    account: Account,
    contacts: Collection[Contact],
    channel: str,
    happened_at: datetime,
    by: User,
    at: datetime,
    direction: str = Direction.OUTBOUND,
    outcome: str = Outcome.CONNECTED,
    purpose: str = Purpose.RELATIONSHIP,
    mood: int | None = None,
    minutes: int | None = None,
    subject: str = "",
    text: str = "",
    is_private: bool = False,
    colleagues: Collection[User] | None = None,
    in_copy: Collection[Contact] = (),
    next_step: FollowUp | None = None,
    source_time: datetime | None = None,
    push_reason: str = "",
) -> Touchpoint:
    """Record what was said; whoever sees the account may. Colleagues default to *by*.

    ``next_step`` is (text, due day, owner or None for *by*); ``push_reason`` lets an offer pass to who is
    new or at risk. Raises PermissionDenied, InputRefused, TextRefused, NotHappenedYet, NotTheirContact,
    ChannelForbidden, AlreadyDeparted, PushTooEarly.
    """
    account = visible_account(account.pk, by)
    said = {
        "channel": channel, "happened_at": happened_at, "direction": direction, "outcome": outcome,
        "purpose": purpose, "mood": mood, "minutes": minutes, "subject": subject, "text": text,
        "is_private": is_private,
    }  # fmt: skip
    people = read_participants(account, contacts=contacts, in_copy=in_copy, colleagues=colleagues, by=by)
    touchpoint = write_touchpoint(account, said, people, by=by, at=at, source_time=source_time)
    let_push(account, said, push_reason, by=by, at=at)
    if next_step is not None:
        _follow_up(touchpoint, people, next_step, by=by, at=at)
    _rederive(account, people.contact_ids)
    _tell(touchpoint, people, "touchpoint_logged", by=by)
    announce(
        TouchpointLogged(
            touchpoint_id=touchpoint.pk, account_id=account.pk, contact_ids=people.contact_ids,
            by_id=by.pk, at=at,
        )
    )  # fmt: skip
    return touchpoint


@transaction.atomic
def correct_touchpoint(
    *, touchpoint: Touchpoint, changes: Mapping[str, Any], by: User, at: datetime
) -> Touchpoint:
    """Supersede a touchpoint by one with these changes and return the new one; itself when nothing differs.

    *changes* are fields of log_touchpoint, ``contacts``, ``in_copy`` and ``colleagues`` among them. Its
    author and whoever may edit the account may. Raises like log_touchpoint, and NoLongerStands.
    """
    account, old = _standing(touchpoint, by)
    before = participants_of(old)
    given = dict(changes)
    people = read_participants(
        account,
        contacts=given.pop("contacts", before.spoken_to),
        in_copy=given.pop("in_copy", before.in_copy),
        colleagues=given.pop("colleagues", before.colleagues),
        by=by,
    )
    if people == before and says_the_same(old, given):
        return old
    said = {field: getattr(old, field) for field in CHECKS} | given
    Touchpoint.objects.filter(pk=old.pk).update(is_current=False)
    new = write_touchpoint(
        account, said, people, by=old.logged_by, at=at, source_time=old.source_time, supersedes=old
    )
    _carry_over(old, new)
    touched = tuple(sorted({*before.contact_ids, *people.contact_ids}))
    _rederive(account, touched)
    _no_longer_told(old)
    _tell(new, people, "touchpoint_corrected", by=by)
    announce(
        TouchpointCorrected(
            touchpoint_id=new.pk, account_id=account.pk, contact_ids=touched, by_id=by.pk, at=at
        )
    )
    return new


@transaction.atomic
def withdraw_touchpoint(*, touchpoint: Touchpoint, by: User, at: datetime) -> Touchpoint:
    """Take a touchpoint back (undo): dates that followed from it move back, what it taught us goes with it,
    and its untouched steps are dropped.

    Its author and whoever may edit the account may. Raises PermissionDenied, NoLongerStands.
    """
    account, old = _standing(touchpoint, by)
    people = participants_of(old)
    old.is_current, old.withdrawn_at = False, at
    old.save(update_fields=["is_current", "withdrawn_at"])
    for step in NextStep.objects.open().filter(touchpoint=old, version=1).order_by("id"):
        settle_step(step=step, state=StepState.DROPPED, by=by, at=at)
    take_back_what_was_learned(old, by=by, at=at)
    _rederive(account, people.contact_ids)
    _no_longer_told(old)
    text = f"Took back: {describe(old, people.names)}"
    record(account, "touchpoint_withdrawn", text, by=by, at=at, is_private=old.is_private)
    announce(
        TouchpointWithdrawn(
            touchpoint_id=old.pk, account_id=account.pk, contact_ids=people.contact_ids, by_id=by.pk, at=at
        )
    )
    return old


def _standing(touchpoint: Touchpoint, by: User) -> tuple[Account, Touchpoint]:
    """The account (locked) and the touchpoint as it stands, when *by* may change it."""
    account = visible_account(touchpoint.account_id, by)
    row = Touchpoint.objects.visible_to(by).filter(pk=touchpoint.pk).first()
    if row is None or not (row.logged_by_id == by.pk or may_edit(account.pk, by)):
        raise PermissionDenied
    if not row.is_current:
        raise NoLongerStands("This entry was corrected or taken back meanwhile. Look at the newest one.")
    return account, row


def _carry_over(old: Touchpoint, new: Touchpoint) -> None:
    """What hangs on the corrected touchpoint hangs on its correction."""
    for follows in (NextStep, Promise, KnownFact, FeedbackItem):
        follows._base_manager.filter(touchpoint=old).update(touchpoint=new)
    carry_external_ids(RecordType.TOUCHPOINT, older=old.pk, newer=new.pk)


def _rederive(account: Account, contact_ids: Collection[int]) -> None:
    derived.refresh_contacts(contact_ids)
    derived.refresh_account(account.pk)


def _follow_up(
    touchpoint: Touchpoint, people: Participants, wanted: FollowUp, *, by: User, at: datetime
) -> None:
    text, due_on = step_text(wanted[0], "next_text"), step_day(wanted[1], "next_due")
    owner = wanted[2]
    only = people.spoken_to[0] if len(people.spoken_to) == 1 else None
    add_step(
        account=touchpoint.account, owner=owner or by, text=text, due_on=due_on, contact=only,
        touchpoint=touchpoint, by=by, at=at,
    )  # fmt: skip


def _tell(touchpoint: Touchpoint, people: Participants, kind: str, *, by: User) -> None:
    record(
        touchpoint.account,
        kind,
        describe(touchpoint, people.names),
        by=by,
        at=touchpoint.happened_at,
        subject=("touchpoint", touchpoint.pk),
        is_private=touchpoint.is_private,
    )


def _no_longer_told(touchpoint: Touchpoint) -> None:
    events = TimelineEvent.objects.filter(subject_type="touchpoint", subject_id=touchpoint.pk)
    events.update(is_current=False)
