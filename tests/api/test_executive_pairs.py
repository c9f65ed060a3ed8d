"""Executive pairs through the API."""

from datetime import timedelta

import pytest

from accounts.models import Account
from retention.lib.clock import database_now
from retention.team.models import User
from retention.teamwork.models import PairTalk
from tests.factories import make_contact

from .bodies import call_of
from .conftest import Scripts, fields_at_fault

pytestmark = pytest.mark.django_db


def test_a_pair_is_made_agreed_followed_up_handed_over_and_ended(
    script: Scripts, vela: Account, lena: User, nadia: User
) -> None:
    hers, ana = script(lena), make_contact(vela, "Ana Ruiz")
    assert [row["id"] for row in hers.get("executive-pairs/missing/").json()["results"]] == [vela.pk]
    body = {"account_id": vela.pk, "user_id": lena.pk, "contact_id": ana.pk, "topics": "Prices"}
    made = hers.post("executive-pairs/", body)
    assert made.status_code == 201, made.content
    path = f"executive-pairs/{made.json()['id']}/"
    assert (made.json()["interval_days"], made.json()["talks"]) == (90, [])
    assert hers.get("executive-pairs/missing/").json()["results"] == []
    ahead = str(database_now().date() + timedelta(days=20))
    planned = hers.post(f"{path}plan/", {"on": ahead}).json()
    assert (planned["planned_on"], planned["talk_on"]) == (ahead, ahead)
    hers.post("touchpoints/", call_of(vela, contact_ids=[ana.pk], happened_at=database_now().isoformat()))
    talk = PairTalk.objects.get()
    told = hers.post(f"{path}follow-up/", {"talk_id": talk.pk, "text": "Nothing"})
    assert told.json()["talks"][0]["follow_up"] == "Nothing"
    changed = hers.patch(path, {"version": planned["version"], "interval_days": 60})
    assert changed.json()["interval_days"] == 60
    new = hers.post(f"{path}hand-over/", {"to_id": nadia.pk}).json()
    assert (new["user_id"], new["former_id"]) == (nadia.pk, made.json()["id"])
    assert hers.post(f"executive-pairs/{new['id']}/end/", {"reason": "x"}).json()["end_reason"] == "x"
    assert hers.get("executive-pairs/").json()["results"] == []
    assert len(hers.get("executive-pairs/", ended="1").json()["results"]) == 2


def test_what_cannot_be_is_refused_by_field_and_another_team_sees_nothing(
    script: Scripts, vela: Account, orchard: Account, lena: User, nico: User, nadia: User
) -> None:
    hers, ana, other = script(lena), make_contact(vela, "Ana Ruiz"), make_contact(orchard, "Per Lind")
    body = {"account_id": vela.pk, "user_id": lena.pk, "contact_id": ana.pk}
    for name, wrong in (("contact_id", other.pk), ("user_id", nico.pk), ("interval_days", 1)):
        assert fields_at_fault(hers.post("executive-pairs/", {**body, name: wrong})) == [name]
    made = hers.post("executive-pairs/", body).json()
    assert script(nico).get(f"executive-pairs/{made['id']}/").status_code == 404
    limit = {"user_id": lena.pk, "pairs": 3}
    assert fields_at_fault(hers.post("executive-pairs/limits/", limit)) == ["user_id"]
    assert script(nadia).post("executive-pairs/limits/", limit).json() == limit
