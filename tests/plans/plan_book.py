"""A plan as people write it, for tests."""

from datetime import date
from typing import Any

from accounts.models import Account
from plans.actions.drafting import start_plan
from plans.actions.moving import move_plan
from plans.actions.objectives import add_objective
from plans.models import AccountPlan, Objective
from retention.team.models import User
from tests.cast import NOON, TODAY

FIRST = date(2026, 10, 1)


def draft(account: Account, by: User, **fields: Any) -> AccountPlan:
    """A draft of a year from October."""
    said = {"period_start": FIRST, "title": "Winter plan", **fields}
    return start_plan(account=account, by=by, at=fields.pop("at", NOON), **said)


def objective(plan: AccountPlan, by: User, **fields: Any) -> Objective:
    """An objective that could be approved."""
    said = {"goal": "value", "text": "Fewer empty rooms", "owner": by, "measure": "Occupancy",
            "due_on": date(2027, 6, 30), "whose": "joint", **fields}  # fmt: skip
    return add_objective(plan=plan, by=by, at=NOON, **said)


def approved(account: Account, by: User, lead: User, **fields: Any) -> AccountPlan:
    """A plan with one objective that the lead approved."""
    plan = draft(account, by, **fields)
    objective(plan, by)
    move_plan(plan=plan, move="submit", by=by, at=NOON)
    return move_plan(plan=plan, move="approve", by=lead, at=NOON)


def running(account: Account, by: User, lead: User, **fields: Any) -> AccountPlan:
    """The same, started; on tier A signed first by whoever the account team calls its sponsor."""
    plan = approved(account, by, lead, **fields)
    if plan.tier_at_start == "A":
        AccountPlan.objects.filter(pk=plan.pk).update(signed_by=lead, signed_on=TODAY)
    return move_plan(plan=plan, move="start", by=by, at=NOON)
