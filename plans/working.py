"""What every action on a plan asks first: may they, and does the plan's state allow it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import Account
from accounts.rights import editable_account, may_edit, sees, visible_account
from accounts.timeline import record
from contacts.models import Contact
from contacts.participants import NotTheirContact
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.team.models import User
from retention.team.visibility import leads_team

from .announced_plans import PlanChanged
from .models import AccountPlan


class PlanLocked(DomainError):
    """What the plan says was approved or waits for it: it is amended or sent back first."""


class PlanOver(DomainError):
    """The plan is closed or was superseded."""


class CannotOwn(DomainError):
    """Whoever should do it cannot see the account or no longer works here."""


def plan_to_change(plan: AccountPlan, by: User) -> AccountPlan:
    """The plan read again, its account locked. Raises PermissionDenied, PlanOver."""
    editable_account(plan.account_id, by)
    return _still_open(plan)


def plan_to_write(plan: AccountPlan, by: User) -> AccountPlan:
    """The same for what a plan says. Raises PermissionDenied, PlanOver, PlanLocked."""
    row = plan_to_change(plan, by)
    if not row.is_draft:
        raise PlanLocked(
            f"This plan is {row.get_state_display().lower()}. Amend it or have it sent back first; the "
            "version that was approved is kept."
        )
    return row


def plan_to_work_on(plan: AccountPlan, worker_id: int | None, by: User) -> AccountPlan:
    """The same for whoever an action or a risk belongs to. Raises PermissionDenied, PlanOver."""
    visible_account(plan.account_id, by)
    if worker_id != by.pk and not may_edit(plan.account_id, by):
        raise PermissionDenied
    return _still_open(plan)


def _still_open(plan: AccountPlan) -> AccountPlan:
    row = AccountPlan.objects.select_related("account", "owner").get(pk=plan.pk)
    if row.is_over:
        raise PlanOver(f"This plan is over: {row.get_state_display().lower()}.")
    return row


def leads(account: Account, by: User) -> bool:
    """Does *by* lead the team of the account?"""
    return leads_team(by, account.team_id)


def refuse_owner(account_id: int, owner: User | None, field: str = "owner") -> None:
    """Raise CannotOwn unless *owner* is at work and sees the account; nobody is fine."""
    if owner is not None and (not owner.is_active or owner.is_machine or not sees(account_id, owner)):
        raise CannotOwn("Whoever should do it does not see this account.", field=field)


def refuse_foreign(account: Account, contact: Contact | None, field: str) -> None:
    """Raise NotTheirContact unless *contact* is nobody or at the account."""
    if contact is not None and (contact.account_id != account.pk or contact.is_placeholder):
        raise NotTheirContact(f"That person is not a contact at {account.name}.", field=field)


def refuse_owners(account: Account, said: dict[str, Any]) -> None:
    """One owner at most, of ours or of theirs. Raises InputRefused, CannotOwn, NotTheirContact."""
    owner, theirs = said.get("owner"), said.get("their_owner")
    if owner is not None and theirs is not None:
        raise accepts.InputRefused("Choose one owner: somebody of ours or of theirs.", field="their_owner")
    refuse_owner(account.pk, owner)
    refuse_foreign(account, theirs, "their_owner")


def tell(plan: AccountPlan, kind: str, text: str, by: User, at: datetime) -> None:
    """The last beats of every action on a plan: a line of the story, the fact."""
    record(plan.account, kind, text, by=by, at=at, subject=("plan", plan.pk))
    announce(PlanChanged(plan_id=plan.pk, account_id=plan.account_id, by_id=by.pk, at=at))
