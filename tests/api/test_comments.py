"""Comments through the API: written, answered, put right, withdrawn, and those that wait for the caller."""

import pytest

from accounts.models import Account
from contacts.models import NextStep
from retention.team.models import User
from tests.cast import TODAY
from tests.factories import make_contact

from .conftest import Scripts, fields_at_fault

pytestmark = pytest.mark.django_db


def test_a_comment_with_a_mention_and_a_follow_up_goes_its_way(
    script: Scripts, vela: Account, orchard: Account, lena: User, nadia: User, nico: User
) -> None:
    hers, theirs = script(lena), script(nadia)
    body = {"account_id": vela.pk, "text": "@nadia they wait"}
    assert fields_at_fault(hers.post("comments/", {**body, "text": "@nico look"})) == ["text"]
    assert fields_at_fault(hers.post("comments/", {**body, "tell_ids": [nico.pk]})) == ["tell_ids"]
    assert fields_at_fault(hers.post("comments/", {**body, "step_text": "Call"})) == ["step_due_on"]
    assert fields_at_fault(hers.post("comments/", {**body, "account_id": orchard.pk})) == ["account_id"]
    ana = make_contact(vela)
    call = {"account_id": vela.pk, "channel": "call", "happened_at": f"{TODAY}T00:00:00Z"}
    touch = hers.post(
        "touchpoints/", {**call, "happened_at": "2026-01-05T09:00:00Z", "contact_ids": [ana.pk]}
    )
    about = {"touchpoint_id": touch.json()["id"]}
    step = {"step_text": "Call them", "step_due_on": str(TODAY), "step_owner_id": nadia.pk}
    made = hers.post("comments/", {**body, **about, **step})
    assert made.status_code == 201, made.content
    row, path = made.json(), f"comments/{made.json()['id']}/"
    assert [each["user_id"] for each in row["mentions"]] == [nadia.pk]
    assert (row["touchpoint_id"], NextStep.objects.get(origin="comment").owner) == (
        about["touchpoint_id"],
        nadia,
    )
    assert [each["id"] for each in theirs.get("comments/", unanswered="1").json()["results"]] == [row["id"]]
    known = theirs.post(f"{path}acknowledge/", {})
    assert known.status_code == 200 and known.json()["mentions"][0]["acknowledged_at"]
    assert theirs.get("comments/", unanswered="1").json()["results"] == []
    assert hers.post(f"{path}acknowledge/", {}).status_code == 404
    answer = theirs.post(f"{path}replies/", {"text": "Sent"}).json()
    assert (answer["parent_id"], answer["touchpoint_id"]) == (row["id"], row["touchpoint_id"])
    assert [each["id"] for each in hers.get("comments/", thread=row["id"]).json()["results"]] == [
        answer["id"]
    ]
    assert theirs.patch(path, {"version": 1, "text": "x"}).status_code == 403
    assert hers.patch(path, {"version": 1, "text": "They do not wait"}).json()["version"] == 2
    assert hers.post(f"{path}withdraw/", {}).json()["text"] == ""
    assert hers.post(f"{path}replies/", {"text": "x"}).status_code == 409
    assert script(nico).get(path).status_code == 404
