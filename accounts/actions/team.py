"""The account team: who of ours works on an account, as what, and whether they may edit it."""

from datetime import datetime

from django.db import transaction

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.team.models import User

from ..announced import AccountChanged
from ..choices import TeamFunction
from ..models import Account, AccountTeamMember
from ..rights import editable_account
from ..timeline import record


class OnTheTeamAlready(DomainError):
    """Somebody has this function at the account already."""


class CannotJoin(DomainError):
    """Somebody cannot be on an account team."""


@transaction.atomic
def add_team_member(
    *, account: Account, user: User, function: str, by: User, at: datetime, may_edit: bool = False
) -> AccountTeamMember:
    """Put somebody of ours on the account team; from then on they see the account.

    Raises PermissionDenied, InputRefused, CannotJoin, OnTheTeamAlready.
    """
    account = editable_account(account.pk, by)
    kind = accepts.one_of("The function", TeamFunction)(function, "function")
    if not user.is_active or user.is_machine:
        raise CannotJoin(f"{user.name} cannot be on an account team.", field="user")
    if account.team_members.filter(user=user, function=kind).exists():
        raise OnTheTeamAlready(f"{user.name} has this function already.", field="user")
    member = AccountTeamMember.objects.create(
        account=account, user=user, function=kind, may_edit=accepts.flag(may_edit, "may_edit")
    )
    text = f"{user.name} joined the account team: {member.get_function_display()}"
    _tell(account, "team_member_added", text, by, at)
    return member


@transaction.atomic
def change_team_member(
    *, member: AccountTeamMember, may_edit: bool, by: User, at: datetime
) -> AccountTeamMember:
    """Let somebody on the account team edit the account, or no longer. Raises PermissionDenied."""
    account = editable_account(member.account_id, by)
    member.may_edit = accepts.flag(may_edit, "may_edit")
    member.save(update_fields=["may_edit"])
    told = "may edit this account" if member.may_edit else "may no longer edit this account"
    _tell(account, "team_member_changed", f"{member.user.name} {told}", by, at)
    return member


@transaction.atomic
def remove_team_member(*, member: AccountTeamMember, by: User, at: datetime) -> None:
    """Take somebody off the account team. Raises PermissionDenied."""
    account = editable_account(member.account_id, by)
    name, function = member.user.name, member.get_function_display()
    AccountTeamMember.objects.filter(pk=member.pk).delete()
    _tell(account, "team_member_removed", f"{name} left the account team: {function}", by, at)


def _tell(account: Account, kind: str, text: str, by: User, at: datetime) -> None:
    record(account, kind, text, by=by, at=at)
    announce(AccountChanged(account_id=account.pk, fields=frozenset({"team_members"}), by_id=by.pk, at=at))
