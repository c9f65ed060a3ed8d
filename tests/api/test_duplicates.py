"""People who may be entered twice, through the API."""

from accounts.models import Account
from contacts.actions import add_contact
from contacts.models import Contact
from retention.team.models import User
from tests.cast import NOON

from .conftest import Scripts, fields_at_fault


def test_a_pair_is_listed_merged_and_taken_apart(
    script: Scripts, vela: Account, lena: User, nico: User
) -> None:
    for phone in ("", "+34 555 012 345"):
        add_contact(account=vela, name="Ana Ruiz", email="ana@vela.test", phone=phone, by=lena, at=NOON)
    hers = script(lena)
    (pair,) = hers.get("duplicates/").json()["results"]
    assert (pair["score"], pair["reasons"]) == (99, ["email", "name", "company"])
    path = f"duplicates/{pair['id']}/"
    assert script(nico).get(path).status_code == 404
    assert fields_at_fault(hers.post(f"{path}merge/", {})) == ["kept"]
    assert fields_at_fault(hers.post(f"{path}merge/", {"kept": "first", "email": "no@vela.test"})) == [
        "email"
    ]
    merged = hers.post(f"{path}merge/", {"kept": "second"})
    assert (merged.status_code, merged.json()["kept_id"]) == (201, pair["second_id"]), merged.content
    assert Contact.objects.count() == 1
    undone = hers.post(f"people-mergers/{merged.json()['id']}/undo/")
    assert undone.status_code == 200 and undone.json()["undone_at"]
    assert Contact.objects.count() == 2
    assert hers.post(f"people-mergers/{merged.json()['id']}/undo/").status_code == 409
    (again,) = hers.get("duplicates/").json()["results"]
    assert hers.post(f"duplicates/{again['id']}/apart/").json()["state"] == "apart"
