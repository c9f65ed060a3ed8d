"""The map of people through the API."""

from datetime import timedelta

from accounts.models import Account
from contacts.models import RoleOnMap, Standing
from retention.lib.clock import database_now
from retention.team.models import User
from tests.factories import make_contact

from .conftest import Scripts, fields_at_fault


def test_the_map_is_written_read_back_and_read_as_it_was(script: Scripts, vela: Account, lena: User) -> None:
    hers, today = script(lena), database_now().date()
    ana, ben = make_contact(vela, "Ana Ruiz"), make_contact(vela, "Ben Okafor")
    before = str(today - timedelta(days=40))
    role = hers.post("map-roles/", {"contact_id": ana.pk, "role": "economic_buyer", "on": before})
    assert role.status_code == 201, role.content
    assert (role.json()["certainty"], role.json()["starts_on"]) == ("assumed", before)
    again = hers.post("map-roles/", {"contact_id": ben.pk, "role": "economic_buyer"})
    assert again.status_code == 409
    assert "one person has the final word" in again.json()["detail"]
    rated = hers.post("map-ratings/", {"contact_id": ana.pk, "influence": 5, "attitude": 1})
    assert (rated.json()["influence"], rated.json()["attitude"]) == (5, 1)
    tie = hers.post("map-ties/", {"contact_id": ana.pk, "user_id": lena.pk, "level": 2, "desired_level": 4})
    assert tie.json()["desired_level"] == 4
    line = hers.post("map-lines/", {"contact_id": ben.pk, "manager_id": ana.pk})
    assert line.json()["manager_id"] == ana.pk
    assert hers.post("map-lines/", {"contact_id": ana.pk, "manager_id": ben.pk}).status_code == 409
    listens = hers.post("map-influences/", {"contact_id": ben.pk, "on_contact_id": ana.pk})
    assert hers.post(f"map-influences/{listens.json()['id']}/end/").json()["ends_on"] == str(today)
    shown = hers.get(f"people-maps/{vela.pk}/").json()
    assert shown["coverage"] is not None
    assert {person["contact_id"] for person in shown["people"]} == {ana.pk, ben.pk}
    assert {"single_thread", "sponsor_gap"} & {flag["code"] for flag in shown["flags"]}
    early = hers.get(f"people-maps/{vela.pk}/", on=str(today - timedelta(days=41))).json()
    assert early["people"][0]["roles"] in ([], ["economic_buyer"]), "the card's role stands without a day"
    assert hers.get("map-roles/", on=str(today - timedelta(days=41))).json()["results"] == []
    assert len(hers.get("map-roles/", contact=ana.pk, on=before).json()["results"]) == 1
    assert hers.post(f"map-roles/{role.json()['id']}/end/").json()["ends_on"] == str(today)
    assert hers.post("map-lines/", {"contact_id": ben.pk, "manager_id": None}).status_code == 204


def test_what_cannot_be_names_its_field(script: Scripts, vela: Account, lena: User, orchard: Account) -> None:
    hers = script(lena)
    ana, stranger = make_contact(vela, "Ana Ruiz"), make_contact(orchard, "Colin Marsh")
    confirmed = {"contact_id": ana.pk, "role": "champion", "certainty": "confirmed"}
    assert fields_at_fault(hers.post("map-roles/", confirmed)) == ["verified_on"]
    assert fields_at_fault(hers.post("map-roles/", {"contact_id": ana.pk, "role": "unknown"})) == ["role"]
    assert fields_at_fault(hers.post("map-roles/", {"contact_id": stranger.pk, "role": "coach"})) == [
        "contact_id"
    ]
    line = {"contact_id": ana.pk, "manager_id": stranger.pk}
    assert fields_at_fault(hers.post("map-lines/", line)) == ["manager_id"]
    bo = make_contact(vela, "Bo Lind")
    assert hers.post("map-lines/", {"contact_id": bo.pk, "manager_id": ana.pk}).status_code in (200, 201)
    buyer = hers.post("map-roles/", {"contact_id": bo.pk, "role": "economic_buyer"})
    assert buyer.status_code in (200, 201), buyer.content
    circle = hers.post("map-lines/", {"contact_id": ana.pk, "manager_id": bo.pk})
    second = hers.post("map-roles/", {"contact_id": ana.pk, "role": "economic_buyer"})
    assert fields_at_fault(circle) == ["manager_id"] and fields_at_fault(second) == ["role"]
    assert hers.get(f"people-maps/{vela.pk}/", on="soon").status_code in (400, 409)
    assert hers.get(f"people-maps/{orchard.pk}/").status_code == 404


