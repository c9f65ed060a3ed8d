"""The risk register: what could go wrong, who looks at it, and when again."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import AccountPlan, PlanRisk
from ..planning.words import RiskState
from ..stepping import follow_risk
from ..working import plan_to_change, plan_to_work_on, refuse_owner, tell

LOOK_DAYS = 30
"""Days until the next look when nobody says a day (docs/methods.md, Account plan)."""
_amount = accepts.amount("The impact")
_look = accepts.day("The next look", required=True)
_found = accepts.text("What was found", 500, many_lines=True)


class RiskClosed(DomainError):
    """The risk is closed; reopen it first."""


def _impact(value: Any, field: str) -> Decimal | None:
    return None if value is None or value == "" else _amount(value, field)


CHECKS: dict[str, accepts.Check] = {
    "description": accepts.text("The risk", 500, required=True, many_lines=True),
    "cause": accepts.text("The cause", 300),
    "likelihood": accepts.number("The likelihood", least=1, most=5, required=True),
    "impact": _impact,
    "early_sign": accepts.text("The early sign", 300),
    "mitigation": accepts.text("What we do about it", 1000, many_lines=True),
    "owner": accepts.as_it_is,
    "due_on": accepts.day("The day it should be gone"),
    "look_on": _look,
    "state": accepts.one_of("What is done about it", RiskState),
}


@transaction.atomic
def add_risk(*, plan: AccountPlan, by: User, at: datetime, **said: Any) -> PlanRisk:
    """Put a risk into the register; without an owner the plan's, without a day looked at in 30 days.

    Raises PermissionDenied, PlanOver, InputRefused, TextRefused, NotEditable, CannotOwn.
    """
    plan = plan_to_change(plan, by)
    today = local_day(at, by.time_zone)
    later = today + timedelta(days=LOOK_DAYS)
    usual = {"description": "", "likelihood": None, "owner": plan.owner, "look_on": later}
    given = {name: value for name, value in said.items() if name not in usual or value is not None}
    kept = _accepted({**usual, **given}, plan, today)
    risk = PlanRisk.objects.create(plan=plan, **kept)
    follow_risk(risk, plan, by, at)
    tell(plan, "plan_risk_added", f"Risk: {risk.description}", by, at)
    return risk


@transaction.atomic
def edit_risk(
    *,
    risk: PlanRisk,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> PlanRisk:
    """Change a risk, close or reopen it by its ``state``; whoever it belongs to may. Raises like add_risk."""
    plan = plan_to_work_on(risk.plan, risk.owner_id, by)
    row = _read(risk)
    kept = _accepted(changes, plan, local_day(at, by.time_zone))
    save_edit(row, kept, expected_version=expected_version)
    follow_risk(_read(row), plan, by, at)
    tell(plan, "plan_risk_changed", f"Risk, {row.get_state_display().lower()}: {row.description}", by, at)
    return _read(row)


@transaction.atomic
def look_at_risk(
    *, risk: PlanRisk, by: User, at: datetime, note: str = "", look_on: date | None = None
) -> PlanRisk:
    """Say that somebody looked, what they found, and when the next look is: in 30 days without a day.

    Raises PermissionDenied, PlanOver, RiskClosed, InputRefused, TextRefused.
    """
    plan = plan_to_work_on(risk.plan, risk.owner_id, by)
    row = _read(risk)
    if not row.is_open:
        raise RiskClosed("This risk is closed. Reopen it first.")
    today = local_day(at, by.time_zone)
    later: date = _look(look_on or today + timedelta(days=LOOK_DAYS), "look_on")
    if later <= today:
        raise accepts.InputRefused("The next look lies after today.", field="look_on")
    kept = {"looked_on": today, "look_on": later, "looked_note": _found(note, "note")}
    save_edit(row, kept, expected_version=None)
    follow_risk(_read(row), plan, by, at)
    found = f": {row.looked_note}" if row.looked_note else ""
    tell(plan, "plan_risk_looked", f"Looked at the risk “{row.description}”{found}", by, at)
    return _read(row)


def _accepted(said: Mapping[str, Any], plan: AccountPlan, today: date) -> dict[str, Any]:
    kept = accepts.accepted(said, CHECKS)
    if "owner" in kept:
        if kept["owner"] is None:
            raise accepts.InputRefused("The owner is missing.", field="owner")
        refuse_owner(plan.account_id, kept["owner"])
    if "state" in kept:
        kept["closed_on"] = today if kept["state"] == RiskState.CLOSED else None
    return kept


def _read(risk: PlanRisk) -> PlanRisk:
    return PlanRisk.objects.select_related("plan", "owner", "step").get(pk=risk.pk)
