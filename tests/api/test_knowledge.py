"""What we know, through the API."""

from accounts.models import Account
from contacts.actions import learn
from contacts.models import KnownFact
from retention.lib.clock import database_now
from retention.team.models import User
from tests.factories import make_contact

from .conftest import Scripts, fields_at_fault


def test_something_is_learned_corrected_and_taken_back(script: Scripts, vela: Account, lena: User) -> None:
    hers, ana = script(lena), make_contact(vela, "Ana Ruiz")
    body = {
        "account_id": vela.pk,
        "topic": "driver",
        "text": "Training",
        "contact_id": ana.pk,
        "importance": 4,
    }
    made = hers.post("knowledge/", body)
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["source"], row["outcome"], row["importance"]) == ("stated", "answered", 4)
    newer = hers.post(f"knowledge/{row['id']}/corrections/", {"performance": 2})
    assert newer.status_code == 201 and newer.json()["supersedes_id"] == row["id"]
    assert hers.post(f"knowledge/{row['id']}/corrections/", {"performance": 3}).status_code == 409
    assert [each["id"] for each in hers.get("knowledge/").json()["results"]] == [newer.json()["id"]]
    assert len(hers.get("knowledge/", is_current="false").json()["results"]) == 1
    assert hers.send("DELETE", f"knowledge/{newer.json()['id']}/", {}).status_code == 204
    assert not KnownFact.objects.current().exists()


def test_bad_input_names_the_field(script: Scripts, vela: Account, orchard: Account, lena: User) -> None:
    body = {"account_id": vela.pk, "topic": "bought", "text": "x"}
    for wrong, field in (
        ({"topic": "gossip"}, "topic"),
        ({"contact_id": make_contact(orchard).pk}, "contact_id"),
        ({"text": "\x00"}, "text"),
        ({"importance": 9}, "importance"),
        ({"is_personal": True}, "is_personal"),
    ):
        assert fields_at_fault(script(lena).post("knowledge/", body | wrong)) == [field], field
    assert not KnownFact.objects.exists()


def test_how_much_is_known_is_told_to_whom_sees_the_account(
    script: Scripts, vela: Account, lena: User, nico: User
) -> None:
    learn(account=vela, topic="exit", text="An outage", by=lena, at=database_now())
    told = script(lena).get(f"knowledge/of-account/{vela.pk}/").json()
    assert (told["share"], told["next_topic"]) == ("0.1053", "return")
    known = [each["topic"] for each in told["answers"] if each["is_known"]]
    assert known == ["exit"]
    assert script(nico).get(f"knowledge/of-account/{vela.pk}/").status_code == 404


def test_whether_they_stay_is_not_in_what_a_lead_reads(
    script: Scripts, vela: Account, lena: User, nadia: User
) -> None:
    ana = make_contact(vela, "Ana Ruiz")
    learn(account=vela, topic="intent", value="leave", contact=ana, by=lena, at=database_now())
    assert len(script(lena).get("knowledge/").json()["results"]) == 1
    assert script(nadia).get("knowledge/").json()["results"] == []


def test_our_own_words_are_published_by_leads_and_read_by_everybody(
    script: Scripts, vela: Account, lena: User, nadia: User
) -> None:
    body = {"differences": [{"name": "Parts overnight", "also": ["Spares by morning"]}]}
    assert script(lena).post("our-words/", body).status_code == 403
    made = script(nadia).post("our-words/", body)
    assert made.status_code == 201, made.content
    assert made.json()["differences"][0]["also"] == ["Spares by morning"]
    learn(account=vela, topic="difference", text="spares by morning", by=lena, at=database_now())
    (row,) = script(lena).get("our-words/standings/").json()
    assert (row["name"], row["accounts"], row["asked"], row["share"]) == ("Parts overnight", 1, 1, "1.0000")
    rating = {"topic": "driver", "text": "On time", "importance": 5, "performance": 2}
    learn(account=vela, by=lena, at=database_now(), **rating)
    (rated,) = script(lena).get("knowledge/ratings/").json()
    assert (rated["words"], rated["accounts"]) == ("On time", 1)
    assert script(lena).get("knowledge/", idle="1").json()["results"] == []
