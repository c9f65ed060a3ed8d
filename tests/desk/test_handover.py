"""Handing accounts over for good: everything that hangs on the owner moves in one go, or nothing does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import Account
from contacts.models import NextStep, Promise
from retention.cadence.models import CheckIn
from retention.desk.handover import CannotTakeOver, NothingChosen, hand_over_accounts
from retention.lib.clock import database_now
from retention.team.models import Team, User
from retention.team.roles import Role
from tests.cast import TODAY, join, person


@pytest.fixture
def mara(north: Team) -> User:
    """Another account manager of North."""
    return join(person("mara@keel.test", "Mara Okoye", Role.ACCOUNT_MANAGER), north)


@pytest.fixture
def busy_vela(vela: Account, lena: User, nadia: User) -> Account:
    """Vela with open and settled work of Lena, and a step of Nadia."""
    NextStep.objects.create(account=vela, owner=lena, text="Send the draft", due_on=TODAY)
    NextStep.objects.create(
        account=vela, owner=lena, text="Sent", due_on=TODAY, state="done", settled_by=lena
    )
    NextStep.objects.create(account=vela, owner=nadia, text="Call the sponsor", due_on=TODAY)
    Promise.objects.create(
        account=vela, side="ours", user=lena, text="A price", promised_on=TODAY, due_on=TODAY
    )
    return vela


def test_owner_open_steps_and_promises_move_and_the_rest_stays(
    busy_vela: Account, lena: User, mara: User, nadia: User
) -> None:
    moved = hand_over_accounts(accounts=[busy_vela], to=mara, by=nadia, at=database_now())
    assert (moved.accounts, moved.steps, moved.promises) == (1, 1, 1)
    busy_vela.refresh_from_db()
    assert (busy_vela.owner, busy_vela.team.name) == (mara, "North")
    owners = dict(NextStep.objects.values_list("text", "owner__name"))
    assert owners == {"Send the draft": "Mara Okoye", "Sent": "Lena Voss", "Call the sponsor": "Nadia Reyes"}
    assert Promise.objects.get().user == mara
    assert busy_vela.timeline.filter(kind="account_changed", actor=nadia).exists()


def test_a_team_can_go_along_even_out_of_the_leads_sight(
    busy_vela: Account, nico: User, nadia: User, south: Team
) -> None:
    hand_over_accounts(accounts=[busy_vela], to=nico, team=south, by=nadia, at=database_now())
    busy_vela.refresh_from_db()
    assert (busy_vela.owner, busy_vela.team) == (nico, south)
    assert NextStep.objects.get(text="Send the draft").owner == nico


def test_the_engines_follow_in_the_same_transaction(busy_vela: Account, mara: User, nadia: User) -> None:
    hand_over_accounts(accounts=[busy_vela], to=mara, by=nadia, at=database_now())
    busy_vela.refresh_from_db()
    assert busy_vela.next_step_on == TODAY
    shown = CheckIn.objects.filter(account=busy_vela).order_by("shown_on").first()
    assert busy_vela.next_check_in_on == (shown.shown_on if shown else None)


def test_one_account_out_of_reach_stops_all_of_them(
    busy_vela: Account, orchard: Account, mara: User, nadia: User
) -> None:
    with pytest.raises(PermissionDenied):
        hand_over_accounts(accounts=[busy_vela, orchard], to=mara, by=nadia, at=database_now())
    assert set(Account.objects.values_list("owner__name", flat=True)) == {"Lena Voss", "Nico Brand"}


@pytest.mark.parametrize("who", ["lena", "nico", "sol"])
def test_only_leads_and_admins_hand_over(
    who: str, busy_vela: Account, mara: User, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        hand_over_accounts(accounts=[busy_vela], to=mara, by=request.getfixturevalue(who), at=database_now())


def test_nobody_takes_over_who_cannot_and_nothing_chosen_is_nothing_done(
    busy_vela: Account, sol: User, mara: User, nadia: User
) -> None:
    with pytest.raises(CannotTakeOver):
        hand_over_accounts(accounts=[busy_vela], to=sol, by=nadia, at=database_now())
    with pytest.raises(NothingChosen):
        hand_over_accounts(accounts=[], to=mara, by=nadia, at=database_now())


def test_handing_to_the_owner_changes_nothing(busy_vela: Account, lena: User, nadia: User) -> None:
    moved = hand_over_accounts(accounts=[busy_vela], to=lena, by=nadia, at=database_now())
    assert (moved.accounts, moved.steps) == (0, 0)


def test_the_page_shows_the_accounts_of_a_person_and_hands_the_chosen_ones_over(
    busy_vela: Account, lena: User, mara: User, nadia: User, north: Team, orchard: Account, client: Client
) -> None:
    other = Account.objects.create(name="Tern Logistics", owner=lena, team=north)
    client.force_login(nadia)
    page = client.get(f"/hand-over/?from={lena.pk}").content.decode()
    assert "Vela Hotels" in page
    assert "Tern Logistics" in page
    assert "Nico Brand" not in page.split("Who takes over")[0], "only owners of accounts in sight are offered"
    said = {"accounts": [other.pk], "to": mara.pk, "team": ""}
    answer = client.post(f"/hand-over/?from={lena.pk}", said, follow=True)
    assert "Handed over: accounts 1" in answer.content.decode()
    assert dict(Account.objects.values_list("name", "owner__name"))["Vela Hotels"] == "Lena Voss"
    refused = client.post(f"/hand-over/?from={lena.pk}", {"accounts": [orchard.pk], "to": mara.pk})
    assert refused.status_code == 422
    assert "Orchard" not in refused.content.decode()


def test_accounts_without_an_owner_get_one(ada: User, mara: User, client: Client) -> None:
    stray = Account.objects.create(name="Stray Goods")
    client.force_login(ada)
    assert "Stray Goods" in client.get("/hand-over/?from=none").content.decode()
    client.post("/hand-over/?from=none", {"accounts": [stray.pk], "to": mara.pk})
    stray.refresh_from_db()
    assert stray.owner == mara


@pytest.mark.parametrize("asked", ["", "0", "999999", "9" * 40, "-1", "%00", "none'"])
def test_whatever_is_asked_for_is_answered(nadia: User, vela: Account, client: Client, asked: str) -> None:
    client.force_login(nadia)
    page = client.get(f"/hand-over/?from={asked}")
    assert page.status_code == 200
    assert "Vela Hotels" not in page.content.decode()


def test_the_page_costs_no_more_with_many_accounts(
    nadia: User, lena: User, north: Team, client: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    Account.objects.bulk_create(Account(name=f"Account {n}", owner=lena, team=north) for n in range(60))
    client.force_login(nadia)
    with django_assert_max_num_queries(20):
        page = client.get(f"/hand-over/?from={lena.pk}").content.decode()
    assert "The first 50 are shown." in page
