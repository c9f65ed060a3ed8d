"""Next steps: add, move, snooze, settle and reopen; one row is one thing to do."""

from collections.abc import Mapping
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

from .. import derived
from ..announced import StepChanged
from ..choices import StepState
from ..models import Contact, NextStep, Touchpoint
from ..participants import NotTheirContact


class StepNotOpen(DomainError):
    """The step was done or dropped already."""


class StepIsOpen(DomainError):
    """The step is open; there is nothing to reopen."""


class CannotOwn(DomainError):
    """Whoever should do it cannot see the account or no longer works here."""


step_text = accepts.text("The next step", 300, required=True)
step_day = accepts.day("The day it is due", required=True)
_reason = accepts.text("The reason", 200, required=True)


@transaction.atomic
def add_step(
    *,
    account: Account,
    owner: User,
    text: str,
    due_on: date,
    by: User,
    at: datetime,
    contact: Contact | None = None,
    touchpoint: Touchpoint | None = None,
    origin: str = "person",
    origin_key: str = "",
) -> NextStep:
    """Plan one thing to do. Whoever sees the account may plan for themselves, editors for anybody.

    With an ``origin_key`` asking twice returns the first step unchanged. Raises PermissionDenied,
    InputRefused, TextRefused, NotTheirContact, CannotOwn.
    """
    account = visible_account(account.pk, by)
    if owner.pk != by.pk and not may_edit(account.pk, by):
        raise PermissionDenied
    asked = NextStep.objects.filter(origin=origin, origin_key=origin_key) if origin_key else None
    known = asked.first() if asked is not None else None
    if known is not None:
        return known
    _refuse_foreign(account, contact)
    _refuse_owner(account.pk, owner)
    step = NextStep.objects.create(
        account=account, owner=owner, contact=contact, touchpoint=touchpoint, origin=origin,
        origin_key=origin_key, text=step_text(text, "text"), due_on=step_day(due_on, "due_on"),
    )  # fmt: skip
    _tell(step, "step_added", f"Next step for {owner.name} by {step.due_on:%-d %b %Y}: {step.text}", by, at)
    return step


@transaction.atomic
def edit_step(
    *, step: NextStep, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> NextStep:
    """Change text, day, owner or contact of an open step. Raises like add_step, StepNotOpen, StaleVersion."""
    step = _workable(step, by)
    kept = accepts.accepted(
        changes,
        {"text": step_text, "due_on": step_day, "owner": accepts.as_it_is, "contact": accepts.as_it_is},
    )
    _refuse_foreign(step.account, kept.get("contact"))
    if "owner" in kept and kept["owner"] != step.owner:
        if not may_edit(step.account_id, by):
            raise PermissionDenied
        _refuse_owner(step.account_id, kept["owner"])
    save_edit(step, kept, expected_version=expected_version)
    _tell(step, "step_changed", f"Next step changed: {step.text}, by {step.due_on:%-d %b %Y}", by, at)
    return step


@transaction.atomic
def move_step(
    *, step: NextStep, due_on: date, by: User, at: datetime, expected_version: int | None = None
) -> NextStep:
    """Give an open step another day; a snooze ends with it. Raises PermissionDenied, StepNotOpen."""
    step = _workable(step, by)
    kept = {"due_on": step_day(due_on, "due_on"), "snoozed_until": None, "snooze_reason": ""}
    save_edit(step, kept, expected_version=expected_version)
    _tell(step, "step_moved", f"Next step moved to {step.due_on:%-d %b %Y}: {step.text}", by, at)
    return step


@transaction.atomic
def snooze_step(*, step: NextStep, until: date, reason: str, by: User, at: datetime) -> NextStep:
    """Hide an open step until a later day; the day it was due stays. Raises InputRefused, StepNotOpen."""
    step = _workable(step, by)
    kept = {"snoozed_until": step_day(until, "until"), "snooze_reason": _reason(reason, "reason")}
    if until <= local_day(at, by.time_zone) or until <= step.due_on:
        raise accepts.InputRefused("Choose a day after today and after the day it is due.", field="until")
    save_edit(step, kept, expected_version=None)
    _tell(
        step,
        "step_snoozed",
        f"Next step put off to {until:%-d %b %Y} ({step.snooze_reason}): {step.text}",
        by,
        at,
    )
    return step


@transaction.atomic
def wake_step(*, step: NextStep, by: User, at: datetime) -> NextStep:
    """Undo a snooze. Raises PermissionDenied, StepNotOpen."""
    step = _workable(step, by)
    save_edit(step, {"snoozed_until": None, "snooze_reason": ""}, expected_version=None)
    _tell(step, "step_woken", f"No longer put off: {step.text}", by, at)
    return step


@transaction.atomic
def settle_step(*, step: NextStep, state: str, by: User, at: datetime) -> NextStep:
    """Mark an open step done or dropped. Raises PermissionDenied, StepNotOpen, InputRefused."""
    step = _workable(step, by)
    if state not in (StepState.DONE, StepState.DROPPED):
        raise accepts.InputRefused("A step is settled as done or dropped.", field="state")
    save_edit(step, {"state": state, "settled_at": at, "settled_by": by}, expected_version=None)
    _tell(step, f"step_{state}", f"{StepState(state).label}: {step.text}", by, at)
    return step


@transaction.atomic
def reopen_step(*, step: NextStep, by: User, at: datetime) -> NextStep:
    """Undo done or dropped: the step is as it was. Raises PermissionDenied, StepIsOpen."""
    step = _theirs(step, by)
    if step.state == StepState.OPEN:
        raise StepIsOpen("This step is open already.")
    save_edit(step, {"state": StepState.OPEN, "settled_at": None, "settled_by": None}, expected_version=None)
    _tell(step, "step_reopened", f"Open again: {step.text}", by, at)
    return step


def _theirs(step: NextStep, by: User) -> NextStep:
    """The step read again, with its account locked, when it is *by*'s own or *by* may edit the account."""
    account = visible_account(step.account_id, by)
    row = NextStep.objects.select_related("account", "owner").get(pk=step.pk)
    if row.owner_id != by.pk and not may_edit(account.pk, by):
        raise PermissionDenied
    return row


def _workable(step: NextStep, by: User) -> NextStep:
    row = _theirs(step, by)
    if row.state != StepState.OPEN:
        raise StepNotOpen(f"This step is {row.get_state_display().lower()} already.")
    return row


def _refuse_foreign(account: Account, contact: Contact | None) -> None:
    if contact is not None and contact.account_id != account.pk:
        raise NotTheirContact(f"That person is not a contact at {account.name}.", field="contact")


def _refuse_owner(account_id: int, owner: User | None) -> None:
    if owner is None or not owner.is_active or not sees(account_id, owner):
        raise CannotOwn("Whoever should do it does not see this account.", field="owner")


def _tell(step: NextStep, kind: str, text: str, by: User, at: datetime) -> None:
    """The last beats of every action here: the derived day, the timeline, the fact."""
    derived.refresh_account(step.account_id)
    record(step.account, kind, text, by=by, at=at, subject=("step", step.pk))
    announce(StepChanged(step_id=step.pk, account_id=step.account_id, by_id=by.pk, at=at))
