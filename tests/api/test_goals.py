"""Targets, measurements, value and changes through the API: other systems tell, as often as they like."""

from datetime import timedelta
from typing import Any

from accounts.models import Account
from plans.models import ChangeRecord, Measurement, RoiTarget, ValueEntry
from retention.lib.clock import database_now
from retention.team.models import User
from tests.factories import make_contact

from .conftest import Scripts, fields_at_fault


def days(back: int) -> str:
    return str(database_now().date() - timedelta(days=back))


def target_of(account: Account, **changes: Any) -> dict[str, Any]:
    return {
        "account_id": account.pk, "metric": "Minutes at the desk", "unit": "minutes", "direction": "lower",
        "baseline": "12", "baseline_on": days(100), "target": "6", "due_on": days(-100), **changes,
    }  # fmt: skip


def test_a_target_is_put_agreed_and_moved_by_a_change_only(
    script: Scripts, lena: User, vela: Account
) -> None:
    crm, who = script(lena, "goals:read", "goals:write"), make_contact(vela).pk
    old = "roi-targets/by-external-id/crm/T-7/"
    made = crm.put(old, target_of(vela))
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    assert made.json()["external_ids"] == {"crm": "T-7"}
    assert (crm.put(old, target_of(vela)).json()["version"], RoiTarget.objects.count()) == (1, 1)
    assert crm.put(old, target_of(vela, target="7")).json()["target"] == "7.0000"
    agreed = crm.post(f"roi-targets/{number}/agree/", {"contact_id": who})
    assert (agreed.status_code, agreed.json()["state"], agreed.json()["agreed_on"]) == (
        200,
        "agreed",
        days(0),
    )
    assert crm.put(old, target_of(vela, target="7")).status_code == 200, "the same again is fine"
    moved = crm.put(old, target_of(vela, target="8"))
    assert moved.status_code == 409 and fields_at_fault(moved) == ["target"]
    change = crm.post("change-records/", {
        "account_id": vela.pk, "target_id": number, "target_after": "8", "contact_id": who,
        "asked_on": days(0), "effect": "A minute less saved",
    })  # fmt: skip
    assert change.status_code == 201, change.content
    decided = crm.post(f"change-records/{change.json()['id']}/decide/", {"decision": "accepted"})
    assert decided.json()["decision"] == "accepted"
    assert crm.get(f"roi-targets/{number}/").json()["target"] == "8.0000"
    ChangeRecord.objects.update(decided_on=days(11), asked_on=days(12))
    assert len(crm.get("change-records/", absorbed="1").json()["results"]) == 1


def test_milestones_are_read_as_they_are_written_and_stay_once_agreed(
    script: Scripts, lena: User, vela: Account
) -> None:
    crm, who = script(lena), make_contact(vela).pk
    said = [{"on": days(-50), "value": "8"}, {"on": days(0), "value": "10.5"}]
    made = crm.post("roi-targets/", target_of(vela, milestones=said))
    assert made.status_code == 201, made.json()
    read = said[::-1]
    number = made.json()["id"]
    assert made.json()["milestones"] == read
    assert crm.get(f"roi-targets/{number}/").json()["milestones"] == read
    one = crm.patch(f"roi-targets/{number}/", {"milestones": said[:1], "version": 1})
    assert (one.json()["version"], one.json()["milestones"]) == (2, read[1:])
    for wrong in (
        [{"on": days(-50)}],
        [{"on": "soon", "value": "8"}],
        [{**said[0], "of": 1}],
        said * 20,
        "x",
    ):
        refused = crm.patch(f"roi-targets/{number}/", {"milestones": wrong, "version": 2})
        assert refused.status_code == 400, wrong
    back = crm.patch(f"roi-targets/{number}/", {"milestones": [{"on": days(0), "value": "13"}], "version": 2})
    assert back.status_code == 400 and fields_at_fault(back) == ["milestones"]
    assert crm.post(f"roi-targets/{number}/agree/", {"contact_id": who}).status_code == 200
    asked = {"account_id": vela.pk, "target_id": number, "contact_id": who, "effect": "Sooner",
             "asked_on": days(0), "due_after": days(-50)}  # fmt: skip
    change = crm.post("change-records/", asked).json()
    assert change["leaves_behind"] == [said[0]]
    declined = crm.post(f"change-records/{change['id']}/decide/", {"decision": "declined"})
    assert declined.json()["leaves_behind"] == []
    moved = crm.patch(f"roi-targets/{number}/", {"milestones": [], "version": 3})
    assert moved.status_code == 409 and fields_at_fault(moved) == ["milestones"]


