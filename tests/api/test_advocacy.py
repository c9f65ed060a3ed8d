"""The advocacy register, consents and the gate through the API."""

from accounts.models import Account
from contacts.actions.voice import write_feedback
from retention.lib.clock import database_now
from retention.team.models import User
from tests.factories import make_contact

from .conftest import Scripts, fields_at_fault


def test_the_gate_stops_an_ask_with_its_reason(script: Scripts, vela: Account, lena: User) -> None:
    hers = script(lena)
    Account.objects.filter(pk=vela.pk).update(health_band="healthy")
    ana = make_contact(vela, "Ana Ruiz")
    doors = hers.get(f"advocacy/gate/{ana.pk}/").json()
    assert {door["kind"]: door["may_ask"] for door in doors} == dict.fromkeys(
        ("reference", "case_study", "referral", "review", "speaking"), True
    )
    body = {"contact_id": ana.pk, "kind": "referral", "prospect": "Harbour"}
    made = hers.post("advocacy/", body)
    assert (made.status_code, made.json()["asked_by_id"], made.json()["outcome"]) == (201, lena.pk, "waiting")
    again = hers.post("advocacy/", body)
    assert again.status_code == 409 and "Asked on" in again.json()["detail"]
    door = next(each for each in hers.get(f"advocacy/gate/{ana.pk}/").json() if each["kind"] == "referral")
    assert (door["may_ask"], bool(door["from_day"])) == (False, True)
    write_feedback(account=vela, kind="complaint", text="Late", by=lena, at=database_now())
    shut = hers.post("advocacy/", {"contact_id": make_contact(vela).pk, "kind": "review"})
    assert (shut.status_code, fields_at_fault(shut)) == (409, ["kind"])


def test_an_ask_is_answered_and_given_from_the_version_one_has_read(
    script: Scripts, vela: Account, orchard: Account, lena: User, nico: User
) -> None:
    hers = script(lena)
    Account.objects.filter(pk=vela.pk).update(health_band="healthy")
    ana = make_contact(vela, "Ana Ruiz")
    path = f"advocacy/{hers.post('advocacy/', {'contact_id': ana.pk, 'kind': 'reference'}).json()['id']}/"
    assert script(nico).get(path).status_code == 404
    assert script(nico).get(f"advocacy/gate/{ana.pk}/").status_code == 404
    assert hers.post(f"{path}answer/", {"outcome": "agreed"}).status_code == 428
    agreed = hers.post(f"{path}answer/", {"outcome": "agreed", "version": 1})
    assert (agreed.json()["outcome"], agreed.json()["version"]) == ("agreed", 2)
    assert hers.post(f"{path}answer/", {"outcome": "declined", "version": 1}).status_code == 412
    assert hers.post(f"{path}given/", {"version": 2}).status_code == 409
    consent = {"contact_id": ana.pk, "kind": "reference", "scope": "Calls"}
    stranger = make_contact(orchard)
    refused = hers.post("advocacy-consents/", consent | {"given_by_id": stranger.pk})
    assert (refused.status_code, fields_at_fault(refused)) == (400, ["given_by_id"])
    stood = hers.post("advocacy-consents/", consent)
    assert (stood.status_code, stood.json()["given_by_id"]) == (201, ana.pk)
    came = {"version": 2, "worth": "40000.00", "result": "They signed"}
    given = hers.post(f"{path}given/", came).json()
    assert (given["outcome"], given["worth"], given["currency"]) == ("given", "40000.00", "EUR")
    assert [row["id"] for row in hers.get("advocacy/?outcome=given&kind=reference").json()["results"]] == [
        given["id"]
    ]
    withdrawn = hers.post(f"advocacy-consents/{stood.json()['id']}/withdraw/", {})
    assert (withdrawn.status_code, withdrawn.json()["was_withdrawn"]) == (200, True)
    assert hers.get("advocacy-consents/").json()["results"] == []
    assert len(hers.get("advocacy-consents/?ended=1").json()["results"]) == 1
