"""Actions of a plan: who of either side does what by when, and how far it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from retention.lib import accepts
from retention.lib.records import save_edit
from retention.team.models import User

from ..models import Objective, PlanAction, PlanNote
from ..planning.sections import OUR_BENEFIT
from ..planning.words import ActionState, Whose
from ..stepping import follow_action
from ..working import plan_to_change, plan_to_work_on, refuse_owners, tell

CHECKS: dict[str, accepts.Check] = {
    "text": accepts.text("What is done", 300, required=True),
    "owner": accepts.as_it_is,
    "their_owner": accepts.as_it_is,
    "due_on": accepts.day("The day"),
    "customer_benefit": accepts.text("What they have of it", 300),
    "is_shared": accepts.flag,
}
_ours = accepts.text("What we have of it", 300)
_state = accepts.one_of("How far it is", ActionState)
OWNERS = ("owner", "their_owner")


@transaction.atomic
def add_action(
    *, objective: Objective, by: User, at: datetime, our_benefit: str = "", **said: Any
) -> PlanAction:
    """Add an action; while the plan runs it stands in its owner's day at once.

    One of theirs stands in the plan owner's day, who asks whether it is done. Raises PermissionDenied,
    PlanOver, InputRefused, TextRefused, NotEditable, CannotOwn, NotTheirContact.
    """
    plan = plan_to_change(objective.plan, by)
    kept = accepts.accepted({"text": "", **said}, CHECKS)
    refuse_owners(plan.account, kept)
    _refuse_showing(objective, kept)
    action = PlanAction.objects.create(objective=objective, **kept)
    _write_benefit(action, plan.pk, our_benefit)
    follow_action(action, plan, by, at)
    tell(plan, "plan_action_added", f"Plan, to do: {action.text}", by, at)
    return action


@transaction.atomic
def edit_action(
    *,
    action: PlanAction,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> PlanAction:
    """Change an action; its step follows. ``our_benefit`` is kept among our notes. Raises like add_action."""
    plan = plan_to_change(action.objective.plan, by)
    row = _read(action)
    said = dict(changes)
    benefit = said.pop("our_benefit", None)
    kept = accepts.accepted(said, CHECKS)
    for one, other in (OWNERS, OWNERS[::-1]):
        if kept.get(one) is not None and other not in kept:
            kept[other] = None
    refuse_owners(plan.account, kept)
    _refuse_showing(row.objective, kept)
    save_edit(row, kept, expected_version=expected_version)
    if benefit is not None:
        _write_benefit(row, plan.pk, benefit)
    follow_action(_read(row), plan, by, at)
    tell(plan, "plan_action_changed", f"Plan, changed: {row.text}", by, at)
    return _read(row)


@transaction.atomic
def set_action_state(*, action: PlanAction, state: str, by: User, at: datetime) -> PlanAction:
    """Say how far an action is; whoever it belongs to may. Key results move by measuring, not by this.

    Raises PermissionDenied, PlanOver, InputRefused.
    """
    plan = plan_to_work_on(action.objective.plan, action.owner_id, by)
    row = _read(action)
    word = _state(state, "state")
    if word == row.state:
        return row
    save_edit(row, {"state": word}, expected_version=None)
    follow_action(_read(row), plan, by, at)
    tell(plan, f"plan_action_{row.state}", f"{row.get_state_display()}: {row.text}", by, at)
    return _read(row)


def _read(action: PlanAction) -> PlanAction:
    people = ("objective__plan", "owner", "their_owner__person", "step")
    return PlanAction.objects.select_related(*people).get(pk=action.pk)


def _refuse_showing(objective: Objective, kept: Mapping[str, Any]) -> None:
    if kept.get("is_shared") and objective.whose != Whose.JOINT:
        raise accepts.InputRefused("Only what serves a joint objective can be shown.", field="is_shared")


def _write_benefit(action: PlanAction, plan_id: int, said: str) -> None:
    text = _ours(said, "our_benefit")
    row = PlanNote.objects.filter(action=action, field=OUR_BENEFIT).first()
    if row is not None:
        save_edit(row, {"text": text}, expected_version=None)
    elif text:
        PlanNote.objects.create(plan_id=plan_id, field=OUR_BENEFIT, action=action, text=text)
