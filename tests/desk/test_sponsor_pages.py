"""Executive sponsors on the pages: brought together, briefed, followed up, handed over, missing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from contacts.models import Contact
from retention.lib.clock import database_now
from retention.team.models import User
from retention.teamwork.actions.pairs import pair_executives
from retention.teamwork.models import ExecutivePairing, PairTalk, SponsorLimit
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(lena: User) -> Client:
    client = Client()
    client.force_login(lena)
    return client


@pytest.fixture
def ana(vela: Account) -> Contact:
    return make_contact(vela, "Ana Ruiz")


@pytest.fixture
def row(vela: Account, lena: User, ana: Contact) -> ExecutivePairing:
    return pair_executives(account=vela, user=lena, contact=ana, by=lena, at=database_now(), topics="Prices")


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_gap_is_shown_until_two_are_brought_together(
    vela: Account, lena: User, ana: Contact, hers: Client
) -> None:
    assert "A customer of the top tier without an executive sponsor" in text_of(hers, f"/accounts/{vela.pk}/")
    assert "Vela Hotels" in text_of(hers, "/sponsors/missing/")
    assert "One customer</a> of the top tier has no executive sponsor" in text_of(hers, "/sponsors/")
    path = f"/accounts/{vela.pk}/sponsors/new/"
    wrong = hers.post(path, {"user": lena.pk, "contact": ana.pk, "interval_days": "3", "topics": "Prices"})
    assert wrong.status_code == 422
    assert "Prices" in wrong.content.decode()
    assert not ExecutivePairing.objects.exists()
    said = {"user": lena.pk, "contact": ana.pk, "interval_days": "", "topics": "Prices", "planned_on": ""}
    assert hers.post(path, said).status_code == 302
    assert "Nobody is missing" in text_of(hers, "/sponsors/missing/")
    assert "Lena Voss and Ana Ruiz" in text_of(hers, f"/accounts/{vela.pk}/#sponsors")


def test_a_late_talk_and_a_late_follow_up_stand_on_the_account_in_my_day_and_in_the_list(
    vela: Account, row: ExecutivePairing, lena: User, ana: Contact, hers: Client
) -> None:
    day = database_now().date()
    ExecutivePairing.objects.update(talk_on=day - timedelta(days=3), planned_on=day - timedelta(days=3))
    touch = vela.touchpoints.create(
        happened_at=database_now(), channel="call", is_qualifying=True, logged_by=lena
    )
    before = day - timedelta(days=9)
    PairTalk.objects.create(pairing=row, touchpoint=touch, held_on=before, follow_up_by=before)
    account = text_of(hers, f"/accounts/{vela.pk}/")
    assert "3 days late" in account and "follow-up late" in account
    mine = text_of(hers, "/day/")
    assert "Talk with Ana Ruiz, as their executive sponsor" in mine
    assert "Say what follows from the talk with Ana Ruiz" in mine
    assert "One talk is" in text_of(hers, "/sponsors/")
    assert "Ana Ruiz" in text_of(hers, "/sponsors/?waiting=1")
    talk = touch.pair_talks.get()
    assert hers.post(f"/sponsor-talks/{talk.pk}/follow-up/", {"text": "Nothing"}).status_code == 302
    assert "Ana Ruiz" not in text_of(hers, "/sponsors/?waiting=1")


def test_a_pair_is_agreed_changed_handed_over_and_ended(
    vela: Account, row: ExecutivePairing, nadia: User, hers: Client
) -> None:
    own = f"/sponsors/{row.pk}/"
    ahead = database_now().date() + timedelta(days=20)
    assert hers.post(f"{own}plan/", {"on": ahead.isoformat()}).status_code == 302
    assert "Agreed" in text_of(hers, own)
    said = {"interval_days": "60", "topics": "Prices", "version": "1"}
    assert hers.post(f"{own}edit/", said).status_code == 409
    assert hers.post(f"{own}edit/", {**said, "version": "2"}).status_code == 302
    assert hers.post(f"{own}hand-over/", {"to": nadia.pk}).status_code == 302
    assert "Nadia Reyes took over" in text_of(hers, own)
    new = ExecutivePairing.objects.current().get()
    assert hers.post(f"/sponsors/{new.pk}/end/", {"reason": ""}).status_code == 422
    assert hers.post(f"/sponsors/{new.pk}/end/", {"reason": "They merged"}).status_code == 302
    assert "no pair since" in text_of(hers, f"/sponsors/{new.pk}/")


def test_a_lead_sees_and_sets_how_many_pairs_each_keeps(
    row: ExecutivePairing, lena: User, nadia: User, hers: Client
) -> None:
    theirs = Client()
    theirs.force_login(nadia)
    assert "1 of 8 pairs" in text_of(theirs, "/sponsors/")
    assert "of 8 pairs" not in text_of(hers, "/sponsors/")
    assert theirs.post(f"/sponsors/limits/{lena.pk}/", {"pairs": "1"}).status_code == 302
    assert SponsorLimit.objects.get().pairs == 1
    assert "1 of 1 pairs" in text_of(theirs, "/sponsors/") and "Full" in text_of(theirs, "/sponsors/")


def test_another_team_finds_no_pair(row: ExecutivePairing, nico: User) -> None:
    client = Client()
    client.force_login(nico)
    assert client.get(f"/sponsors/{row.pk}/").status_code == 404
    assert "Ana Ruiz" not in text_of(client, "/sponsors/")


def test_thirty_pairs_cost_as_many_queries_as_three(
    vela: Account, row: ExecutivePairing, nadia: User, lena: User,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:  # fmt: skip
    client = Client()
    client.force_login(nadia)
    columns = {"interval_days": 90, "starts_on": row.starts_on, "due_on": row.due_on, "talk_on": row.talk_on}
    for number in range(30):
        contact = make_contact(vela, f"Chief {number}")
        ExecutivePairing.objects.create(account=vela, user=lena, contact=contact, **columns)
    text_of(client, "/sponsors/")
    with django_assert_max_num_queries(25):
        text_of(client, "/sponsors/")
    with django_assert_max_num_queries(25):
        text_of(client, f"/sponsors/{row.pk}/")
    with django_assert_max_num_queries(25):
        text_of(client, f"/accounts/{vela.pk}/")
