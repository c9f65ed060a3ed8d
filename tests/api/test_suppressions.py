"""Whom campaigns leave out, through the API."""

from accounts.models import Account
from contacts.actions import log_touchpoint
from retention.lib.clock import database_now
from retention.team.models import User
from tests.factories import make_contact

from .conftest import Scripts, fields_at_fault


def test_a_customers_contact_is_suppressed_with_its_reason(
    script: Scripts, vela: Account, lena: User, nico: User
) -> None:
    ana = make_contact(vela, "Ana Ruiz", email="ana@vela.test")
    row = script(lena).get("suppressions/", email=" ANA@vela.test").json()["results"]
    assert row == [
        {
            "id": ana.pk, "account_id": vela.pk, "email": "ana@vela.test", "suppressed": True,
            "reasons": ["customer"], "why": "They are a customer: no campaigns for prospects.",
        }
    ]  # fmt: skip
    Account.objects.filter(pk=vela.pk).update(stage="former")
    assert script(lena).get(f"suppressions/{ana.pk}/").json()["suppressed"] is False
    assert script(nico).get("suppressions/").json()["results"] == []
    assert script(nico).get(f"suppressions/{ana.pk}/").status_code == 404
    assert fields_at_fault(script(lena).get("suppressions/", mail="x")) == ["mail"]


def test_who_objected_to_campaigns_is_suppressed_for_that_before_anything_else(
    script: Scripts, vela: Account, lena: User
) -> None:
    ana = make_contact(vela, "Ana Ruiz")
    said = {"contact_id": ana.pk, "purpose": "marketing", "came_by": "form"}
    made = script(lena).post("objections/", said)
    assert made.status_code == 201, made.content
    row = script(lena).get(f"suppressions/{ana.pk}/").json()
    assert (row["reasons"][0], row["why"]) == ("objected", "They objected to campaigns.")
    assert script(lena).get("objections/", standing="1").json()["results"] == [made.json()]
    path = f"objections/{made.json()['id']}/lift/"
    lifted = script(lena).post(path, {"why": "She subscribed again", "on": made.json()["since"]})
    assert lifted.status_code == 200, lifted.content
    assert "objected" not in script(lena).get(f"suppressions/{ana.pk}/").json()["reasons"]
    assert script(lena).get("objections/", standing="1").json()["results"] == []


def test_who_heard_from_us_often_enough_is_left_out_of_bulk_mail(
    script: Scripts, vela: Account, lena: User
) -> None:
    ana, at = make_contact(vela, "Ana Ruiz", most_in_30_days=1), database_now()
    log_touchpoint(
        account=vela, contacts=[ana], channel="email", happened_at=at, by=lena, at=at, outcome="bulk",
        direction="outbound", purpose="admin",
    )  # fmt: skip
    assert script(lena).get(f"suppressions/{ana.pk}/").json()["reasons"] == ["enough", "customer"]
    told = script(lena).get(f"contacts/{ana.pk}/habits/").json()
    assert (told["reached"], told["most"], told["suggested_channel"]) == (1, 1, None)
    assert told["mix"]["is_about_us"] is True and told["mix"]["share_about_us"] == 1.0
