"""Somebody leaves one seat for another: both stay, and the person is one."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import Account
from contacts.actions.map import assign_role
from contacts.actions.moves import move_job
from contacts.models import Contact, JobMove, Person, RoleOnMap
from contacts.seats import AlreadyThere, NotAPlaceholder
from retention.lib.accepts import InputRefused
from retention.lib.clock import database_now
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact


@pytest.fixture
def fjord(vela: Account, lena: User) -> Account:
    return Account.objects.create(name="Fjord Ferries", owner=lena, team=vela.team, tier="B")


@pytest.fixture
def jonas(vela: Account) -> Contact:
    return make_contact(vela, "Jonas Weller", title="Operations director")


def test_both_seats_stay_and_the_person_is_one(jonas: Contact, fjord: Account, lena: User) -> None:
    role = assign_role(contact=jonas, role="champion", by=lena, at=NOON, on=TODAY - timedelta(days=90))
    day = TODAY - timedelta(days=5)
    joined = move_job(contact=jonas, account=fjord, on=day, title="Fleet director", by=lena, at=NOON)
    jonas.refresh_from_db()
    assert (jonas.status, jonas.departed_on) == ("departed", day)
    assert (joined.account, joined.title, joined.since, joined.person) == (
        fjord, "Fleet director", day, jonas.person,
    )  # fmt: skip
    assert Person.objects.count() == 1
    assert JobMove.objects.values_list("left_contact", "joined_contact", "on").get() == (
        jonas.pk, joined.pk, day,
    )  # fmt: skip
    assert RoleOnMap.objects.get() == role, "what they were there stays with the seat they left"


def test_what_cannot_be_is_refused_and_changes_nothing(
    jonas: Contact, vela: Account, fjord: Account, orchard: Account, lena: User
) -> None:
    waits = Contact.objects.create(account=vela, is_placeholder=True, since=TODAY)
    Contact.objects.create(account=fjord, person=make_contact(vela, "Ruth Adeyemi").person, since=TODAY)
    ruth = Contact.objects.get(account=vela, person__name="Ruth Adeyemi")
    for contact, account, day, refusal in (
        (jonas, vela, TODAY, InputRefused),
        (jonas, fjord, TODAY + timedelta(days=1), InputRefused),
        (jonas, orchard, TODAY, PermissionDenied),
        (waits, fjord, TODAY, NotAPlaceholder),
        (ruth, fjord, TODAY, AlreadyThere),
    ):
        with pytest.raises(refusal):
            move_job(contact=contact, account=account, on=day, by=lena, at=NOON)
    assert not JobMove.objects.exists()
    assert not Contact.objects.filter(status="departed").exists()


def test_the_page_takes_the_account_by_name(
    client: Client, jonas: Contact, fjord: Account, orchard: Account, lena: User
) -> None:
    client.force_login(lena)
    page, today = f"/people/{jonas.pk}/moved/", database_now().date()
    foreign = client.post(page, {"account": orchard.name, "on": f"{today:%Y-%m-%d}"})
    assert foreign.status_code == 422
    assert "No account of yours is called" in foreign.content.decode()
    assert client.post(page, {"account": fjord.name, "on": f"{today:%Y-%m-%d}"}).status_code == 302
    assert Contact.objects.filter(account=fjord, person=jonas.person).exists()
