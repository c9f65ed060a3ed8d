"""Deliverables and kudos through the API."""

import pytest

from accounts.models import Account
from retention.team.models import User
from tests.factories import make_contact

from .conftest import Scripts, fields_at_fault

pytestmark = pytest.mark.django_db


def test_a_deliverable_with_its_people_is_written_changed_and_ended(
    script: Scripts, vela: Account, orchard: Account, lena: User, nico: User
) -> None:
    hers, ana, other = script(lena), make_contact(vela, "Ana Ruiz"), make_contact(orchard)
    body = {"account_id": vela.pk, "name": "Monthly report", "kind": "report"}
    assert fields_at_fault(hers.post("deliverables/", body)) == ["accountable_user_id"]
    made = hers.post("deliverables/", {**body, "accountable_user_id": lena.pk})
    assert made.status_code == 201, made.content
    path = f"deliverables/{made.json()['id']}/"
    assert [row["id"] for row in hers.get("deliverables/", gap="1").json()["results"]] == [made.json()["id"]]
    hers.post(f"{path}parts/", {"part": "responsible", "contact_id": ana.pk})
    full = hers.post(f"{path}recipients/", {"contact_id": ana.pk, "way": "portal"}).json()
    assert (full["parts"][0]["contact_id"], full["recipients"][0]["way"]) == (ana.pk, "portal")
    assert hers.get("deliverables/", gap="1").json()["results"] == []
    wrong = hers.post(f"{path}recipients/", {"contact_id": other.pk, "way": "portal"})
    assert fields_at_fault(wrong) == ["contact_id"]
    changed = hers.patch(path, {"version": 1, "accountable_contact_id": ana.pk}).json()
    assert (changed["accountable_user_id"], changed["accountable_contact_id"]) == (None, ana.pk)
    part = {"part_id": full["parts"][0]["id"]}
    assert hers.post(f"{path}parts-ended/", part).json()["parts"] == []
    received = {"recipient_id": full["recipients"][0]["id"]}
    assert hers.post(f"{path}recipients-ended/", received).json()["recipients"] == []
    assert hers.post(f"{path}end/", {}).json()["ended_on"]
    assert hers.get("deliverables/").json()["results"] == []
    assert script(nico).get(path).status_code == 404


def test_kudos_are_given_and_read_without_a_customer_out_of_sight(
    script: Scripts, vela: Account, lena: User, nico: User
) -> None:
    said = {"to_id": nico.pk, "text": "Calm on the phone", "account_id": vela.pk}
    made = script(lena).post("kudos/", said)
    assert (made.status_code, made.json()["account_id"]) == (201, vela.pk)
    row = script(nico).get("kudos/").json()["results"][0]
    assert (row["text"], row["account_id"], row["by_id"]) == ("Calm on the phone", None, lena.pk)
    assert fields_at_fault(script(nico).post("kudos/", {**said, "account_id": None})) == ["to_id"]
    assert fields_at_fault(script(nico).post("kudos/", {**said, "to_id": lena.pk})) == ["account_id"]
