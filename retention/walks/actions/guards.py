"""The first beats of every action on a walk: the account locked, the rows read again."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from accounts.models import Account
from accounts.rights import editable_account, may_edit, sees, visible_account
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import User

from ..choices import WalkState
from ..models import ContractWalk, WalkStep

_day = accepts.day("The day", required=True)


class WalkIsOver(DomainError):
    """The walk was finished or stopped."""


class CannotHold(DomainError):
    """Whoever should hold a step does not see the account, or is at another one."""


def editable_walk(walk: ContractWalk, by: User) -> tuple[ContractWalk, Account]:
    """The walk under way and its account, locked. Raises PermissionDenied, WalkIsOver."""
    row = _again(walk)
    return _under_way(row), editable_account(row.contract.account_id, by)


def held_step(step: WalkStep, by: User) -> tuple[WalkStep, Account]:
    """A step that *by* holds or whose account they may change. Raises PermissionDenied, WalkIsOver."""
    walk = _again(step.walk)
    account = visible_account(walk.contract.account_id, by)
    row = WalkStep.objects.select_related("step", "walk__contract", "owner_user").get(pk=step.pk)
    if row.owner_user_id != by.pk and not may_edit(account.pk, by):
        raise PermissionDenied
    _under_way(walk)
    return row, account


def refuse_holder(account: Account, user: User) -> None:
    """Raise CannotHold when *user* does not see the account."""
    if not user.is_active or user.is_machine or not sees(account.pk, user):
        raise CannotHold(f"{user.name} does not see this account.", field="owner_user")


def between(
    first: date, on: date | None, field: str, by: User, at: datetime, *, last: date | None = None
) -> date:
    """The day said, today without one. Raises InputRefused before *first* and after *last* or today."""
    today = local_day(at, by.time_zone)
    day: date = _day(on or today, field)
    if not first <= day <= (last or today):
        until = "today" if last in (None, today) else f"{last:%-d %b %Y}"
        raise accepts.InputRefused(f"Choose a day from {first:%-d %b %Y} to {until}.", field=field)
    return day


def _again(walk: ContractWalk) -> ContractWalk:
    return ContractWalk.objects.select_related("contract__account", "version__process").get(pk=walk.pk)


def _under_way(walk: ContractWalk) -> ContractWalk:
    if walk.state != WalkState.WALKING:
        raise WalkIsOver(f"This walk was {walk.get_state_display().lower()} on {walk.ended_on:%-d %b %Y}.")
    return walk
