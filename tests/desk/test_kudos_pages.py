"""Kudos on the page: given, read, and without the name of a customer out of sight."""

import pytest
from django.test import Client

from accounts.models import Account
from contacts.actions.voice import write_feedback
from retention.lib.clock import database_now
from retention.team.models import Team, User
from retention.teamwork.models import Kudos
from tests.cast import join, person

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_colleague_is_praised_and_told(vela: Account, lena: User, nico: User) -> None:
    hers = signed_in(lena)
    assert "No praise yet" in hers.get("/kudos/").content.decode()
    said = {"to": nico.pk, "text": "", "account": "Vela Hotels"}
    assert hers.post("/kudos/new/", said).status_code == 422
    assert not Kudos.objects.exists()
    assert hers.post("/kudos/new/", {**said, "text": "Calm on the phone"}).status_code == 302
    page = hers.get("/kudos/?by=me").content.decode()
    assert "Calm on the phone" in page and "Vela Hotels" in page
    his = signed_in(nico)
    page = his.get("/kudos/").content.decode()
    assert "Calm on the phone" in page and "Vela Hotels" not in page
    assert "Lena Voss praised you" in his.get("/notifications/").content.decode()


def test_a_customers_words_reach_whom_they_are_for_without_the_customers_name(
    vela: Account, lena: User, south: Team
) -> None:
    tomas = join(person("tomas@keel.test", "Tomas Berg", "account_manager"), south)
    write_feedback(
        account=vela, kind="praise", text="He is quick", about_user=tomas, by=lena, at=database_now()
    )
    page = signed_in(tomas).get("/kudos/").content.decode()
    assert "He is quick" in page and "A customer" in page and "Vela Hotels" not in page
    assert "Vela Hotels" in signed_in(lena).get("/kudos/?customers=true").content.decode()
