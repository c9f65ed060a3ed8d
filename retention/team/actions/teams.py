"""The team tree: adding, renaming, moving and removing teams."""

from datetime import datetime

from django.db import models, transaction

from retention.lib import accepts
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError
from retention.lib.records import save_edit

from ..models import Team, User
from ..noted import note
from .rights import one_at_a_time, require_admin

_name = accepts.text("The team's name", 120, required=True)


class TeamInItself(DomainError):
    """A team cannot stand below itself."""


class TeamNotEmpty(DomainError):
    """People, accounts or teams still belong to it."""


@transaction.atomic
def add_team(*, name: str, parent: Team | None = None, by: User, at: datetime) -> Team:
    """Make a team. Raises PermissionDenied, InputRefused."""
    require_admin(by)
    one_at_a_time()
    kept = _free_name(name)
    team = Team.objects.create(name=kept, parent=parent)
    note("team_added", f"Team {kept} was added.", by=by, at=at, team=team)
    return team


@transaction.atomic
def edit_team(
    *, team: Team, name: str, parent: Team | None, by: User, at: datetime, expected_version: int | None
) -> Team:
    """Rename a team, or hang it below another one.

    Raises PermissionDenied, InputRefused, TeamInItself, StaleVersion.
    """
    require_admin(by)
    one_at_a_time()
    fresh = Team.objects.get(pk=team.pk)
    kept = _free_name(name, but=fresh)
    parent_id = parent.pk if parent else None
    if (kept, parent_id) == (fresh.name, fresh.parent_id):
        return fresh
    if parent_id is not None and parent_id in subtree_of(fresh):
        raise TeamInItself(
            f"{fresh.name} cannot stand below {parent}: that team is part of it.", field="parent"
        )
    before = fresh.name
    saved = save_edit(fresh, {"name": kept, "parent_id": parent_id}, expected_version=expected_version)
    where = f"below {parent.name}" if parent else "at the top"
    note("team_changed", f"Team {before} is now {kept}, {where}.", by=by, at=at, team=saved)
    return saved


@transaction.atomic
def remove_team(*, team: Team, by: User, at: datetime) -> None:
    """Remove a team that nothing belongs to. Raises PermissionDenied, TeamNotEmpty."""
    require_admin(by)
    one_at_a_time()
    fresh = Team.objects.select_for_update().get(pk=team.pk)
    if fresh.memberships.exists():
        raise TeamNotEmpty(f"Move the people of {fresh.name} to other teams first.")
    note("team_removed", f"Team {fresh.name} was removed.", by=by, at=at)
    try:
        with transaction.atomic():
            fresh.delete()
    except models.ProtectedError as error:
        kinds = sorted({str(row._meta.verbose_name_plural) for row in error.protected_objects})
        raise TeamNotEmpty(f"{fresh.name} still has {' and '.join(kinds)}. Move them first.") from error


def subtree_of(team: Team) -> set[int]:
    """The ids of a team and of all teams below it."""
    below: set[int] = set()
    level = {team.pk}
    while level:
        below |= level
        level = set(Team.objects.filter(parent_id__in=level).values_list("id", flat=True)) - below
    return below


def _free_name(name: str, but: Team | None = None) -> str:
    kept: str = _name(name, "name")
    taken = Team.objects.filter(name__iexact=kept)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        raise InputRefused(f"There is a team called {kept} already.", field="name")
    return kept
