"""How to make one row of every model of an account's plan."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db.models import Model

from accounts.models import Account
from plans.models import (
    AccountPlan,
    GrowthFrame,
    GrowthLine,
    KeyResult,
    Objective,
    PlanAction,
    PlanEdition,
    PlanNote,
    PlanRisk,
    PlanText,
)
from retention.team.models import User
from tests.cast import TODAY


def plan(account: Account, by: User) -> AccountPlan:
    """A draft for a year."""
    return AccountPlan.objects.create(
        account=account, title="Plan", tier_at_start=account.tier, owner=by, period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31), horizon_end=date(2027, 12, 31),
    )  # fmt: skip


def objective(account: Account, by: User) -> Objective:
    """An objective of a draft."""
    return Objective.objects.create(plan=plan(account, by), goal="retain", text="x")


ACCOUNT_PLAN_MAKERS: dict[str, Callable[[Account, User], Model]] = {
    "plans.AccountPlan": plan,
    "plans.PlanText": lambda account, by: PlanText.objects.create(plan=plan(account, by), field="strategy"),
    "plans.PlanNote": lambda account, by: PlanNote.objects.create(plan=plan(account, by), field="why_bought"),
    "plans.PlanEdition": lambda account, by: PlanEdition.objects.create(
        plan=plan(account, by), number=1, made_on=TODAY, by=by, reason="x"
    ),
    "plans.Objective": objective,
    "plans.KeyResult": lambda account, by: KeyResult.objects.create(
        objective=objective(account, by), name="x"
    ),
    "plans.PlanAction": lambda account, by: PlanAction.objects.create(
        objective=objective(account, by), text="x"
    ),
    "plans.GrowthFrame": lambda account, by: GrowthFrame.objects.create(
        plan=plan(account, by), currency="EUR"
    ),
    "plans.GrowthLine": lambda account, by: GrowthLine.objects.create(
        plan=plan(account, by), what="x", amount=Decimal(1), probability=50
    ),
    "plans.PlanRisk": lambda account, by: PlanRisk.objects.create(
        plan=plan(account, by), description="x", likelihood=1, owner=by, look_on=TODAY
    ),
}
