"""Beginning a plan: empty, from a template, or from last year's."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Account
from accounts.rights import editable_account
from retention.lib import accepts
from retention.lib.months import add_months
from retention.lib.records import save_edit
from retention.team.models import User

from ..copying import copy_content, fill_from_template
from ..models import AccountPlan, TeamPlanTemplate
from ..planning.quarters import LEAST_MONTHS, MOST_MONTHS, last_day
from ..planning.templates import TEMPLATES, PlanTemplate
from ..stepping import follow_review
from ..working import plan_to_change, plan_to_write, refuse_owner, tell

_title = accepts.text("The title", 120, required=True)
_checks: dict[str, accepts.Check] = {
    "title": _title,
    "owner": accepts.as_it_is,
    "period_start": accepts.day("The first day", required=True),
    "period_end": accepts.day("The last day", required=True),
    "horizon_end": accepts.day("The day it looks until", required=True),
}
_next = accepts.day("The next review")


@transaction.atomic
def start_plan(
    *,
    account: Account,
    by: User,
    at: datetime,
    period_start: date,
    title: str = "",
    period_end: date | None = None,
    horizon_end: date | None = None,
    owner: User | None = None,
    template: str = "",
    team_template: TeamPlanTemplate | None = None,
) -> AccountPlan:
    """Begin a draft: a year from *period_start*, looking two years ahead when nothing else is said.

    ``template`` is a key of the plans to begin with, ``team_template`` one that the account's team keeps.
    Raises PermissionDenied, InputRefused, TextRefused, CannotOwn.
    """
    account = editable_account(account.pk, by)
    first: date = _checks["period_start"](period_start, "period_start")
    said = {
        "title": title or f"Plan {first.year}", "owner": owner or account.owner or by,
        "period_start": first, "period_end": period_end or last_day(first, LEAST_MONTHS),
        "horizon_end": horizon_end or last_day(first, MOST_MONTHS),
    }  # fmt: skip
    kept = accepts.accepted(said, _checks)
    _refuse_days(kept["period_start"], kept["period_end"], kept["horizon_end"])
    refuse_owner(account.pk, kept["owner"])
    beginning = _beginning(account, template, team_template)
    plan = AccountPlan.objects.create(
        account=account, tier_at_start=account.tier, begun_with=team_template, **kept
    )
    if beginning is not None:
        fill_from_template(plan, beginning)
    tell(plan, "plan_started", f"Began the plan “{plan.title}”", by, at)
    return plan


@transaction.atomic
def edit_plan(
    *,
    plan: AccountPlan,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> AccountPlan:
    """Change title, owner and days of a draft. Raises PlanLocked, PlanOver, StaleVersion and start_plan's."""
    plan = plan_to_write(plan, by)
    kept = accepts.accepted(changes, _checks)
    days = [kept.get(name, getattr(plan, name)) for name in ("period_start", "period_end", "horizon_end")]
    _refuse_days(*days)
    if "owner" in kept:
        if kept["owner"] is None:
            raise accepts.InputRefused("The owner is missing.", field="owner")
        refuse_owner(plan.account_id, kept["owner"])
    save_edit(plan, kept, expected_version=expected_version)
    tell(plan, "plan_changed", f"Changed the plan “{plan.title}”", by, at)
    return plan


@transaction.atomic
def plan_next_review(
    *, plan: AccountPlan, next_review_on: date | None, by: User, at: datetime
) -> AccountPlan:
    """Say when the plan is looked at next; that is no review. Raises PermissionDenied, PlanOver."""
    plan = plan_to_change(plan, by)
    save_edit(plan, {"next_review_on": _next(next_review_on, "next_review_on")}, expected_version=None)
    follow_review(plan, by, at)
    when = f"on {plan.next_review_on:%-d %b %Y}" if plan.next_review_on else "not planned"
    tell(plan, "plan_changed", f"Next review of the plan “{plan.title}”: {when}", by, at)
    return plan


@transaction.atomic
def copy_plan(*, plan: AccountPlan, by: User, at: datetime) -> AccountPlan:
    """Begin the plan of the next year with what still holds; every day in it moves a year.

    Texts, notes, open objectives with their key results starting where they stand, open actions, growth and
    open risks go along; nothing is shared until somebody says so again. Raises PermissionDenied.
    """
    account = editable_account(plan.account_id, by)
    source = AccountPlan.objects.select_related("owner").get(pk=plan.pk)
    first = add_months(source.period_start, LEAST_MONTHS)
    made = AccountPlan.objects.create(
        account=account, tier_at_start=account.tier, owner=account.owner or source.owner,
        title=f"Plan {first.year}", period_start=first, copied_from=source,
        begun_with_id=source.begun_with_id,
        period_end=last_day(first, LEAST_MONTHS), horizon_end=last_day(first, MOST_MONTHS),
    )  # fmt: skip
    copy_content(source, made, months=LEAST_MONTHS)
    tell(made, "plan_started", f"Began “{made.title}” from “{source.title}”", by, at)
    return made


def _beginning(account: Account, template: str, kept: TeamPlanTemplate | None) -> PlanTemplate | None:
    """What the plan is filled from, if anything. Raises InputRefused."""
    if template and kept is not None:
        raise accepts.InputRefused("Choose one plan to begin with.", field="template")
    if kept is not None:
        if kept.withdrawn_on is not None or kept.team_id != account.team_id:
            raise accepts.InputRefused("The account’s team keeps no such template.", field="team_template")
        return kept.as_template()
    if template and template not in TEMPLATES:
        raise accepts.InputRefused("There is no such plan to begin with.", field="template")
    return TEMPLATES.get(template)


def _refuse_days(first: date, last: date, horizon: date) -> None:
    if last < last_day(first, LEAST_MONTHS):
        raise accepts.InputRefused("A plan covers at least twelve months.", field="period_end")
    if not last <= horizon <= last_day(first, MOST_MONTHS):
        raise accepts.InputRefused(
            "It looks at least to its end, and at most 24 months from its first day.", field="horizon_end"
        )
