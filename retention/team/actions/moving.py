"""Who is in which team, and who leads it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from retention.lib.errors import DomainError
from retention.lib.facts import announce

from ..announced import PersonMoved
from ..models import Team, TeamMembership, User
from ..noted import note
from ..roles import LEADING_ROLES
from .rights import locked_person, refuse_work_out_of_sight, require_admin


class CannotLead(DomainError):
    """Only team leads and admins lead teams."""


class NotTheirNewTeam(DomainError):
    """Accounts can follow only into a team the person is in afterwards."""


@transaction.atomic
def move_person(
    *,
    person: User,
    teams: Collection[Team],
    leads: Collection[Team] = (),
    by: User,
    at: datetime,
    accounts_to: Team | None = None,
) -> User:
    """Put somebody into exactly these teams; they lead those of *leads*.

    Their accounts keep their team, unless *accounts_to* names the new one for those of the teams left.
    Raises PermissionDenied, CannotLead, NotTheirNewTeam, WorkOutOfSight.
    """
    require_admin(by)
    fresh = locked_person(person)
    before = set(fresh.memberships.values_list("team_id", flat=True))
    after = {team.pk for team in (*teams, *leads)}
    if accounts_to is not None and accounts_to.pk not in after:
        raise NotTheirNewTeam("Their accounts can only follow into one of their teams.", field="accounts_to")
    changed = place(fresh, teams=teams, leads=leads)
    if not changed:
        return fresh
    told = ", ".join(team.name for team in Team.objects.filter(pk__in=after)) or "no team"
    note("moved", f"{fresh.name} is now in: {told}.", by=by, at=at, user=fresh)
    announce(
        PersonMoved(
            user_id=fresh.pk,
            left_team_ids=frozenset(before - after),
            joined_team_ids=frozenset(after - before),
            accounts_to=accounts_to.pk if accounts_to else None,
            by_id=by.pk,
            at=at,
        )
    )
    refuse_work_out_of_sight(fresh, field="teams")
    return fresh


def place(person: User, *, teams: Collection[Team], leads: Collection[Team]) -> bool:
    """Make the memberships exactly these; True when anything changed. Raises CannotLead."""
    if leads and person.role not in LEADING_ROLES:
        raise CannotLead(f"{person.name} is neither a team lead nor an admin.", field="leads")
    wanted = {team.pk: False for team in teams} | {team.pk: True for team in leads}
    present = {membership.team_id: membership for membership in person.memberships.all()}
    changed = False
    for team_id, membership in present.items():
        if team_id not in wanted:
            membership.delete()
            changed = True
        elif membership.is_lead != wanted[team_id]:
            membership.is_lead = wanted[team_id]
            membership.save(update_fields=["is_lead"])
            changed = True
    for team_id in wanted.keys() - present.keys():
        TeamMembership.objects.create(user=person, team_id=team_id, is_lead=wanted[team_id])
        changed = True
    return changed
