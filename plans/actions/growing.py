"""Growth of a plan: what is wanted from above, and the expansions counted from below."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from retention.lib import accepts
from retention.lib.records import save_edit
from retention.team.models import User

from ..models import AccountPlan, GrowthFrame, GrowthLine
from ..working import plan_to_write, tell


def _or_nothing(label: str) -> accepts.Check:
    check = accepts.amount(label)

    def kept(value: Any, field: str) -> Decimal | None:
        return None if value is None or value == "" else check(value, field)

    return kept


FRAME: dict[str, accepts.Check] = {
    "base": _or_nothing("Yearly revenue at the start"),
    "renewals": _or_nothing("Renewals expected"),
    "top_down": _or_nothing("Yearly revenue wanted"),
}
LINE: dict[str, accepts.Check] = {
    "what": accepts.text("The expansion", 200, required=True),
    "product": accepts.as_it_is,
    "unit": accepts.as_it_is,
    "amount": accepts.amount("The amount"),
    "probability": accepts.number("The probability", least=0, most=100, required=True),
    "due_on": accepts.day("The day"),
}


@transaction.atomic
def set_growth(
    *,
    plan: AccountPlan,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> GrowthFrame:
    """Say where a draft starts from, what is expected to be renewed, and what is wanted.

    In the account's currency; without a base it starts from the yearly revenue of the day. Raises
    PermissionDenied, PlanLocked, PlanOver, InputRefused, StaleVersion.
    """
    plan = plan_to_write(plan, by)
    kept = accepts.accepted(changes, FRAME)
    frame, made = GrowthFrame.objects.get_or_create(
        plan=plan, defaults={"currency": plan.account.currency, "base": plan.account.arr or None}
    )
    save_edit(frame, kept, expected_version=None if made else expected_version)
    tell(plan, "plan_growth_set", f"Plan, growth: {plan.title}", by, at)
    return frame


@transaction.atomic
def add_growth_line(*, plan: AccountPlan, by: User, at: datetime, **said: Any) -> GrowthLine:
    """Count on an expansion. Raises PermissionDenied, PlanLocked, PlanOver, InputRefused, TextRefused."""
    plan = plan_to_write(plan, by)
    kept = _accepted({"what": "", "amount": "", "probability": None, **said}, plan)
    line = GrowthLine.objects.create(plan=plan, **kept)
    tell(plan, "plan_growth_added", f"Plan, expansion: {line.what}", by, at)
    return line


@transaction.atomic
def edit_growth_line(
    *,
    line: GrowthLine,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> GrowthLine:
    """Change an expansion of a draft. Raises like add_growth_line, StaleVersion."""
    plan = plan_to_write(line.plan, by)
    row = GrowthLine.objects.get(pk=line.pk)
    save_edit(row, _accepted(changes, plan), expected_version=expected_version)
    tell(plan, "plan_growth_changed", f"Plan, expansion changed: {row.what}", by, at)
    return row


@transaction.atomic
def remove_growth_line(*, line: GrowthLine, by: User, at: datetime) -> None:
    """Take an expansion out of a draft. Raises PermissionDenied, PlanLocked, PlanOver."""
    plan = plan_to_write(line.plan, by)
    GrowthLine.objects.filter(pk=line.pk).delete()
    tell(plan, "plan_growth_removed", f"Plan, no longer counted on: {line.what}", by, at)


def _accepted(said: Mapping[str, Any], plan: AccountPlan) -> dict[str, Any]:
    kept = accepts.accepted(said, LINE)
    unit = kept.get("unit")
    if unit is not None and unit.account_id != plan.account_id:
        raise accepts.InputRefused("That unit belongs to another account.", field="unit")
    if "amount" in kept and not kept["amount"]:
        raise accepts.InputRefused("The amount must be more than 0.", field="amount")
    return kept
