"""Who is this: every colleague by name, with who leads them; every step has somebody who answers for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, AccountTeamMember
from retention.lib.clock import database_now
from retention.team.models import Absence, Team, User
from retention.team.roles import Role
from retention.walks.colleagues import answerable, colleagues, told
from tests.cast import join, person
from tests.desk.book import BUDGET, signed_in

pytestmark = pytest.mark.django_db


def test_function_team_lead_and_backup_of_a_colleague(
    vela: Account, lena: User, nico: User, nadia: User
) -> None:
    today = database_now().date()
    Account.objects.filter(pk=vela.pk).update(backup_owner=nadia)
    AccountTeamMember.objects.create(account=vela, user=lena, function="support")
    Absence.objects.create(user=nico, starts_on=today, ends_on=today + timedelta(days=1), delegate=lena)
    found = {who.person.name: who for who in told(colleagues(), on=today)}
    hers, his = found[lena.name], found[nico.name]
    assert hers.functions == ("Account manager", "Support")
    assert ([team.name for team in hers.teams], hers.leads, hers.backups) == (["North"], (nadia,), (nadia,))
    assert his.stand_in == lena and hers.stand_in is None
    assert found[nadia.name].leads == (), "nobody stands above North"


def test_a_lead_is_led_by_the_lead_of_the_team_above(north: Team, nadia: User) -> None:
    above = Team.objects.create(name="Europe")
    chief = join(person("eva@keel.test", "Eva Lund", Role.TEAM_LEAD), above, is_lead=True)
    Team.objects.filter(pk=north.pk).update(parent=above)
    found = {who.person.name: who for who in told(colleagues(), on=database_now().date())}
    assert found[nadia.name].leads == (chief,)


def test_what_nobody_holds_is_answered_for_by_a_team_with_its_lead_else_the_owner(
    vela: Account, lena: User, nadia: User
) -> None:
    found = answerable(vela)
    assert found.team == vela.team and found.people == (nadia,)
    vela.team = None
    assert answerable(vela).people == (lena,) and answerable(vela).team is None


def test_everybody_finds_a_colleague_by_name_and_nobody_reads_an_address(
    vela: Account, lena: User, nico: User
) -> None:
    his = signed_in(nico)
    page = his.get(f"/colleagues/?q={lena.name[:4].lower()}").content.decode()
    assert lena.name in page and f"/colleagues/{nico.pk}/" not in page.split("<main")[1]
    one = his.get(f"/colleagues/{lena.pk}/").content.decode()
    assert lena.name in one and lena.email not in one and vela.name not in one
    row = his.get(f"/api/v1/colleagues/{lena.pk}/").json()
    assert row["functions"] == ["Account manager"] and "email" not in row


def test_pages_of_colleagues_turn_and_stay_within_their_budget(lena: User) -> None:
    for number in range(60):
        person(f"p{number}@keel.test", f"Person {number:02}", Role.ACCOUNT_MANAGER)
    hers: Client = signed_in(lena)
    with CaptureQueriesContext(connection) as queries:
        first = hers.get("/colleagues/").content.decode()
    assert len(queries) <= BUDGET and "Person 01" in first and "Person 59" not in first
    assert "cursor=" in first
    with CaptureQueriesContext(connection) as queries:
        assert hers.get(f"/colleagues/{lena.pk}/").status_code == 200
    assert len(queries) <= BUDGET
