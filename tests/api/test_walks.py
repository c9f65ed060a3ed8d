"""Contract walks, processes and networks through the API."""

from accounts.models import Account
from retention.team.models import User
from tests.factories import make_contact, make_contract

from .conftest import Scripts, fields_at_fault

STEPS = [
    {"name": "Legal", "function": "legal", "expected_days": 10},
    {"name": "Onboarding", "function": "delivery", "expected_days": 20},
]


def test_a_contract_walks_from_its_first_step_to_its_last(
    script: Scripts, vela: Account, lena: User, nadia: User, sol: User, nico: User
) -> None:
    leads, hers = script(nadia), script(lena)
    assert hers.post("walk-processes/", {"name": "Way", "steps": STEPS}).status_code == 403
    process = leads.post("walk-processes/", {"name": "Way", "steps": STEPS}).json()
    assert (process["version"], [step["position"] for step in process["steps"]]) == (1, [1, 2])
    contract = make_contract(vela)
    begins = {"contract_id": contract.pk, "process_id": process["id"]}
    walk = hers.post("walks/", begins)
    assert walk.status_code == 201, walk.content
    assert (walk.json()["state"], walk.json()["account_id"]) == ("walking", vela.pk)
    again = hers.post("walks/", begins)
    assert (again.status_code, fields_at_fault(again)) == (409, ["contract_id"])
    legal, onboarding = hers.get("walk-steps/", walk=walk.json()["id"]).json()["results"]
    assert legal["due_on"] and onboarding["entered_on"] is None
    assert hers.post(f"walk-steps/{legal['id']}/hand-on/", {}).status_code == 409
    gives = {"owner_user_id": nadia.pk}
    assert hers.post(f"walk-steps/{onboarding['id']}/give/", gives).json()["owner_user_id"] == nadia.pk
    refused = hers.post(f"walk-steps/{onboarding['id']}/give/", {"owner_user_id": nico.pk})
    assert fields_at_fault(refused) == ["owner_user_id"]
    hers.post(f"walk-steps/{legal['id']}/hand-on/", {"missing": "Annex"})
    waits = hers.get("handoffs/").json()["results"]
    assert [row["missing"] for row in waits] == ["Annex"]
    assert hers.post(f"handoffs/{waits[0]['id']}/accept/", {}).status_code == 403
    assert leads.post(f"handoffs/{waits[0]['id']}/accept/", {}).json()["state"] == "accepted"
    leads.post(f"walk-steps/{onboarding['id']}/hand-on/", {})
    assert hers.get(f"walks/{walk.json()['id']}/").json()["state"] == "finished"
    assert hers.get("walks/").json()["results"] == []
    assert script(nico).get(f"walks/{walk.json()['id']}/").status_code == 404
    assert script(lena, "walks:read").post("walks/", begins).status_code == 403


def test_a_script_names_who_accepted(script: Scripts, vela: Account, lena: User, nadia: User) -> None:
    hers, ana = script(lena), make_contact(vela, "Ana Ruiz")
    asks = [{**STEPS[0], "needs_acceptance": True}]
    process = script(nadia).post("walk-processes/", {"name": "Way", "steps": asks}).json()
    assert process["steps"][0]["needs_acceptance"] is True
    begins = {"contract_id": make_contract(vela).pk, "process_id": process["id"]}
    walk = hers.post("walks/", begins).json()["id"]
    step = hers.get("walk-steps/", walk=walk).json()["results"][0]
    assert (step["needs_acceptance"], step["accepted_by_id"]) == (True, None)
    refused = hers.post(f"walk-steps/{step['id']}/hand-on/", {})
    assert fields_at_fault(refused) == ["accepted_by_id"], refused.content
    refused = hers.post(f"walk-steps/{step['id']}/hand-on/", {"accepted_by_id": ana.pk})
    assert fields_at_fault(refused) == ["accepted_on"], refused.content
    said = {"accepted_by_id": ana.pk, "accepted_on": step["entered_on"]}
    done = hers.post(f"walk-steps/{step['id']}/hand-on/", said).json()
    assert (done["accepted_by_id"], done["accepted_on"]) == (ana.pk, step["entered_on"])
    assert hers.get(f"walks/{walk}/").json()["state"] == "finished"


def test_a_network_is_the_callers_own(script: Scripts, lena: User, nadia: User, sol: User) -> None:
    hers = script(lena)
    tie = hers.post("network/", {"colleague_id": sol.pk, "function": "finance"}).json()
    assert tie["every_days"] == 90
    assert hers.post(f"network/{tie['id']}/talks/", {"note": "Credit"}).json()["last_on"] is not None
    assert fields_at_fault(hers.post(f"network/{tie['id']}/pace/", {"every_days": 3})) == ["every_days"]
    assert script(nadia).get("network/").json()["results"] == []
    assert script(nadia).get(f"network/{tie['id']}/").status_code == 404
    assert hers.post(f"network/{tie['id']}/drop/").json()["ended_on"] is not None
    assert hers.get("network/").json()["results"] == []
