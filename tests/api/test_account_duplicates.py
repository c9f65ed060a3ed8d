"""Accounts entered twice, through the API: the pairs, the merger field by field, and taking it back."""

from accounts.models import Account
from contacts.models import AlikeAccounts
from retention.lib.clock import database_now
from retention.team.models import User

from .conftest import Scripts, fields_at_fault


def test_a_pair_is_listed_merged_and_taken_back(
    script: Scripts, lena: User, nico: User, sol: User, vela: Account
) -> None:
    hers = script(lena)
    twin = hers.post("accounts/", {"name": "Vela Hotels AG", "city": "Bonn"}).json()["id"]
    pair = AlikeAccounts.objects.get()
    row = hers.get("account-duplicates/").json()["results"][0]
    assert (row["first_id"], row["second_id"], row["reasons"]) == (vela.pk, twin, ["name"])
    assert script(nico).get("account-duplicates/").json()["results"] == []
    path, today = f"account-duplicates/{pair.pk}", str(database_now().date())
    assert script(sol).post(f"{path}/merge/", {"kept": "first", "on": today}).status_code == 403
    assert fields_at_fault(hers.post(f"{path}/merge/", {"kept": "both", "on": today})) == ["kept"]
    assert fields_at_fault(hers.post(f"{path}/merge/", {"kept": "first", "on": "2099-01-01"})) == ["on"]
    made = hers.post(f"{path}/merge/", {"kept": "first", "on": today, "name": "second"})
    assert made.status_code == 201, made.content
    merger = made.json()
    assert (merger["survivor_id"], merger["merged_id"], merger["undone_at"]) == (vela.pk, twin, None)
    told = hers.get(f"accounts/{vela.pk}/").json()
    assert (told["name"], told["city"]) == ("Vela Hotels AG", "Bonn")
    undone = hers.post(f"account-mergers/{merger['id']}/undo/", {})
    assert undone.status_code == 200, undone.content
    assert undone.json()["undone_by_id"] == lena.pk
    assert hers.get(f"accounts/{vela.pk}/").json()["name"] == "Vela Hotels"
    assert hers.post(f"account-mergers/{merger['id']}/undo/", {}).status_code == 409
    pair = AlikeAccounts.objects.get()
    assert hers.post(f"account-duplicates/{pair.pk}/apart/", {}).json()["state"] == "apart"
