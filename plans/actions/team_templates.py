"""Plans to begin with: kept from a plan by a lead, edited, withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import visible_account
from contacts.models import Contact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import Team, User

from ..models import AccountPlan, TeamPlanTemplate
from ..planning.outline import LONGEST, read_outline, read_prompts, write_outline, write_prompts
from ..templating import outline_of, prompts_of
from ..working import leads, tell

SHORTEST_NAME = 4
"""Shorter names of people and customers are words of their own too often."""


class TemplateWithdrawn(DomainError):
    """The template was withdrawn already."""


_lines = accepts.text("What stands here", LONGEST, many_lines=True)


def _outline(value: Any, field: str) -> str:
    return write_outline(read_outline(_lines(value, field), field))


def _prompts(value: Any, field: str) -> str:
    return write_prompts(read_prompts(_lines(value, field), field))


TEMPLATE_CHECKS: dict[str, accepts.Check] = {
    "name": accepts.text("The name", 80, required=True),
    "note": accepts.text("What it is for", 300),
    "outline": _outline,
    "prompts": _prompts,
}


@transaction.atomic
def save_template(
    *,
    plan: AccountPlan,
    name: str,
    by: User,
    at: datetime,
    note: str = "",
    outline: str | None = None,
    prompts: str | None = None,
) -> TeamPlanTemplate:
    """Keep what a plan is made of for the account's team: objectives, measures and actions by month.

    ``outline`` and ``prompts`` are what the plan says when they are None. Nothing of the customer goes along,
    and a line that names the customer or their people is refused. Raises PermissionDenied, InputRefused.
    """
    account = visible_account(plan.account_id, by)
    if account.team is None or not leads(account, by):
        raise PermissionDenied("Only a lead of the account’s team keeps its plan as a template.")
    said = {
        "name": name, "note": note,
        "outline": outline_of(plan) if outline is None else outline,
        "prompts": prompts_of(plan) if prompts is None else prompts,
    }  # fmt: skip
    kept = accepts.accepted(said, TEMPLATE_CHECKS)
    _refuse_their_names(account, kept)
    _refuse_same_name(account.team, kept["name"])
    made = TeamPlanTemplate.objects.create(team=account.team, by=by, **kept)
    plan.account = account
    tell(plan, "plan_template", f"Kept the plan “{plan.title}” as the template “{made.name}”", by, at)
    return made


@transaction.atomic
def edit_template(
    *,
    template: TeamPlanTemplate,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> TeamPlanTemplate:
    """Change a template; plans that were begun with it stay as they are.

    Raises PermissionDenied, TemplateWithdrawn, InputRefused, StaleVersion.
    """
    row = _standing(template, by)
    kept = accepts.accepted(changes, TEMPLATE_CHECKS)
    if "name" in kept:
        _refuse_same_name(row.team, kept["name"], but=row.pk)
    return save_edit(row, kept, expected_version=expected_version)


@transaction.atomic
def withdraw_template(*, template: TeamPlanTemplate, by: User, at: datetime) -> TeamPlanTemplate:
    """No plan begins with it any more. Raises PermissionDenied, TemplateWithdrawn."""
    row = _standing(template, by)
    return save_edit(row, {"withdrawn_on": local_day(at, by.time_zone)}, expected_version=None)


def _standing(template: TeamPlanTemplate, by: User) -> TeamPlanTemplate:
    rows = TeamPlanTemplate.objects.select_for_update(of=("self",)).select_related("team")
    row = rows.editable_by(by).filter(pk=template.pk).first()
    if row is None:
        raise PermissionDenied("Only a lead of the team changes its templates.")
    if row.withdrawn_on is not None:
        raise TemplateWithdrawn("This template was withdrawn.")
    return row


def _refuse_same_name(team: Team, name: str, but: int | None = None) -> None:
    rows = TeamPlanTemplate.objects.standing().filter(team=team, name__iexact=name)
    if (rows if but is None else rows.exclude(pk=but)).exists():
        raise accepts.InputRefused("The team has a template of that name already.", field="name")


def _refuse_their_names(account: Account, kept: Mapping[str, str]) -> None:
    """A template is for every customer: none of this one's names stands in it. Raises InputRefused."""
    people = Contact.objects.filter(account=account, person__isnull=False)
    names = [account.name, *people.values_list("person__name", flat=True)]
    for field, text in kept.items():
        for name in names:
            if len(name) >= SHORTEST_NAME and name.casefold() in text.casefold():
                raise accepts.InputRefused(
                    f"“{name}” stands in it. A template is for every customer: say it without them.",
                    field=field,
                )
