"""A plan with one of everything, for the full company; every text carries its mark."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Account
from contacts.models import Contact
from plans.actions.moving import keep_edition
from plans.models import (
    AccountPlan,
    GrowthFrame,
    GrowthLine,
    KeyResult,
    Objective,
    PlanAction,
    PlanNote,
    PlanRisk,
    PlanText,
    TeamPlanTemplate,
)
from retention.team.models import User


def plan_of(account: Account, owner: User, contact: Contact, says: Any, today: date) -> dict[str, Any]:
    """A draft with a text, a note, an objective, a key result, an action, growth, a risk and a version."""
    plan = AccountPlan.objects.create(
        account=account, title=says("plan"), tier_at_start=account.tier, owner=owner,
        period_start=date(2026, 1, 1), period_end=date(2026, 12, 31), horizon_end=date(2027, 12, 31),
    )  # fmt: skip
    PlanText.objects.create(plan=plan, field="strategy", text=says("strategy"), source=says("strategist"))
    PlanNote.objects.create(plan=plan, field="price", text=says("inside-price"))
    objective = Objective.objects.create(
        plan=plan, goal="value", text=says("objective"), reason=says("because"), stakeholder=contact,
        owner=owner, measure=says("measure"), due_on=today, whose="joint",
    )  # fmt: skip
    result = KeyResult.objects.create(objective=objective, name=says("result"), unit=says("unit-of-it"))
    action = PlanAction.objects.create(
        objective=objective, text=says("action"), their_owner=contact, due_on=today,
        customer_benefit=says("for-them"),
    )  # fmt: skip
    PlanNote.objects.create(plan=plan, field="our_benefit", action=action, text=says("for-us"))
    GrowthFrame.objects.create(plan=plan, currency="EUR", top_down=Decimal(9))
    line = GrowthLine.objects.create(plan=plan, what=says("expansion"), amount=Decimal(5), probability=50)
    risk = PlanRisk.objects.create(
        plan=plan,
        description=says("risk"),
        likelihood=3,
        owner=owner,
        look_on=today,
        mitigation=says("against"),
    )
    kept = TeamPlanTemplate.objects.create(
        team=owner.memberships.get().team, name=says("template"), note=says("begins with"), by=owner,
        outline=f"Retain, ours, month 12: {says('aim of all')}",
    )  # fmt: skip
    edition = keep_edition(plan, says("version"), owner, today)
    return {
        "plan": plan, "objective": objective, "key_result": result, "plan_action": action, "plan_risk": risk,
        "growth_line": line, "plan_version": edition, "plan_template": kept,
    }  # fmt: skip
