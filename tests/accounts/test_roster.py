"""The account team by function, what is missing against the template, and who was on it before."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions import (
    add_team_member,
    change_team_member,
    publish_team_template,
    remove_team_member,
)
from accounts.actions.team import LeftAlready, OnTheTeamAlready
from accounts.choices import TeamFunction
from accounts.models import Account, AccountTeamMember, TeamTemplate
from accounts.roster import STARTER, gaps
from accounts.rosters import gaps_told, roster_of, template_now, with_team
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY


def test_a_function_lacks_somebody_or_only_a_backup_and_never_both() -> None:
    found = gaps(STARTER["A"], in_charge={"account_manager", "delivery", "legal"}, backed={"delivery"})
    assert [gap.text for gap in found] == [
        "Account manager: no backup", "Executive sponsor: nobody", "Support: nobody", "Finance: nobody",
        "Product: nobody",
    ]  # fmt: skip
    assert gaps(STARTER["D"], in_charge={"account_manager"}, backed=()) == []
    assert gaps({}, in_charge=(), backed=()) == []


def test_the_owner_is_the_account_manager_and_the_backup_owner_stands_behind(
    vela: Account, lena: User, nadia: User
) -> None:
    assert roster_of(vela, lena).gaps[0].text == "Account manager: no backup"
    Account.objects.filter(pk=vela.pk).update(backup_owner=nadia)
    vela.refresh_from_db()
    place = roster_of(vela, lena).places[0]
    assert (place.in_charge, place.backups, place.gap) == (lena, (nadia,), None)
    Account.objects.filter(pk=vela.pk).update(owner=None, backup_owner=None)
    vela.refresh_from_db()
    assert roster_of(vela, nadia).gaps[0].text == "Account manager: nobody"


def test_one_is_in_charge_of_a_function_and_the_next_stands_behind(
    vela: Account, lena: User, nico: User, sol: User
) -> None:
    first = add_team_member(account=vela, user=nico, function="delivery", by=lena, at=NOON)
    second = add_team_member(account=vela, user=sol, function="delivery", by=lena, at=NOON)
    assert (first.is_backup, second.is_backup) == (False, True)
    with pytest.raises(OnTheTeamAlready, match="Nico Brand is in charge"):
        change_team_member(member=second, is_backup=False, by=lena, at=NOON)
    change_team_member(member=first, is_backup=True, by=lena, at=NOON)
    change_team_member(member=second, is_backup=False, by=lena, at=NOON)
    place = next(one for one in roster_of(vela, lena).places if one.function == TeamFunction.DELIVERY)
    assert (place.in_charge, place.backups, place.gap) == (sol, (nico,), None)
    with pytest.raises(IntegrityError, match="account_team_one_in_charge"), transaction.atomic():
        AccountTeamMember.objects.create(account=vela, user=lena, function="delivery")


def test_who_left_stays_in_the_history_sees_nothing_more_and_may_come_back(
    vela: Account, lena: User, nico: User
) -> None:
    since = TODAY - timedelta(days=90)
    member = add_team_member(account=vela, user=nico, function="legal", starts_on=since, by=lena, at=NOON)
    with pytest.raises(DomainError, match="not on the team yet"):
        remove_team_member(member=member, on=since - timedelta(days=1), by=lena, at=NOON)
    remove_team_member(member=member, on=TODAY, by=lena, at=NOON)
    assert not Account.objects.visible_to(nico).exists()
    with pytest.raises(LeftAlready):
        change_team_member(member=member, may_edit=True, by=lena, at=NOON)
    add_team_member(account=vela, user=nico, function="legal", by=lena, at=NOON)
    former = roster_of(vela, lena, with_former=True).former
    assert [(row.user, row.starts_on, row.ends_on) for row in former] == [(nico, since, TODAY)]
    assert roster_of(vela, lena).former == []


@pytest.mark.parametrize("field", ["starts_on", "on"])
def test_nobody_joins_or_leaves_tomorrow(vela: Account, lena: User, nico: User, field: str) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(DomainError) as refused:
        if field == "starts_on":
            add_team_member(account=vela, user=nico, function="legal", starts_on=tomorrow, by=lena, at=NOON)
        else:
            member = add_team_member(account=vela, user=nico, function="legal", by=lena, at=NOON)
            remove_team_member(member=member, on=tomorrow, by=lena, at=NOON)
    assert refused.value.field == field


def test_a_template_is_published_in_versions_by_leads_alone(lena: User, nadia: User, vela: Account) -> None:
    assert template_now().version == 0
    with pytest.raises(PermissionDenied):
        publish_team_template(changes={"needed_A": ["legal"]}, by=lena, at=NOON)
    made = publish_team_template(
        changes={"needed_A": ["legal"], "backed_A": ["legal"]}, by=nadia, at=NOON, expected_version=0
    )
    assert (made.version, made.needs["A"], made.needs["D"]) == (
        1,
        {"legal": True},
        {"account_manager": False},
    )
    assert [gap.text for gap in roster_of(vela, lena).gaps] == ["Legal: nobody"]
    with pytest.raises(StaleVersion):
        publish_team_template(changes={}, by=nadia, at=NOON, expected_version=0)
    with pytest.raises(DomainError) as refused:
        publish_team_template(changes={"backed_B": ["legal"]}, by=nadia, at=NOON)
    assert refused.value.field == "backed_B"
    assert TeamTemplate.objects.count() == 1


def test_an_account_read_with_its_team_tells_the_same_gaps(vela: Account, lena: User, nico: User) -> None:
    add_team_member(account=vela, user=nico, function="delivery", by=lena, at=NOON)
    add_team_member(account=vela, user=lena, function="delivery", by=lena, at=NOON)
    add_team_member(account=vela, user=nico, function="account_manager", by=lena, at=NOON)
    read = with_team(Account.objects.all()).get(pk=vela.pk)
    assert gaps_told(read) == roster_of(vela, lena).gaps
    assert [gap.function for gap in gaps_told(read)] == ["sponsor", "support", "finance", "legal", "product"]
