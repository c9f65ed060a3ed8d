"""What customers say, through the API."""

from accounts.models import Account
from retention.team.models import User
from tests.factories import make_contact

from .conftest import Scripts, fields_at_fault


def test_a_complaint_goes_its_way_and_comes_back(
    script: Scripts, vela: Account, lena: User, nico: User
) -> None:
    hers = script(lena)
    made = hers.post("feedback/", {"account_id": vela.pk, "kind": "complaint", "text": "Late again"})
    assert made.status_code == 201, made.content
    path = f"feedback/{made.json()['id']}/"
    assert hers.post(f"{path}close/", {"outcome": "x"}).status_code == 409
    assert hers.post(f"{path}reply/", {"reply": "We look"}).json()["state"] == "replied"
    assert hers.post(f"{path}close/", {"outcome": "Fixed"}).json()["state"] == "closed"
    assert hers.get("feedback/").json()["results"] == []
    assert len(hers.get("feedback/", state="closed").json()["results"]) == 1
    assert hers.post(f"{path}reopen/").json()["state"] == "replied"
    assert script(nico).post(f"{path}reply/", {"reply": "x"}).status_code == 404
    assert fields_at_fault(hers.post("feedback/", {"account_id": vela.pk, "kind": "rant", "text": "x"})) == [
        "kind"
    ]


def test_a_question_is_asked_once_a_quarter_and_its_link_is_told_once(
    script: Scripts, vela: Account, lena: User
) -> None:
    hers, ana = script(lena), make_contact(vela, "Ana Ruiz")
    asked = hers.post("surveys/", {"contact_id": ana.pk, "kind": "nps"})
    assert asked.status_code == 201 and "/answer/" in asked.json()["link"]
    assert hers.post("surveys/", {"contact_id": ana.pk, "kind": "csat"}).status_code == 409
    row = hers.get(f"surveys/{asked.json()['id']}/").json()
    assert "link" not in row and row["score"] is None
    assert len(hers.get("surveys/", answered="false").json()["results"]) == 1
