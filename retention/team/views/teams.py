"""The team tree: who is where, and who leads."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from retention.lib.clock import database_now
from retention.lib.errors import DomainError

from ..actions.teams import add_team, edit_team, remove_team
from ..forms.calendar import TeamForm
from ..models import Team, TeamMembership
from .pages import (
    FORM_METHODS,
    PEOPLE_TABS,
    FormAnswer,
    for_admins,
    reader,
    refused_back,
    sent,
    sent_back,
    tabs,
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A team, the one it is part of, and its people: leads first."""

    team: Team
    parent: str
    memberships: list[TeamMembership]


def team_tree() -> list[Branch]:
    """Every team below its parent, each with its active people, in two queries."""
    people = TeamMembership.objects.filter(user__is_active=True).select_related("user")
    people = people.order_by("-is_lead", "user__name", "id")
    below: defaultdict[int | None, list[Team]] = defaultdict(list)
    for team in Team.objects.prefetch_related(Prefetch("memberships", queryset=people)):
        below[team.parent_id].append(team)
    found: list[Branch] = []
    waiting = [(team, "") for team in reversed(below[None])]
    while waiting:
        team, parent = waiting.pop()
        found.append(Branch(team, parent, list(team.memberships.all())))
        waiting += [(child, team.name) for child in reversed(below[team.pk])]
    return found


@for_admins
@require_http_methods(FORM_METHODS)
def teams(request: HttpRequest) -> HttpResponse:
    """The tree, and adding a team."""
    user = reader(request)
    form = TeamForm(sent(request))

    def save() -> None:
        add_team(by=user, at=database_now(), **form.fields_said())

    answer = FormAnswer(form).run(save)
    if answer.saved:
        return sent_back(request, "Team added.", "teams")
    told = {"tabs": tabs(PEOPLE_TABS, "teams", user), "branches": team_tree()}
    return answer.page(request, "team/teams.html", told)


@for_admins
@require_http_methods(FORM_METHODS)
def team_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, or another place in the tree."""
    user, team = reader(request), get_object_or_404(Team, pk=pk)
    form = TeamForm(sent(request), team=team)

    def save() -> None:
        version = form.expected_version
        edit_team(team=team, by=user, at=database_now(), expected_version=version, **form.fields_said())

    answer = FormAnswer(form).run(save, current=lambda: Team.objects.values().get(pk=pk))
    if answer.saved:
        return sent_back(request, "Saved.", "teams")
    told = {"title": f"Team {team.name}", "back": reverse("teams"), "team": team}
    return answer.page(request, "team/form.html", told)


@for_admins
@require_POST
def team_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a team that nothing belongs to."""
    team = get_object_or_404(Team, pk=pk)
    try:
        remove_team(team=team, by=reader(request), at=database_now())
    except DomainError as error:
        return refused_back(request, error, "teams")
    return sent_back(request, f"Team {team.name} was removed.", "teams")
