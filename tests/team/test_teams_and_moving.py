"""The team tree and who is in it: what follows from a move, and what may not be lost by it."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import Account
from contacts.models import NextStep
from retention.lib.accepts import InputRefused
from retention.lib.clock import database_now
from retention.team.actions.moving import CannotLead, NotTheirNewTeam, move_person
from retention.team.actions.people import edit_person
from retention.team.actions.rights import WorkOutOfSight
from retention.team.actions.teams import (
    TeamInItself,
    TeamNotEmpty,
    add_team,
    edit_team,
    remove_team,
    subtree_of,
)
from retention.team.models import Team, User
from tests.cast import TODAY

Open = Callable[..., Client]


def test_accounts_keep_their_team_when_their_owner_moves(
    lena: User, vela: Account, north: Team, south: Team, ada: User
) -> None:
    move_person(person=lena, teams=[south], by=ada, at=database_now())
    vela.refresh_from_db()
    assert vela.team == north
    assert Account.objects.visible_to(User.objects.get(pk=lena.pk)).get() == vela, (
        "an owner keeps their account"
    )
    assert lena.people_events.get().text == "Lena Voss is now in: South."


def test_accounts_follow_when_asked_to_and_only_those_of_the_team_left(
    lena: User, vela: Account, nadia: User, north: Team, south: Team, ada: User
) -> None:
    elsewhere = Account.objects.create(name="Tern", owner=lena, team=None)
    of_nadia = Account.objects.create(name="Fjord", owner=nadia, team=north)
    move_person(person=lena, teams=[south], accounts_to=south, by=ada, at=database_now())
    teams = dict(Account.objects.values_list("name", "team__name"))
    assert teams == {"Vela Hotels": "South", "Tern": None, "Fjord": "North"}
    assert {elsewhere.name, of_nadia.name} < teams.keys()
    assert vela.timeline.latest("id").actor == ada


def test_accounts_cannot_follow_into_a_team_the_person_is_not_in(
    lena: User, north: Team, south: Team, ada: User
) -> None:
    with pytest.raises(NotTheirNewTeam):
        move_person(person=lena, teams=[north], accounts_to=south, by=ada, at=database_now())


def test_a_move_that_would_hide_somebodys_work_from_them_is_refused(
    lena: User, nadia: User, north: Team, south: Team, ada: User
) -> None:
    fjord = Account.objects.create(name="Fjord", owner=nadia, team=north)
    NextStep.objects.create(account=fjord, owner=lena, text="Call back", due_on=TODAY)
    with pytest.raises(WorkOutOfSight, match="next steps: 1"):
        move_person(person=lena, teams=[south], by=ada, at=database_now())
    assert list(lena.memberships.values_list("team__name", flat=True)) == ["North"]


def test_a_role_that_would_hide_somebodys_work_from_them_is_refused(
    nadia: User, north: Team, ada: User
) -> None:
    below = Team.objects.create(name="Fjords", parent=north)
    account = Account.objects.create(name="Fjord", team=below)
    NextStep.objects.create(account=account, owner=nadia, text="Find an owner", due_on=TODAY)
    move_person(person=ada, teams=[], leads=[north], by=ada, at=database_now())
    with pytest.raises(WorkOutOfSight):
        edit_person(
            person=nadia,
            changes={"role": "account_manager"},
            by=ada,
            at=database_now(),
            expected_version=None,
        )
    nadia.refresh_from_db()
    assert nadia.role == "team_lead"
    assert nadia.memberships.get().is_lead


def test_whoever_stops_being_a_lead_leads_nothing(nadia: User, north: Team, ada: User) -> None:
    move_person(person=ada, teams=[], leads=[north], by=ada, at=database_now())
    edit_person(
        person=nadia, changes={"role": "account_manager"}, by=ada, at=database_now(), expected_version=None
    )
    assert not nadia.memberships.get().is_lead


def test_an_account_manager_cannot_lead(lena: User, north: Team, ada: User) -> None:
    with pytest.raises(CannotLead):
        move_person(person=lena, teams=[north], leads=[north], by=ada, at=database_now())


def test_moving_to_where_somebody_is_already_writes_nothing(lena: User, north: Team, ada: User) -> None:
    move_person(person=lena, teams=[north], by=ada, at=database_now())
    assert not lena.people_events.exists()


@pytest.mark.parametrize("who", ["lena", "nadia", "sol"])
def test_only_admins_move_people_and_shape_teams(
    who: str, nico: User, south: Team, request: pytest.FixtureRequest
) -> None:
    by, at = request.getfixturevalue(who), database_now()
    with pytest.raises(PermissionDenied):
        move_person(person=nico, teams=[], by=by, at=at)
    with pytest.raises(PermissionDenied):
        add_team(name="West", by=by, at=at)
    with pytest.raises(PermissionDenied):
        edit_team(team=south, name="West", parent=None, by=by, at=at, expected_version=None)
    with pytest.raises(PermissionDenied):
        remove_team(team=south, by=by, at=at)


def test_a_lead_of_a_parent_team_sees_the_accounts_of_a_team_added_below_it(
    nadia: User, north: Team, ada: User
) -> None:
    below = add_team(name="Fjords", parent=north, by=ada, at=database_now())
    fjord = Account.objects.create(name="Fjord", team=below)
    assert fjord in Account.objects.visible_to(User.objects.get(pk=nadia.pk))
    edit_team(team=below, name="Fjords", parent=None, by=ada, at=database_now(), expected_version=1)
    assert fjord not in Account.objects.visible_to(User.objects.get(pk=nadia.pk))


def test_a_team_never_stands_below_itself(north: Team, ada: User) -> None:
    middle = add_team(name="Middle", parent=north, by=ada, at=database_now())
    low = add_team(name="Low", parent=middle, by=ada, at=database_now())
    assert subtree_of(north) == {north.pk, middle.pk, low.pk}
    for parent in (north, middle, low):
        with pytest.raises(TeamInItself):
            edit_team(
                team=north, name="North", parent=parent, by=ada, at=database_now(), expected_version=None
            )


@pytest.mark.parametrize("name", ["", "  ", "NORTH", "x" * 121, "No\x00rth"])
def test_a_team_needs_a_name_of_its_own(north: Team, ada: User, name: str) -> None:
    with pytest.raises((InputRefused, Exception), match=r"missing|already|at most|cannot be stored"):
        add_team(name=name, by=ada, at=database_now())
    assert Team.objects.count() == 1


def test_a_team_is_removed_only_when_nothing_belongs_to_it(
    south: Team, nico: User, orchard: Account, ada: User
) -> None:
    with pytest.raises(TeamNotEmpty, match="people"):
        remove_team(team=south, by=ada, at=database_now())
    move_person(person=nico, teams=[], by=ada, at=database_now())
    with pytest.raises(TeamNotEmpty, match="accounts"):
        remove_team(team=south, by=ada, at=database_now())
    Account.objects.update(team=None)
    remove_team(team=south, by=ada, at=database_now())
    assert not Team.objects.exists()


def test_the_pages_of_teams_do_all_of_it(ada: User, lena: User, north: Team, browser: Open) -> None:
    office = browser(ada)
    assert office.post("/people-admin/teams/", {"name": "Fjords", "parent": north.pk}).status_code == 302
    page = office.get("/people-admin/teams/").content.decode()
    assert page.index("North") < page.index("Fjords")
    assert "Lena Voss" in page
    refused = office.post("/people-admin/teams/", {"name": "north"})
    assert refused.status_code == 422
    assert "There is a team called north already." in refused.content.decode()
    below = Team.objects.get(name="Fjords")
    stale = office.post(f"/people-admin/teams/{below.pk}/", {"name": "Bays", "parent": "", "version": 7})
    assert stale.status_code == 409
    saved = office.post(f"/people-admin/teams/{below.pk}/", {"name": "Bays", "parent": "", "version": 1})
    assert saved.status_code == 302
    said = office.post(f"/people-admin/teams/{north.pk}/remove/", follow=True).content.decode()
    assert "Move the people of North to other teams first." in said
    said = office.post(f"/people-admin/teams/{below.pk}/remove/", follow=True).content.decode()
    assert "Team Bays was removed." in said


def test_moving_in_the_browser(ada: User, lena: User, vela: Account, south: Team, browser: Open) -> None:
    address = f"/people-admin/{lena.pk}/teams/"
    assert browser(ada).get(address).status_code == 200
    answer = browser(ada).post(address, {"teams": [south.pk], "accounts_to": south.pk})
    assert answer.status_code == 302
    vela.refresh_from_db()
    assert vela.team == south
