"""Objectives: written in a draft, settled while the plan runs, confirmed by the customer."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from contacts.models import Contact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import AccountPlan, Objective
from ..planning.words import Goal, ObjectiveState, Whose
from ..working import plan_to_change, plan_to_write, refuse_foreign, refuse_owners, tell

OWNERS = ("owner", "their_owner")


class ObjectiveSettled(DomainError):
    """The objective is settled already, or still open."""


CHECKS: dict[str, accepts.Check] = {
    "goal": accepts.one_of("What it is for", Goal),
    "text": accepts.text("The objective", 300, required=True),
    "reason": accepts.text("Why they want it", 500, many_lines=True),
    "stakeholder": accepts.as_it_is,
    "owner": accepts.as_it_is,
    "their_owner": accepts.as_it_is,
    "measure": accepts.text("How we will know", 300),
    "due_on": accepts.day("The day"),
    "weight": accepts.number("The weight", least=1, most=10, required=True),
    "whose": accepts.one_of("Whose objective", Whose),
    "is_shared": accepts.flag,
}
_note = accepts.text("What came of it", 300)
_day = accepts.day("The day", required=True)


@transaction.atomic
def add_objective(*, plan: AccountPlan, by: User, at: datetime, **said: Any) -> Objective:
    """Add an objective to a draft: ``goal`` and ``text`` are needed, owner, measure and day by approval.

    Raises PermissionDenied, PlanLocked, PlanOver, InputRefused, TextRefused, NotEditable, CannotOwn,
    NotTheirContact.
    """
    plan = plan_to_write(plan, by)
    kept = _accepted({"goal": "", "text": "", **said}, plan, {})
    objective = Objective.objects.create(plan=plan, **kept)
    tell(plan, "objective_added", f"Objective: {objective.text}", by, at)
    return objective


@transaction.atomic
def edit_objective(
    *,
    objective: Objective,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Objective:
    """Change an objective of a draft. Raises like add_objective, StaleVersion."""
    plan = plan_to_write(objective.plan, by)
    row = Objective.objects.get(pk=objective.pk)
    kept = _accepted(changes, plan, {name: getattr(row, name) for name in (*OWNERS, "whose", "is_shared")})
    save_edit(row, kept, expected_version=expected_version)
    tell(plan, "objective_changed", f"Objective changed: {row.text}", by, at)
    return row


def _accepted(said: Mapping[str, Any], plan: AccountPlan, now: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept; a change of owner to the other side frees the first."""
    kept = accepts.accepted(said, CHECKS)
    for one, other in (OWNERS, OWNERS[::-1]):
        if kept.get(one) is not None and other not in kept and now.get(other) is not None:
            kept[other] = None
    refuse_owners(plan.account, kept)
    refuse_foreign(plan.account, kept.get("stakeholder"), "stakeholder")
    then = {**now, **kept}
    if then.get("is_shared") and then.get("whose", Whose.OURS) != Whose.JOINT:
        raise accepts.InputRefused("Only a joint objective can be shown to them.", field="is_shared")
    return kept


@transaction.atomic
def settle_objective(
    *,
    objective: Objective,
    state: str,
    on: date,
    by: User,
    at: datetime,
    note: str = "",
    confirmed_by: Contact | None = None,
) -> Objective:
    """Say how an objective ended. What we call achieved stays unconfirmed until a contact of theirs confirms.

    Raises PermissionDenied, PlanOver, ObjectiveSettled, InputRefused, NotTheirContact.
    """
    plan = plan_to_change(objective.plan, by)
    row = Objective.objects.get(pk=objective.pk)
    word = accepts.one_of("How it ended", ObjectiveState)(state, "state")
    if word == ObjectiveState.OPEN:
        raise accepts.InputRefused("Say how it ended, or reopen it.", field="state")
    confirms = word == ObjectiveState.CONFIRMED
    if row.state != ObjectiveState.OPEN and not (confirms and row.state == ObjectiveState.ACHIEVED):
        raise ObjectiveSettled(f"This objective is settled already: {row.get_state_display().lower()}.")
    day = _day(on, "on")
    if day > local_day(at, by.time_zone):
        raise accepts.InputRefused("That day lies in the future.", field="on")
    if confirms and confirmed_by is None:
        raise accepts.InputRefused("Say who of theirs confirmed it.", field="confirmed_by")
    refuse_foreign(plan.account, confirmed_by, "confirmed_by")
    kept = {"state": word, "settled_on": day, "settled_note": _note(note, "note"),
            "confirmed_by": confirmed_by if confirms else None}  # fmt: skip
    save_edit(row, kept, expected_version=None)
    who = f" by {confirmed_by.name}" if confirms and confirmed_by else ""
    words = row.get_state_display().replace(" by the customer", "")
    tell(plan, f"objective_{row.state}", f"{words}{who}: {row.text}", by, at)
    return row


@transaction.atomic
def reopen_objective(*, objective: Objective, by: User, at: datetime) -> Objective:
    """Take the settling back. Raises PermissionDenied, PlanOver, ObjectiveSettled when it is open."""
    plan = plan_to_change(objective.plan, by)
    row = Objective.objects.get(pk=objective.pk)
    if row.state == ObjectiveState.OPEN:
        raise ObjectiveSettled("This objective is open already.")
    kept = {"state": ObjectiveState.OPEN, "settled_on": None, "settled_note": "", "confirmed_by": None}
    save_edit(row, kept, expected_version=None)
    tell(plan, "objective_reopened", f"Open again: {row.text}", by, at)
    return row
