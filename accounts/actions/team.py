"""The account team: who of ours works on an account, as what, and whether they may edit it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.zones import local_day
from retention.team.models import User

from ..announced import AccountChanged
from ..choices import TeamFunction
from ..models import Account, AccountTeamMember
from ..rights import editable_account
from ..timeline import record

_function = accepts.one_of("The function", TeamFunction)
_day = accepts.day("The day", required=True)


class OnTheTeamAlready(DomainError):
    """Somebody has this function at the account already, or is in charge of it."""


class CannotJoin(DomainError):
    """Somebody cannot be on an account team."""


class LeftAlready(DomainError):
    """They are not on the account team any more."""


@transaction.atomic
def add_team_member(
    *,
    account: Account,
    user: User,
    function: str,
    by: User,
    at: datetime,
    may_edit: bool = False,
    is_backup: bool | None = None,
    starts_on: date | None = None,
) -> AccountTeamMember:
    """Put somebody of ours on the account team; from then on they see the account.

    Without ``is_backup`` they are in charge of the function unless somebody is already; without
    ``starts_on`` from today. Raises PermissionDenied, InputRefused, CannotJoin, OnTheTeamAlready.
    """
    account = editable_account(account.pk, by)
    kind = _function(function, "function")
    if not user.is_active or user.is_machine:
        raise CannotJoin(f"{user.name} cannot be on an account team.", field="user")
    current = account.team_members.current().filter(function=kind)
    if current.filter(user=user).exists():
        raise OnTheTeamAlready(f"{user.name} has this function already.", field="user")
    holder = current.filter(is_backup=False).select_related("user").first()
    backs_up = holder is not None if is_backup is None else accepts.flag(is_backup, "is_backup")
    if not backs_up and holder is not None:
        raise _taken(holder)
    day = _not_ahead(starts_on, "starts_on", by, at)
    member = AccountTeamMember.objects.create(
        account=account, user=user, function=kind, may_edit=accepts.flag(may_edit, "may_edit"),
        is_backup=backs_up, starts_on=day,
    )  # fmt: skip
    _tell(account, "team_member_added", f"{user.name} joined the account team: {_as(member)}", by, at)
    return member


@transaction.atomic
def change_team_member(
    *, member: AccountTeamMember, by: User, at: datetime, **changes: bool
) -> AccountTeamMember:
    """Say whether somebody may edit the account (``may_edit``), or stands behind another (``is_backup``).

    Raises PermissionDenied, InputRefused, LeftAlready, OnTheTeamAlready.
    """
    account = editable_account(member.account_id, by)
    member = _still_there(member)
    checks = {"may_edit": accepts.flag, "is_backup": accepts.flag}
    kept: Mapping[str, Any] = accepts.accepted(changes, checks)
    changed = [name for name, value in kept.items() if getattr(member, name) != value]
    if "is_backup" in changed and not kept["is_backup"]:
        others = account.team_members.current().filter(function=member.function, is_backup=False)
        holder = others.select_related("user").first()
        if holder is not None:
            raise _taken(holder)
    for name in changed:
        setattr(member, name, kept[name])
        told = _may(member) if name == "may_edit" else f"is {_as(member).lower()} now"
        _tell(account, "team_member_changed", f"{member.user.name} {told}", by, at)
    if changed:
        member.save(update_fields=changed)
    return member


@transaction.atomic
def remove_team_member(
    *, member: AccountTeamMember, by: User, at: datetime, on: date | None = None
) -> AccountTeamMember:
    """Take somebody off the account team from a day on, today when it is not said; that they were stays.

    Raises PermissionDenied, InputRefused, LeftAlready.
    """
    account = editable_account(member.account_id, by)
    member = _still_there(member)
    day = _not_ahead(on, "on", by, at)
    if member.starts_on is not None and day < member.starts_on:
        raise accepts.InputRefused("They were not on the team yet on that day.", field="on")
    member.ends_on = day
    member.save(update_fields=["ends_on"])
    text = f"{member.user.name} left the account team: {member.get_function_display()}"
    _tell(account, "team_member_removed", text, by, at)
    return member


def _still_there(member: AccountTeamMember) -> AccountTeamMember:
    row = AccountTeamMember.objects.select_related("user").get(pk=member.pk)
    if row.ends_on is not None:
        raise LeftAlready(f"{row.user.name} left the account team on {row.ends_on:%-d %b %Y}.")
    return row


def _not_ahead(day: date | None, field: str, by: User, at: datetime) -> date:
    today = local_day(at, by.time_zone)
    kept: date = _day(day or today, field)
    if kept > today:
        raise accepts.InputRefused("That day lies in the future.", field=field)
    return kept


def _taken(holder: AccountTeamMember) -> OnTheTeamAlready:
    function = holder.get_function_display().lower()
    text = f"{holder.user.name} is in charge of {function}. Make them backup first."
    return OnTheTeamAlready(text, field="is_backup")


def _as(member: AccountTeamMember) -> str:
    return f"{member.get_function_display()}{', backup' if member.is_backup else ''}"


def _may(member: AccountTeamMember) -> str:
    return "may edit this account" if member.may_edit else "may no longer edit this account"


def _tell(account: Account, kind: str, text: str, by: User, at: datetime) -> None:
    record(account, kind, text, by=by, at=at)
    announce(AccountChanged(account_id=account.pk, fields=frozenset({"team_members"}), by_id=by.pk, at=at))
