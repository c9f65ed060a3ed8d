"""What is done about a renewal at risk: driver, action, whose it is, and by when."""

from datetime import datetime

from django.db import transaction

from contacts.actions.steps import add_step
from retention.lib import accepts
from retention.team.models import User

from ..calls import PlanInput
from ..models import Renewal, RiskPlan
from .standing import read_open, settle, story

ORIGIN = "renewal_risk"
_driver = accepts.text("What drives the risk", 200, required=True)


@transaction.atomic
def plan_against_risk(*, renewal: Renewal, plan: PlanInput, by: User, at: datetime) -> RiskPlan:
    """Plan one action against what puts a renewal at risk; the action becomes a next step.

    Raises PermissionDenied, RenewalIsClosed, InputRefused, TextRefused, CannotOwn.
    """
    _, row = read_open(renewal, by)
    made = write_plan(row, plan, by=by, at=at)
    settle(row, "renewal_risk_planned", story(row, "has a plan against", made.driver), by=by, at=at)
    return made


def write_plan(row: Renewal, plan: PlanInput, *, by: User, at: datetime) -> RiskPlan:
    """The plan and its step, inside the transaction of the action that asks for it."""
    driver = _driver(plan.driver, "driver")
    step = add_step(
        account=row.account,
        owner=plan.owner,
        text=accepts.text("The action", 300, required=True)(plan.action, "action"),
        due_on=plan.due_on,
        by=by,
        at=at,
        origin=ORIGIN,
        origin_key=f"{row.pk}:{row.risk_plans.count() + 1}",
    )
    return RiskPlan.objects.create(renewal=row, driver=driver, step=step, by=by, at=at)


def has_plan(row: Renewal) -> bool:
    """True while an action against the renewal's risk is still to be done."""
    return RiskPlan.objects.standing().filter(renewal=row).exists()
