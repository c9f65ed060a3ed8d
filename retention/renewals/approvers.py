"""Who may decide an approval: the people of its level, who stands in for them, never who asked."""

from datetime import date

from accounts.models import Account
from retention.team.calendars import acting_for_all
from retention.team.models import Team, User
from retention.team.visibility import admins_at_work

from .kind import leads_of
from .models import ApprovalStep, Level

UP = {Level.LEAD: Level.DIRECTOR, Level.DIRECTOR: Level.EXECUTIVE, Level.FINANCE: Level.EXECUTIVE,
      Level.LEGAL: Level.EXECUTIVE}  # fmt: skip
"""Where a late step goes; above executives are the admins."""


def one_up(level: str) -> str:
    """The level above; empty above executives."""
    return str(UP.get(Level(level), ""))


def people_of_level(level: str, account: Account) -> list[User]:
    """Leads of the account's team; directors lead the team above; other levels have their seats."""
    seated = list(
        User.objects.active().filter(approver_seats__level=level).exclude(role="system").order_by("id")
    )
    if level == Level.LEAD:
        return leads_of(account)
    if level == Level.DIRECTOR and not seated:
        return _leads_above(account)
    return seated


def _leads_above(account: Account) -> list[User]:
    parent = Team.objects.filter(children=account.team_id).first() if account.team_id else None
    return leads_of(Account(team=parent)) if parent else []


def deciders(step: ApprovalStep, *, on: date) -> list[User]:
    """Everybody who may decide the step on a day, in id order.

    Its level and, once late, the level above; while one of them is away their delegate as well. Where only
    the one who asked is left, the next level up decides, in the end the admins.
    """
    account = step.request.renewal.account
    level: str = step.escalated_to or step.level
    people = _with_stand_ins(people_of_level(step.level, account), on)
    if step.escalated_to:
        people += _with_stand_ins(people_of_level(level, account), on)
    found = _others(people, step)
    while not found and level:
        level = one_up(level)
        found = _others(
            _with_stand_ins(people_of_level(level, account), on) if level else list(admins_at_work()), step
        )
    return found


def _others(people: list[User], step: ApprovalStep) -> list[User]:
    once = {person.pk: person for person in people if person.pk != step.requested_by_id}
    able = [person for person in once.values() if person.is_active and _sees(person, step)]
    return sorted(able, key=lambda person: person.pk)


def _sees(person: User, step: ApprovalStep) -> bool:
    return Account.objects.visible_to(person).filter(pk=step.request.renewal.account_id).exists()


def _with_stand_ins(people: list[User], on: date) -> list[User]:
    return [*people, *acting_for_all(people, on=on).values()]
