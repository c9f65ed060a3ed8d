"""Targets: written down, agreed with the customer, looked at again, confirmed as reached, withdrawn."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from contacts.models import Contact
from retention.lib import accepts
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..accepting import (
    REASON,
    TARGET_CHECKS,
    AlreadyAgreed,
    NotAgreed,
    NotTheirWords,
    TargetWithdrawn,
    past_day,
    plain,
    somebody_of_theirs,
    their_contact,
)
from ..announced import TargetsChanged
from ..choices import Better, GoalSource, TargetState
from ..milestones import refuse_off_the_way
from ..models import Measurement, RoiTarget

MOVES = frozenset({"target", "due_on", "scope"})
"""What of an agreed target moves, and by a change record only; of the rest only some may be edited."""
STILL_OPEN = frozenset({"reason", "weight", "measured_where", "review_days", "stakeholder", "is_shared"})


@transaction.atomic
def add_target(*, account: Account, by: User, at: datetime, **fields: Any) -> RoiTarget:
    """Write down what the customer wants to gain, as a figure; nobody has agreed to it yet.

    *fields* are ``metric``, ``unit``, ``baseline``, ``baseline_on``, ``target`` and ``due_on`` at least;
    ``milestones`` are days with figures on the way, ``[{"on": …, "value": …}]``.
    Raises PermissionDenied, InputRefused, TextRefused, NotEditable, NotTheirContact.
    """
    account = editable_account(account.pk, by)
    needed = {
        "metric": "", "unit": "", "baseline": None, "baseline_on": None, "target": None, "due_on": None,
        "direction": Better.HIGHER, "source": GoalSource.CUSTOMER,
    }  # fmt: skip
    row = RoiTarget(account=account, by=by, **accepts.accepted({**needed, **fields}, TARGET_CHECKS))
    their_contact(account, row.stakeholder, "stakeholder")
    _refuse_contradictions(row, today=local_day(at, by.time_zone))
    row.save(force_insert=True)
    tell(row, "target_added", f"Target written down: {sentence(row)}", by, at)
    return row


@transaction.atomic
def edit_target(
    *, target: RoiTarget, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None
) -> RoiTarget:
    """Change what a target says. Once agreed, figure, day and scope move by a change record only.

    Raises PermissionDenied, InputRefused, AlreadyAgreed, TargetWithdrawn, StaleVersion.
    """
    row = standing_target(target, by)
    kept = accepts.accepted(changes, TARGET_CHECKS)
    kept = {field: value for field, value in kept.items() if getattr(row, field) != value}
    if not kept:
        return row
    _refuse_moving(row, kept)
    for field, value in kept.items():
        setattr(row, field, value)
    their_contact(row.account, row.stakeholder, "stakeholder")
    _refuse_contradictions(row, today=local_day(at, by.time_zone))
    save_edit(row, kept, expected_version=expected_version)
    tell(row, "target_edited", f"Target edited: {sentence(row)}", by, at)
    return row


@transaction.atomic
def agree_target(
    *, target: RoiTarget, contact: Contact | None, on: date, by: User, at: datetime
) -> RoiTarget:
    """The customer agreed: with whom and on which day. From now on it moves by a change record only.

    Raises PermissionDenied, NotTheirWords, AlreadyAgreed, TargetWithdrawn, InputRefused, NotTheirContact.
    """
    row = standing_target(target, by)
    if row.is_agreed:
        raise AlreadyAgreed("This target was agreed already.")
    if row.source != GoalSource.CUSTOMER:
        raise NotTheirWords("Only what they said themselves can be agreed. Ask them first.", field="source")
    who = somebody_of_theirs(row.account, contact, "contact", "Who agreed")
    day = past_day(on, "on", "The day", by=by, at=at)
    kept = {
        "state": TargetState.AGREED, "agreed_with": who, "agreed_on": day,
        "next_review_on": day + timedelta(days=row.review_days),
    }  # fmt: skip
    save_edit(row, kept, expected_version=None)
    tell(row, "target_agreed", f"{who.name} agreed to: {sentence(row)}", by, at)
    return row


@transaction.atomic
def review_target(*, target: RoiTarget, on: date, by: User, at: datetime) -> RoiTarget:
    """Looked at again with the customer; the next look is due after the days that were said.

    Raises PermissionDenied, NotAgreed, TargetWithdrawn, InputRefused.
    """
    row = _agreed(target, by)
    day = past_day(on, "on", "The day", by=by, at=at)
    save_edit(row, {"next_review_on": day + timedelta(days=row.review_days)}, expected_version=None)
    tell(row, "target_reviewed", f"Looked at with the customer: {row.metric}", by, at)
    return row


@transaction.atomic
def confirm_target(
    *, target: RoiTarget, contact: Contact | None, on: date, by: User, at: datetime
) -> RoiTarget:
    """A contact confirmed that the target is reached; before, it is reached but not confirmed.

    Raises PermissionDenied, NotAgreed, TargetWithdrawn, InputRefused, NotTheirContact.
    """
    row = _agreed(target, by)
    who = somebody_of_theirs(row.account, contact, "contact", "Who confirmed it")
    day = past_day(on, "on", "The day", by=by, at=at)
    if row.agreed_on is None or day < row.agreed_on:
        raise accepts.InputRefused("That is before it was agreed.", field="on")
    save_edit(row, {"confirmed_by": who, "confirmed_on": day}, expected_version=None)
    tell(row, "target_confirmed", f"{who.name} confirmed as reached: {row.metric}", by, at)
    return row


@transaction.atomic
def withdraw_target(*, target: RoiTarget, reason: str, on: date, by: User, at: datetime) -> RoiTarget:
    """It no longer counts, and why. Raises PermissionDenied, TargetWithdrawn, InputRefused."""
    row = standing_target(target, by)
    day = past_day(on, "on", "The day", by=by, at=at)
    why = REASON(reason, "reason")
    kept = {"state": TargetState.WITHDRAWN, "withdrawn_on": day, "withdrawn_reason": why}
    save_edit(row, kept, expected_version=None)
    tell(row, "target_withdrawn", f"Target withdrawn: {row.metric}. {why}", by, at)
    return row


def standing_target(target: RoiTarget, by: User) -> RoiTarget:
    """The target read again, its account locked. Raises PermissionDenied, TargetWithdrawn."""
    account = editable_account(target.account_id, by)
    row = RoiTarget.objects.filter(pk=target.pk, account=account).first()
    if row is None:
        raise PermissionDenied
    if row.state == TargetState.WITHDRAWN:
        raise TargetWithdrawn("This target was withdrawn.")
    row.account = account
    return row


def sentence(row: RoiTarget) -> str:
    """“Minutes at the desk from 12 to 6 minutes by 31 December 2026”."""
    said = f"{row.metric} from {plain(row.baseline)} to {plain(row.target)} {row.unit}"
    return f"{said} by {row.due_on:%-d %B %Y}"


def tell(row: RoiTarget, kind: str, text: str, by: User, at: datetime) -> None:
    """Write the story of the account and let upper layers know."""
    record(row.account, kind, text, by=by, at=at, subject=("roi_target", row.pk))
    announce(TargetsChanged(account_id=row.account_id, by_id=by.pk, at=at))


def _agreed(target: RoiTarget, by: User) -> RoiTarget:
    row = standing_target(target, by)
    if not row.is_agreed:
        raise NotAgreed("The customer has not agreed to this target yet.")
    return row


def _refuse_moving(row: RoiTarget, kept: Mapping[str, Any]) -> None:
    """An agreed target keeps what was agreed; a measured one keeps what it is measured in."""
    fixed = [field for field in kept if field not in STILL_OPEN]
    if row.is_agreed and fixed:
        if set(fixed) <= MOVES:
            raise AlreadyAgreed(
                "The customer agreed to this. Ask for a change: it says who wanted it and what it costs.",
                field=fixed[0],
            )
        raise AlreadyAgreed(
            "The customer agreed to this. Withdraw the target and write down another one.", field=fixed[0]
        )
    measured = Measurement.objects.current().filter(target=row, is_void=False)
    if "unit" in kept and measured.exists():
        raise accepts.InputRefused("There are measurements in the present unit.", field="unit")
    if "baseline_on" in kept and measured.filter(measured_on__lt=kept["baseline_on"]).exists():
        raise accepts.InputRefused("There are measurements before that day.", field="baseline_on")


def _refuse_contradictions(row: RoiTarget, *, today: date) -> None:
    if row.baseline_on > today:
        raise accepts.InputRefused("The day of the baseline lies in the future.", field="baseline_on")
    refuse_unreachable(row.direction, row.baseline, row.target)
    if row.due_on <= row.baseline_on:
        raise accepts.InputRefused("It is due before its baseline was measured.", field="due_on")
    refuse_off_the_way(row.goal)


def refuse_unreachable(direction: str, baseline: Any, target: Any) -> None:
    """The target must lie beyond the baseline. Raises InputRefused."""
    if direction == Better.HIGHER and target <= baseline:
        raise accepts.InputRefused("Higher is better: the target must be above the baseline.", field="target")
    if direction == Better.LOWER and target >= baseline:
        raise accepts.InputRefused("Lower is better: the target must be below the baseline.", field="target")