def test_attitudes_and_evidence_are_null_outside_the_account_team(
    script: Scripts, vela: Account, lena: User, nadia: User, sol: User
) -> None:
    ana = make_contact(vela, "Ana Ruiz")
    today = database_now().date()
    sure = {"certainty": "confirmed", "verified_on": str(today), "evidence": "Said so"}
    body = {"contact_id": ana.pk, "influence": 4, "attitude": -2, **sure}
    assert script(lena).post("map-ratings/", body).json()["attitude"] == -2
    script(lena).post("map-roles/", {"contact_id": ana.pk, "role": "influencer", **sure})
    for user in (nadia, sol):
        rating = script(user).get(f"map-ratings/{Standing.objects.get().pk}/").json()
        assert (rating["influence"], rating["attitude"], rating["evidence"]) == (4, None, None)
        role = script(user).get(f"map-roles/{RoleOnMap.objects.get().pk}/").json()
        assert (role["role"], role["evidence"]) == ("influencer", None)
        codes = {flag["code"] for flag in script(user).get(f"people-maps/{vela.pk}/").json()["flags"]}
        assert "blocker_unaddressed" not in codes
    assert script(nadia).post("map-ratings/", {"contact_id": ana.pk, "attitude": 2}).status_code == 403
    assert script(lena, "people_map:read").post("map-ratings/", body).status_code == 403


def test_a_decision_has_a_map_of_its_own(
    script: Scripts, vela: Account, lena: User, orchard: Account
) -> None:
    hers = script(lena)
    ana, ben = make_contact(vela, "Ana Ruiz"), make_contact(vela, "Ben Okafor")
    made = hers.post("map-scopes/", {"account_id": vela.pk, "title": "Second hotel"})
    assert (made.status_code, made.json()["kind"]) == (201, "opportunity"), made.content
    scope = made.json()["id"]
    for wrong, field in (
        ({}, "account_id"),
        ({"account_id": vela.pk}, "title"),
        ({"renewal_id": 9}, "renewal_id"),
    ):
        assert fields_at_fault(hers.post("map-scopes/", wrong)) == [field]
    hers.post("map-roles/", {"contact_id": ana.pk, "role": "economic_buyer"})
    there = hers.post("map-roles/", {"contact_id": ben.pk, "role": "economic_buyer", "scope_id": scope})
    assert (there.status_code, there.json()["scope_id"]) == (201, scope), there.content
    rated = hers.post("map-ratings/", {"contact_id": ben.pk, "influence": 5, "scope_id": scope})
    assert rated.json()["scope_id"] == scope
    assert len(hers.get("map-roles/", scope=scope).json()["results"]) == 1
    shown = hers.get(f"people-maps/{vela.pk}/", scope=scope).json()
    parts = {person["contact_id"]: person["roles"] for person in shown["people"]}
    assert (shown["scope_id"], parts[ben.pk]) == (scope, ["economic_buyer"])
    for name in ("scope", "org_unit"):
        assert fields_at_fault(hers.get(f"people-maps/{vela.pk}/", **{name: "999"})) == [name]
    assert hers.post(f"map-scopes/{scope}/close/").json()["closed_on"] == str(database_now().date())
    assert hers.post(f"map-scopes/{scope}/close/").status_code == 409
    late = {"contact_id": ana.pk, "role": "champion", "scope_id": scope}
    assert fields_at_fault(hers.post("map-roles/", late)) == ["scope_id"]
    foreign = {"account_id": orchard.pk, "title": "Theirs"}
    assert fields_at_fault(hers.post("map-scopes/", foreign)) == ["account_id"]


