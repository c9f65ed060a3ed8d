"""Goalposts: somebody asks for a change, its effect is said, it is decided, the customer acknowledges."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from accounts.timeline import record
from contacts.models import Contact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.team.models import User

from ..accepting import NotAgreed, figure, money, past_day, plain, somebody_of_theirs
from ..announced import TargetsChanged
from ..choices import Decision, Side
from ..milestones import readings_of, still_on_the_way
from ..models import ChangeRecord, RoiTarget
from .targets import refuse_unreachable, standing_target

_target = figure("The target")
_due = accepts.day("The day it is due")
_scope = accepts.text("What it covers", 500)
_what = accepts.text("What changes", 200)
_effect = accepts.text("The effect", 1000, required=True, many_lines=True)
_note = accepts.text("The note", 500)
_delay = accepts.number("The delay in days", least=0, most=3660)
_cost = money("The cost")
_side = accepts.one_of("Who asked", Side)


class NothingMoves(DomainError):
    """What it shall be is what it is already."""


class ChangeDecided(DomainError):
    """The change was decided already."""


class ChangeFixed(DomainError):
    """What was asked for is not edited."""


class ChangeNotAccepted(DomainError):
    """Only an accepted change is acknowledged."""


class MovedMeanwhile(DomainError):
    """The target has moved since the change was asked for."""


@transaction.atomic
def ask_change(
    *,
    account: Account,
    effect: str,
    asked_on: date,
    by: User,
    at: datetime,
    target: RoiTarget | None = None,
    what: str = "",
    after: dict[str, Any] | None = None,
    scope_before: str = "",
    side: str = Side.THEIRS,
    contact: Contact | None = None,
    delay_days: int | None = None,
    cost: Decimal | None = None,
    currency: str = "",
) -> ChangeRecord:
    """Write down that something agreed shall move, who asked, and what it means in time, money and return.

    *after* says what ``target``, ``due_on`` and ``scope`` of a target shall be; what it leaves out stays.
    Without a target *what* names the goal, and *scope_before* says how it was. Nothing moves before it is
    accepted. Raises PermissionDenied, InputRefused, NothingMoves, NotAgreed, NotTheirContact.
    """
    account = editable_account(account.pk, by)
    row = ChangeRecord(account=account, by=by, side=_side(side, "side"), effect=_effect(effect, "effect"))
    if target is not None:
        _from_target(row, target, after or {}, by)
    else:
        _from_words(row, what, scope_before, after or {})
    row.asked_on = past_day(asked_on, "asked_on", "The day", by=by, at=at)
    if row.side == Side.THEIRS:
        row.asked_by = somebody_of_theirs(account, contact, "contact", "Who asked")
    row.delay_days, row.cost = _delay(delay_days, "delay_days"), _cost(cost, "cost")
    if row.cost is not None:
        row.currency = accepts.currency(currency or account.currency, "currency")
    row.save(force_insert=True)
    asked = row.asked_by.name if row.asked_by else "We"
    _tell(row, "change_asked", f"{asked} asked for a change: {moved(row)}. Effect: {row.effect}", by, at)
    return row


@transaction.atomic
def decide_change(
    *, change: ChangeRecord, decision: str, on: date, by: User, at: datetime, note: str = ""
) -> ChangeRecord:
    """Accept it, which moves the target, or decline it. Raises PermissionDenied, ChangeDecided,
    MovedMeanwhile when the target moved since it was asked for, TargetWithdrawn, InputRefused."""
    row = _standing(change, by)
    if row.decision != Decision.OPEN:
        raise ChangeDecided("This change was decided already.")
    word = accepts.one_of("The decision", Decision)(decision, "decision")
    if word == Decision.OPEN:
        raise accepts.InputRefused("Say whether it is accepted or declined.", field="decision")
    day = past_day(on, "on", "The day", by=by, at=at)
    if day < row.asked_on:
        raise accepts.InputRefused("That is before it was asked for.", field="on")
    kept = {"decision": word, "decided_on": day, "decision_note": _note(note, "note")}
    target = standing_target(row.target, by) if row.target and word == Decision.ACCEPTED else None
    if target is not None and _now(target) != (row.target_before, row.due_before, row.scope_before):
        raise MovedMeanwhile("The target has moved since this was asked for. Decline it and ask again.")
    save_edit(row, kept, expected_version=None)
    left = _move(target, row) if target is not None else ""
    _tell(row, f"change_{word}", f"Change {word}: {moved(row)}{left}", by, at)
    return row


@transaction.atomic
def acknowledge_change(
    *, change: ChangeRecord, contact: Contact | None, on: date, by: User, at: datetime
) -> ChangeRecord:
    """A contact said that they know what changed and what it means.

    Raises PermissionDenied, ChangeNotAccepted, InputRefused, NotTheirContact.
    """
    row = _standing(change, by)
    if row.decision != Decision.ACCEPTED or row.decided_on is None:
        raise ChangeNotAccepted("Accept the change first.")
    who = somebody_of_theirs(row.account, contact, "contact", "Who acknowledged it")
    day = past_day(on, "on", "The day", by=by, at=at)
    if day < row.asked_on:
        raise accepts.InputRefused("That is before it was asked for.", field="on")
    save_edit(row, {"acknowledged_by": who, "acknowledged_on": day}, expected_version=None)
    _tell(row, "change_acknowledged", f"{who.name} acknowledged: {moved(row)}", by, at)
    return row


def keep_change(*, change: ChangeRecord, by: User, after: dict[str, Any], **said: Any) -> ChangeRecord:
    """What was asked for is not edited: the same again is fine. Raises PermissionDenied, ChangeFixed."""
    row = _standing(change, by)
    target = said.pop("target", row.target)
    asked = {"asked_by": said.pop("contact", row.asked_by), **said}
    asked |= {f"{name.removesuffix('_on')}_after": value for name, value in after.items()}
    for name, value in {"target": target, **asked}.items():
        if getattr(row, name) != value:
            raise ChangeFixed(
                "A change record stays as it was asked for. Decline it and ask again.", field=name
            )
    return row


def moved(row: ChangeRecord) -> str:
    """What moves from what to what: “Minutes at the desk: 6 → 7, due 31 Dec 2026 → 31 Mar 2027”."""
    said = []
    if row.target_before is not None and row.target_after is not None:
        if row.target_before != row.target_after:
            said.append(f"{plain(row.target_before)} → {plain(row.target_after)}")
        if row.due_before and row.due_after and row.due_before != row.due_after:
            said.append(f"due {row.due_before:%-d %b %Y} → {row.due_after:%-d %b %Y}")
    if row.scope_before != row.scope_after:
        said.append(f"{row.scope_before or 'nothing said'} → {row.scope_after or 'nothing said'}")
    return f"{row.what}: {', '.join(said)}"


def _from_target(row: ChangeRecord, target: RoiTarget, after: dict[str, Any], by: User) -> None:
    goal = standing_target(target, by)
    if goal.account_id != row.account.pk:
        raise PermissionDenied
    if not goal.is_agreed:
        raise NotAgreed("Nobody has agreed to this target yet: edit it.")
    row.target, row.what = goal, goal.metric
    row.target_before, row.due_before, row.scope_before = _now(goal)
    row.target_after = _target(after.get("target", goal.target), "target")
    row.due_after = _due(after.get("due_on") or goal.due_on, "due_on")
    row.scope_after = _scope(after.get("scope", goal.scope), "scope")
    refuse_unreachable(goal.direction, goal.baseline, row.target_after)
    if row.due_after <= goal.baseline_on:
        raise accepts.InputRefused("It is due before its baseline was measured.", field="due_on")
    if (row.target_after, row.due_after, row.scope_after) == _now(goal):
        raise NothingMoves("Say what it shall be: all of it is as it is now.", field="target")


def _from_words(row: ChangeRecord, what: str, scope_before: str, after: dict[str, Any]) -> None:
    row.what = _what(what, "what")
    row.scope_before = _scope(scope_before, "scope_before")
    row.scope_after = _scope(after.get("scope", ""), "scope")
    if not row.what:
        raise accepts.InputRefused("What changes is missing: choose a target, or name it.", field="what")
    if row.scope_before == row.scope_after:
        raise NothingMoves("Say how it was and how it shall be.", field="scope")


def _now(goal: RoiTarget) -> tuple[Decimal, date, str]:
    return goal.target, goal.due_on, goal.scope


def _move(goal: RoiTarget, row: ChangeRecord) -> str:
    """Move the target as the change says, and say which milestones it leaves behind."""
    after: dict[str, Any] = {"target": row.target_after, "due_on": row.due_after}
    kept = still_on_the_way(goal.milestones, baseline=goal.baseline, **after)
    left = [one.on for one in readings_of(row.leaves_behind(goal))]
    moves = {
        **after, "scope": row.scope_after, "changed_by": row, "milestones": kept,
        "confirmed_by": None, "confirmed_on": None,
    }  # fmt: skip
    save_edit(goal, moves, expected_version=None)
    return f". No longer on the way: {', '.join(f'{on:%-d %b %Y}' for on in left)}" if left else ""


def _standing(change: ChangeRecord, by: User) -> ChangeRecord:
    account = editable_account(change.account_id, by)
    rows = ChangeRecord.objects.select_related("target", "asked_by__person")
    row = rows.filter(pk=change.pk, account=account).first()
    if row is None:
        raise PermissionDenied
    row.account = account
    return row


def _tell(row: ChangeRecord, kind: str, text: str, by: User, at: datetime) -> None:
    record(row.account, kind, text, by=by, at=at, subject=("change", row.pk))
    announce(TargetsChanged(account_id=row.account_id, by_id=by.pk, at=at))
