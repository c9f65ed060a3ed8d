"""What a script can send about reviews."""

from typing import Any

from accounts.models import Account
from tests.factories import make_contact

from .tries import House, Try

OF_REVIEWS = (
    "review", "review changed", "review people", "review prepared", "review section", "review sent",
    "review held", "review summed up", "review cancelled",
)  # fmt: skip


def tries_of_reviews(house: House) -> dict[str, Try]:
    """One ahead and prepared, one held with the next one ahead, one to call off; an account without any."""
    post, vela = house.running.post, house.vela
    ines, ours = make_contact(vela, "Ines Reviewed"), vela.owner_id
    other = Account.objects.create(
        name="Vela Marina", owner=vela.owner, team=vela.team, tier="A", currency="EUR"
    )

    def planned(kind: str) -> str:
        body = {"account_id": vela.pk, "kind": kind, "planned_on": house.today}
        return f"reviews/{post('reviews/', body).json()['id']}/"

    people: dict[str, Any] = {"contact_ids": [ines.pk], "user_ids": [ours]}
    ahead, held, off = planned("business"), planned("executive"), planned("internal")
    post(f"{ahead}people/", people)
    post(f"{ahead}prepare/", {})
    days = {"held_on": house.today, "next_on": house.later}
    post(f"{held}hold/", {**people, **days})
    number = house.running.get("reviews/", kind="executive").json()["results"][-1]["id"]
    decision = {"text": "Name a lead", "follows": "theirs", "user_id": ours, "contact_id": ines.pk,
                "due_on": house.later}  # fmt: skip
    plan_id = post("plans/", {"account_id": vela.pk, "period_start": house.today}).json()["id"]
    aim = post("objectives/", {"plan_id": plan_id, "goal": "value", "text": "Fewer calls"}).json()["id"]
    planned_one = {"text": "Show the list", "follows": "action", "objective_id": aim, "user_id": ours,
                   "due_on": house.later}  # fmt: skip
    version = house.running.get(ahead).json()["version"]
    changes = {"planned_on": house.later, "owner_id": ours, "purpose": "x", "decisions_wanted": "y",
               "period_start": "2026-01-01", "period_end": house.today, "shows_extra": True}  # fmt: skip
    plan = {"account_id": other.pk, "planned_on": house.later, "kind": "business", "owner_id": ours,
            "purpose": "Look back", "decisions_wanted": "Who leads"}  # fmt: skip
    section = {"key": "value", "commentary": "More than planned", "is_left_out": False, "minutes": 15}
    return {
        "review": ("POST", "reviews/", plan),
        "review changed": ("PATCH", ahead, {"version": version, **changes}),
        "review people": ("POST", f"{ahead}people/", people),
        "review prepared": ("POST", f"{ahead}prepare/", {}),
        "review section": ("POST", f"{ahead}sections/", section),
        "review sent": ("POST", f"{ahead}send/", {"sent_on": house.today}),
        "review held": (
            "POST", f"reviews/{number}/hold/", {**people, **days, "decisions": [decision, planned_one]}
        ),
        "review summed up": ("POST", f"{held}sum-up/", {"sent_on": house.today}),
        "review cancelled": ("POST", f"{off}cancel/", {"reason": "They moved"}),
    }  # fmt: skip
