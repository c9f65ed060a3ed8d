"""Nobody leaves while anything is theirs, and nobody is left who cannot be replaced."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import Client

from accounts.models import Account, AccountTeamMember
from contacts.models import NextStep, Promise
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.team.actions.leaving import (
    AlreadyLeft,
    CannotReceive,
    NotYourself,
    WorkIsOpen,
    deactivate_person,
    hand_over_work,
    reactivate_person,
)
from retention.team.actions.rights import LastAdmin, NotAPerson
from retention.team.models import Absence, Session, Team, User
from retention.team.open_work import kinds_of_work, open_work_of
from retention.team.roles import Role
from tests.cast import join, person

DAY = date(2026, 12, 1)


@pytest.fixture
def mara(north: Team) -> User:
    """Another account manager of North, who can take over."""
    return join(person("mara@keel.test", "Mara Okoye", Role.ACCOUNT_MANAGER), north)


@pytest.fixture
def busy_lena(lena: User, vela: Account, nadia: User, north: Team) -> User:
    """Lena with one thing of every kind but leadership."""
    other = Account.objects.create(name="Tern Logistics", owner=nadia, backup_owner=lena, team=north)
    AccountTeamMember.objects.create(account=other, user=lena, function="delivery", may_edit=True)
    NextStep.objects.create(account=vela, owner=lena, text="Send the draft", due_on=DAY)
    Promise.objects.create(
        account=other, side="ours", user=lena, text="A price by Friday", promised_on=DAY, due_on=DAY
    )
    today = database_now().date()
    Absence.objects.create(user=nadia, delegate=lena, starts_on=today, ends_on=today + timedelta(days=3))
    return lena


def test_every_kind_of_work_is_registered_in_the_order_of_handing_over(db: None) -> None:
    assert [kind.name for kind in kinds_of_work()] == [
        "led_teams",
        "owned_accounts",
        "backed_accounts",
        "account_team_places",
        "covers",
        "next_steps",
        "promises",
        "feedback",
        "plans",
        "kpis",
        "share_links",
        "reports",
        "reports_to_approve",
        "reports_read",
        "executive_pairs",
        "answered_for",
        "deliverable_parts",
        "mentions",
        "walk_steps",
    ]


def test_nobody_is_deactivated_while_anything_is_theirs(busy_lena: User, ada: User) -> None:
    with pytest.raises(WorkIsOpen) as refused:
        deactivate_person(person=busy_lena, by=ada, at=database_now())
    assert refused.value.kinds == {
        "owned_accounts": 1,
        "backed_accounts": 1,
        "account_team_places": 1,
        "covers": 1,
        "next_steps": 1,
        "promises": 1,
    }
    busy_lena.refresh_from_db()
    assert busy_lena.is_active


def test_handing_everything_over_leaves_nothing_behind(busy_lena: User, mara: User, ada: User) -> None:
    receivers = dict.fromkeys((kind.name for kind in kinds_of_work()), mara)
    moved = deactivate_person(person=busy_lena, receivers=receivers, by=ada, at=database_now())
    assert set(moved.values()) == {1}
    assert open_work_of(busy_lena) == {}
    assert open_work_of(mara).keys() == moved.keys()
    busy_lena.refresh_from_db()
    assert not busy_lena.is_active
    assert Account.objects.get(name="Vela Hotels").team.name == "North", "the account's team stays"
    kept = AccountTeamMember.objects.get(user=mara)
    assert (kept.function, kept.may_edit) == ("delivery", True)
    assert busy_lena.people_events.latest("id").text == "Lena Voss was deactivated."


def test_half_a_handover_changes_nothing(busy_lena: User, mara: User, ada: User, vela: Account) -> None:
    with pytest.raises(WorkIsOpen):
        deactivate_person(person=busy_lena, receivers={"owned_accounts": mara}, by=ada, at=database_now())
    vela.refresh_from_db()
    assert vela.owner == busy_lena


def test_a_backup_may_go_to_nobody_but_an_account_may_not(busy_lena: User, mara: User, ada: User) -> None:
    everything: dict[str, User | None] = dict.fromkeys((kind.name for kind in kinds_of_work()), mara)
    with pytest.raises(CannotReceive, match="choose who takes over"):
        at = database_now()
        deactivate_person(person=busy_lena, receivers={**everything, "owned_accounts": None}, by=ada, at=at)
    left = {**everything, "backed_accounts": None, "account_team_places": None, "covers": None}
    deactivate_person(person=busy_lena, receivers=left, by=ada, at=database_now())
    assert not Account.objects.filter(backup_owner__isnull=False).exists()


def test_a_viewer_cannot_take_over_accounts(busy_lena: User, sol: User, ada: User) -> None:
    with pytest.raises(CannotReceive, match=r"Sol Iwu \(Viewer\) cannot take this over"):
        hand_over_work(person=busy_lena, receivers={"owned_accounts": sol}, by=ada, at=database_now())


def test_steps_go_only_to_somebody_who_sees_the_account(busy_lena: User, nico: User, ada: User) -> None:
    with pytest.raises(DomainError, match="Nico Brand does not see Vela Hotels"):
        hand_over_work(person=busy_lena, receivers={"next_steps": nico}, by=ada, at=database_now())
    assert NextStep.objects.get().owner == busy_lena


def test_handing_a_backup_to_the_owner_leaves_no_backup(busy_lena: User, nadia: User, ada: User) -> None:
    hand_over_work(person=busy_lena, receivers={"backed_accounts": nadia}, by=ada, at=database_now())
    assert Account.objects.get(name="Tern Logistics").backup_owner is None


def test_the_only_lead_of_a_team_hands_the_team_over(nadia: User, north: Team, ada: User) -> None:
    with pytest.raises(WorkIsOpen):
        deactivate_person(person=nadia, by=ada, at=database_now())
    deactivate_person(person=nadia, receivers={"led_teams": ada}, by=ada, at=database_now())
    assert list(north.memberships.filter(is_lead=True).values_list("user__name", flat=True)) == ["Ada Lovell"]


def test_an_account_manager_cannot_take_over_a_team(nadia: User, lena: User, ada: User) -> None:
    with pytest.raises(CannotReceive, match="cannot take this over"):
        hand_over_work(person=nadia, receivers={"led_teams": lena}, by=ada, at=database_now())


def test_deactivating_ends_every_session_at_once(
    nico: User, ada: User, browser: Callable[..., Client]
) -> None:
    clients = [browser(nico), browser(nico)]
    deactivate_person(person=nico, by=ada, at=database_now())
    assert not Session.objects.filter(user=nico).exists()
    assert [client.get("/settings/profile/").status_code for client in clients] == [302, 302]


@pytest.mark.parametrize("who", ["lena", "nadia", "sol"])
def test_only_admins_deactivate(who: str, nico: User, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        deactivate_person(person=nico, by=request.getfixturevalue(who), at=database_now())
    nico.refresh_from_db()
    assert nico.is_active


def test_nobody_deactivates_themselves_or_the_machine_or_the_last_admin(ada: User, machine: User) -> None:
    with pytest.raises(NotYourself):
        deactivate_person(person=ada, by=ada, at=database_now())
    with pytest.raises(LastAdmin):
        deactivate_person(person=ada, by=machine, at=database_now())
    with pytest.raises(NotAPerson):
        deactivate_person(person=machine, by=ada, at=database_now())


@pytest.mark.django_db(transaction=True)
def test_two_admins_cannot_deactivate_each_other_at_the_same_moment() -> None:
    admins = [person(f"admin{n}@keel.test", f"Admin {n}", Role.ADMIN) for n in (1, 2)]
    together = Barrier(2)

    def strike(pair: tuple[User, User]) -> str:
        together.wait()
        try:
            deactivate_person(person=pair[1], by=User.objects.get(pk=pair[0].pk), at=database_now())
        except DomainError as error:
            return type(error).__name__
        except PermissionDenied:
            return "PermissionDenied"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(strike, [(admins[0], admins[1]), (admins[1], admins[0])]))
    assert sorted(results) == ["LastAdmin", "done"]
    assert User.objects.filter(role=Role.ADMIN, is_active=True).count() == 1


def test_coming_back_takes_a_fresh_link_not_the_old_password(nico: User, ada: User) -> None:
    deactivate_person(person=nico, by=ada, at=database_now())
    with pytest.raises(AlreadyLeft):
        deactivate_person(person=nico, by=ada, at=database_now())
    back = reactivate_person(person=nico, by=ada, at=database_now())
    assert "/invitation/" in back.link
    nico.refresh_from_db()
    assert nico.is_active
    assert not nico.has_usable_password()
