"""Promises through the API."""

from datetime import timedelta

from accounts.models import Account
from contacts.models import Promise
from retention.lib.clock import database_now
from retention.team.models import User
from tests.factories import make_contact

from .conftest import Scripts, fields_at_fault


def test_a_promise_is_made_moved_settled_and_opened_again(script: Scripts, vela: Account, lena: User) -> None:
    hers, today = script(lena), database_now().date()
    ana = make_contact(vela, "Ana Ruiz")
    body = {
        "account_id": vela.pk, "side": "ours", "contact_id": ana.pk, "text": "Prices", "wording": "theirs",
        "promised_on": str(today - timedelta(days=3)), "due_on": str(today - timedelta(days=1)),
    }  # fmt: skip
    made = hers.post("promises/", body)
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["user_id"], row["state"], row["is_late"], row["wording"]) == (lena.pk, "open", True, "theirs")
    path = f"promises/{row['id']}/"
    moved = hers.patch(path, {"due_on": str(today), "version": 1})
    assert (moved.json()["due_on"], moved.json()["is_late"]) == (str(today), False)
    assert hers.patch(path, {"due_on": str(today), "version": 1}).status_code == 412
    refused = hers.post(f"{path}settle/", {"state": "withdrawn", "note": "x"})
    assert fields_at_fault(refused) == ["released_by_id"]
    ended = hers.post(f"{path}settle/", {"state": "withdrawn", "note": "x", "released_by_id": ana.pk})
    assert (ended.json()["state"], ended.json()["settled_on"]) == ("withdrawn", str(today))
    assert hers.post(f"{path}reopen/").json()["state"] == "open"
    assert hers.post(f"{path}reopen/").status_code == 409
    assert [each["id"] for each in hers.get("promises/", contact=ana.pk).json()["results"]] == [row["id"]]
    assert hers.get("promises/", late="1").json()["results"] == []


def test_a_promise_of_another_team_is_not_there(
    script: Scripts, vela: Account, lena: User, nico: User, sol: User
) -> None:
    today = database_now().date()
    row = Promise.objects.create(
        account=vela, side="ours", user=lena, text="Prices", promised_on=today, due_on=today
    )
    ending = {"state": "kept"}
    assert script(nico).get("promises/").json()["results"] == []
    assert script(nico).post(f"promises/{row.pk}/settle/", ending).status_code == 404
    assert script(sol).post(f"promises/{row.pk}/settle/", ending).status_code == 403
    assert script(lena, "promises:read").post(f"promises/{row.pk}/settle/", ending).status_code == 403