def test_measurements_keep_their_id_through_corrections(script: Scripts, lena: User, vela: Account) -> None:
    feed = script(lena)
    number = feed.post("roi-targets/", target_of(vela)).json()["id"]
    old = "measurements/by-external-id/bi/M-1/"
    said = {
        "target_id": number,
        "measured_on": days(3),
        "value": "9",
        "evidence": "Report",
        "unit": "minutes",
    }
    made = feed.put(old, said)
    assert made.status_code == 201, made.content
    again = feed.put(old, {**said, "value": "8.5"})
    assert (again.status_code, again.json()["id"], again.json()["version"]) == (200, made.json()["id"], 2)
    assert feed.put(old, {**said, "value": "8.5"}).json()["version"] == 2
    assert feed.get(f"measurements/{made.json()['id']}/").json()["value"] == "8.5000"
    for changes, field in (
        ({"unit": "hours"}, "unit"),
        ({"measured_on": days(101)}, "measured_on"),
        ({"measured_on": days(-1)}, "measured_on"),
        ({"evidence": ""}, "evidence"),
        ({"value": "NaN"}, "value"),
        ({"measured_on": days(3)}, "measured_on"),
    ):
        refused = feed.post("measurements/", {**said, "measured_on": days(2), **changes})
        assert refused.status_code in (400, 409), (changes, refused.content)
        assert fields_at_fault(refused) == [field], changes
    void = feed.post(f"measurements/{made.json()['id']}/void/", {"reason": "Another site"})
    assert (void.json()["is_void"], Measurement.objects.count()) == (True, 3)


def test_value_is_confirmed_by_a_contact_of_the_account(
    script: Scripts, lena: User, vela: Account, orchard: Account
) -> None:
    feed, who = script(lena, "value:read", "value:write"), make_contact(vela).pk
    said = {"account_id": vela.pk, "what": "Shorter queues", "happened_on": days(5), "evidence": "Counts"}
    number = feed.post("value-entries/", said).json()["id"]
    other = feed.post(f"value-entries/{number}/confirm/", {"contact_id": make_contact(orchard).pk})
    assert (other.status_code, fields_at_fault(other)) == (400, ["contact_id"])
    done = feed.post(f"value-entries/{number}/confirm/", {"contact_id": who, "channel": "review"})
    assert (done.status_code, done.json()["state"], done.json()["answered_by_id"]) == (200, "confirmed", who)
    changed = feed.patch(f"value-entries/{number}/", {"what": "Longer queues", "version": 2})
    assert changed.status_code == 409
    assert ValueEntry.objects.get().what == "Shorter queues"
    assert script(lena, "goals:read").get("value-entries/").status_code == 403


def test_what_is_not_visible_does_not_exist(script: Scripts, lena: User, nico: User, vela: Account) -> None:
    number = script(lena).post("roi-targets/", target_of(vela)).json()["id"]
    stranger = script(nico)
    assert stranger.get("roi-targets/").json()["results"] == []
    assert stranger.get(f"roi-targets/{number}/").status_code == 404
    assert stranger.post(f"roi-targets/{number}/withdraw/", {"reason": "x"}).status_code == 404
    assert fields_at_fault(stranger.post("roi-targets/", target_of(vela))) == ["account_id"]


def test_a_change_record_is_never_edited(script: Scripts, lena: User, vela: Account) -> None:
    crm = script(lena)
    said = {
        "account_id": vela.pk, "what": "Roll-out", "scope_before": "Two sites", "scope_after": "Five sites",
        "side": "ours", "asked_on": days(1), "effect": "Three weeks more",
    }  # fmt: skip
    old = "change-records/by-external-id/crm/C-1/"
    assert crm.put(old, said).status_code == 201
    assert crm.put(old, said).status_code == 200
    refused = crm.put(old, {**said, "effect": "Nothing"})
    assert (refused.status_code, fields_at_fault(refused)) == (409, ["effect"])
