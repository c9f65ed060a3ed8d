"""Giving a plan to somebody else of ours, whatever its state."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from retention.lib.records import save_edit
from retention.team.models import User

from ..models import AccountPlan, Objective
from ..planning.words import ObjectiveState
from ..stepping import follow_plan
from ..working import plan_to_change, refuse_owner, tell


@transaction.atomic
def give_plan(*, plan: AccountPlan, to: User, by: User, at: datetime) -> AccountPlan:
    """Let *to* own the plan and what the former owner had open among its objectives.

    Nothing that it says changes, so an approved plan stays approved. Raises PermissionDenied, PlanOver,
    CannotOwn.
    """
    row = plan_to_change(plan, by)
    refuse_owner(row.account_id, to)
    if row.owner_id == to.pk:
        return row
    open_ones = Objective.objects.filter(plan=row, state=ObjectiveState.OPEN, owner=row.owner_id)
    open_ones.update(owner=to, version=F("version") + 1)
    save_edit(row, {"owner": to}, expected_version=None)
    tell(row, "plan_given", f"“{row.title}” is {to.name}’s now", by, at)
    follow_plan(row, by, at)
    return row
