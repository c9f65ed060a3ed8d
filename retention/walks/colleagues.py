"""Our people by name: what they do, where, who leads them and who stands behind them.

Everybody of ours sees all of it; at which customers somebody works is not told (docs/methods.md, Colleagues).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, QuerySet

from accounts.choices import TeamFunction
from accounts.models import Account, AccountTeamMember
from retention.lib.accepts import country_names
from retention.team.models import Absence, Team, TeamMembership, User

BACKUPS = 2


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of our people. ``stand_in`` acts for them today; ``backups`` stand behind them most often."""

    person: User
    teams: tuple[Team, ...]
    leads: tuple[User, ...]
    functions: tuple[str, ...]
    stand_in: User | None
    backups: tuple[User, ...]

    @property
    def place(self) -> str:
        """Country, empty where none is known, and time zone."""
        country = country_names().get(self.person.country, self.person.country)
        return ", ".join(part for part in (country, self.person.time_zone) if part)


@dataclass(frozen=True, slots=True)
class Answerable:
    """Who answers for what nobody holds: a team with who leads it, else a person."""

    team: Team | None
    people: tuple[User, ...]


def colleagues() -> QuerySet[User]:
    """Who works here, with their teams."""
    memberships = TeamMembership.objects.select_related("team").order_by("team__name", "pk")
    return User.objects.active().prefetch_related(Prefetch("memberships", queryset=memberships))


def told(people: Iterable[User], *, on: date) -> list[Colleague]:
    """What the directory says of each, in six queries for all of them; rows of ``colleagues``."""
    people = list(people)
    ids = [person.pk for person in people]
    leads, functions, backups = _leads(), _functions(ids), _backups(ids)
    away = Absence.objects.filter(user__in=ids, starts_on__lte=on, ends_on__gte=on, delegate__isnull=False)
    stand_ins = {row.user_id: row.delegate for row in away.select_related("delegate")}
    found = []
    for person in people:
        memberships = list(person.memberships.all())
        over = [lead for row in memberships for lead in _over(leads, row, person)]
        found.append(
            Colleague(
                person, tuple(row.team for row in memberships), tuple(dict.fromkeys(over)),
                functions[person.pk], stand_ins.get(person.pk), backups[person.pk],
            )
        )  # fmt: skip
    return found


def answerable(account: Account) -> Answerable:
    """Who answers for what nobody holds at an account: its team by its leads, else the owner."""
    leads = _leads()
    team = leads.teams.get(account.team_id or 0)
    people = leads.of(team.pk) if team else ()
    if people:
        return Answerable(team, people)
    return Answerable(None, (account.owner,) if account.owner else ())


class _Leads:
    """The teams and who leads each: where nobody does, the lead of the team above."""

    def __init__(self, teams: dict[int, Team], direct: dict[int, list[User]]) -> None:
        self.teams, self.direct = teams, direct

    def of(self, team_id: int | None, *, but: int = 0) -> tuple[User, ...]:
        """Who leads that team, somebody left out who does not lead themselves."""
        seen: set[int] = set()
        while team_id is not None and team_id not in seen:
            seen.add(team_id)
            if found := tuple(lead for lead in self.direct.get(team_id, []) if lead.pk != but):
                return found
            team_id = self.teams[team_id].parent_id
        return ()


def _leads() -> _Leads:
    direct: dict[int, list[User]] = defaultdict(list)
    rows = TeamMembership.objects.filter(is_lead=True, user__is_active=True).select_related("user")
    for row in rows.order_by("user__name", "pk"):
        direct[row.team_id].append(row.user)
    return _Leads(Team.objects.in_bulk(), direct)


def _over(leads: _Leads, row: TeamMembership, person: User) -> Iterable[User]:
    above = leads.teams[row.team_id].parent_id
    return leads.of(above if row.is_lead else row.team_id, but=person.pk)


def _functions(ids: list[int]) -> dict[int, tuple[str, ...]]:
    held: dict[int, set[str]] = defaultdict(set)
    rows = AccountTeamMember.objects.current().filter(user__in=ids)
    for user_id, function in rows.order_by().values_list("user_id", "function").distinct():
        held[user_id].add(function)
    owners = Account.objects.filter(owner__in=ids).order_by().values_list("owner_id", flat=True).distinct()
    for owner_id in owners:
        held[owner_id or 0].add(TeamFunction.ACCOUNT_MANAGER)
    return {pk: tuple(str(f.label) for f in TeamFunction if f.value in held[pk]) for pk in ids}


def _backups(ids: list[int]) -> dict[int, tuple[User, ...]]:
    rows = Account.objects.filter(owner__in=ids, backup_owner__isnull=False, backup_owner__is_active=True)
    counted = rows.order_by().values_list("owner_id", "backup_owner_id").annotate(n=Count("pk"))
    behind: dict[int, list[int]] = defaultdict(list)
    for owner_id, backup_id, _ in sorted(counted, key=lambda row: (-row[2], row[1] or 0)):
        behind[owner_id or 0].append(backup_id or 0)
    people = User.objects.in_bulk({pk for each in behind.values() for pk in each[:BACKUPS]})
    return {pk: tuple(people[each] for each in behind[pk][:BACKUPS]) for pk in ids}