def test_rows_of_the_map_are_kept_in_step_with_another_system(
    script: Scripts, vela: Account, lena: User
) -> None:
    hers, today = script(lena), database_now().date()
    ana, ben = make_contact(vela, "Ana Ruiz"), make_contact(vela, "Ben Okafor")
    before = str(today - timedelta(days=30))
    tries = {
        "map-roles": ({"contact_id": ana.pk, "role": "influencer", "on": before}, {"role": "champion"}),
        "map-ratings": ({"contact_id": ana.pk, "influence": 3, "on": before}, {"influence": 5}),
        "map-ties": ({"contact_id": ana.pk, "user_id": lena.pk, "level": 1, "on": before}, {"level": 3}),
        "map-lines": ({"contact_id": ben.pk, "manager_id": ana.pk, "on": before}, {"manager_id": None}),
        "map-influences": ({"contact_id": ben.pk, "on_contact_id": ana.pk, "on": before}, {"weight": 3}),
    }
    for place, (body, change) in tries.items():
        address = f"{place}/by-external-id/crm/17/"
        made = hers.put(address, body)
        assert (made.status_code, made.json()["external_ids"]) == (201, {"crm": "17"}), made.content
        again = hers.put(address, body)
        assert (again.status_code, again.json()["id"]) == (200, made.json()["id"]), place
        changed = hers.put(address, {**body, "on": str(today), **change})
        assert (changed.status_code, changed.json()["external_ids"]) == (200, {"crm": "17"}), changed.content
        assert {name: changed.json()[name] for name in change} in (change, {"manager_id": ana.pk})
        ended = hers.get(f"{place}/{made.json()['id']}/").json()["ends_on"]
        assert ended == str(today), "what was said before stays, with its last day"
    other = {"contact_id": ben.pk, "influence": 3}
    assert fields_at_fault(hers.put("map-ratings/by-external-id/crm/17/", other)) == ["contact_id"]
    nobody = {"contact_id": ana.pk, "manager_id": None}
    assert fields_at_fault(hers.put("map-lines/by-external-id/crm/18/", nobody)) == ["manager_id"]


def test_a_flag_becomes_a_check_in_and_is_taken_back(script: Scripts, vela: Account, lena: User) -> None:
    hers, today = script(lena), str(database_now().date())
    ana = make_contact(vela, "Ana Ruiz")
    assert hers.post("map-roles/", {"contact_id": ana.pk, "role": "champion"}).status_code == 201
    flags = hers.get(f"people-maps/{vela.pk}/").json()["flags"]
    talked_over = {flag["code"]: flag["contact_id"] for flag in flags if flag["is_talked_over"]}
    assert talked_over == {"champion_unvalidated": ana.pk}
    said = {"account_id": vela.pk, "contact_id": ana.pk, "flag": "champion_unvalidated"}
    gap = hers.post("gap-check-ins/", said)
    assert gap.status_code == 201, gap.content
    assert (gap.json()["due_on"], gap.json()["taken_back_at"]) == (today, None)
    assert hers.post("gap-check-ins/", said).json()["id"] == gap.json()["id"]
    check_in = hers.get("check-ins/", account=vela.pk, state="gap").json()["results"]
    assert [(row["contact_id"], row["gap_id"]) for row in check_in] == [(ana.pk, gap.json()["id"])]
    assert fields_at_fault(hers.post("gap-check-ins/", {**said, "due_on": "2020-01-01"})) == ["due_on"]
    assert hers.post("gap-check-ins/", {**said, "flag": "single_thread"}).status_code == 409
    path = f"gap-check-ins/{gap.json()['id']}/take-back/"
    assert hers.post(path, {}).json()["taken_back_by_id"] == lena.pk
    assert hers.post(path, {}).status_code == 409
