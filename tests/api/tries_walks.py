"""What a script can send about contract walks and its caller's network."""

from typing import Any

from retention.team.models import User
from retention.walks.models import WalkStep

from .bodies import contract_of
from .tries import House, Try

OF_WALKS = (
    "process", "process version", "process retired", "walk", "walk stopped", "walk step given",
    "walk step handed on", "handoff accepted", "handoff given back", "network", "network pace",
    "network talk", "network dropped",
)  # fmt: skip


def tries_of_walks(house: House) -> dict[str, Try]:
    """Four contracts: one to walk, one at its first step, two that wait for the script to accept them."""
    post = house.running.post
    step = {
        "name": "Legal",
        "party": "in_house",
        "function": "legal",
        "expected_days": 5,
        "what": "Terms",
        "needs_acceptance": True,
    }
    steps = [step, {**step, "name": "Signature", "party": "partner", "function": "", "why": "x"}]
    made = post("walk-processes/", {"name": "Way", "steps": steps}).json()["id"]
    contracts = [
        post("contracts/", contract_of(house.vela, reference=f"W-{number}", activate=False)).json()["id"]
        for number in range(4)
    ]
    begins = {"contract_id": contracts[0], "process_id": made, "on": house.today}
    walks = [post("walks/", {**begins, "contract_id": number}).json()["id"] for number in contracts[1:]]
    holder: dict[str, Any] = {"party": "partner", "partner": "Nordlog", "partner_person": "Bo"}
    accepted = {"accepted_by_id": house.contact, "accepted_on": house.today}
    firsts, handoffs = [], []
    for number in walks:
        first, second = WalkStep.objects.filter(walk=number).order_by("step__position")
        post(f"walk-steps/{second.pk}/give/", holder)
        firsts.append(first.pk)
    for first_id in firsts[1:]:
        post(f"walk-steps/{first_id}/hand-on/", accepted)
    for walk_id in walks[1:]:
        handoffs += [row["id"] for row in house.running.get("handoffs/", walk=walk_id).json()["results"]]
    colleague = {"colleague_id": house.vela.owner_id, "function": "sales"}
    tie = post("network/", colleague).json()["id"]
    post(f"network/{tie}/drop/", {})
    tie = post("network/", colleague).json()["id"]
    gives = {**holder, "expected_days": 9}
    handing = {"on": house.today, "note": "Both copies", "missing": "Annex", **accepted}
    return {
        "process": ("POST", "walk-processes/", {"name": "Other", "why": "x", "steps": steps}),
        "process version": (
            "POST", f"walk-processes/{made}/versions/", {"why": "x", "steps": steps, "expected_version": 1}
        ),
        "process retired": ("POST", f"walk-processes/{made}/retire/", {"is_retired": False}),
        "walk": ("POST", "walks/", begins),
        "walk stopped": ("POST", f"walks/{walks[0]}/stop/", {"why": "Withdrawn", "on": house.today}),
        "walk step given": ("POST", f"walk-steps/{firsts[0]}/give/", gives),
        "walk step handed on": ("POST", f"walk-steps/{firsts[0]}/hand-on/", handing),
        "handoff accepted": ("POST", f"handoffs/{handoffs[0]}/accept/", {"on": house.today}),
        "handoff given back": ("POST", f"handoffs/{handoffs[1]}/return/", {"answer": "Annex missing"}),
        "network": ("POST", "network/", _another(house)),
        "network pace": ("POST", f"network/{tie}/pace/", {"every_days": 30, "function": "legal"}),
        "network talk": ("POST", f"network/{tie}/talks/", {"on": house.today, "note": "Invoices"}),
        "network dropped": ("POST", f"network/{tie}/drop/", {}),
    }  # fmt: skip


def _another(house: House) -> dict[str, Any]:
    """A colleague who is not in the network yet."""
    said = {"name": "Kai Moor", "role": "viewer"}
    found, _ = User.objects.get_or_create(email="kai@keel.test", defaults=said)
    return {"colleague_id": found.pk, "function": "finance", "every_days": 60, "last_on": house.today}
