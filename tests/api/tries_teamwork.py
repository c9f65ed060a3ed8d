"""What a script can send about executive pairs, deliverables and praise."""

from typing import Any

from retention.team.models import User
from tests.factories import make_contact

from .tries import House, Try

OF_TEAMWORK = (
    "pair", "pair changed", "pair planned", "pair handed over", "pair ended", "pair followed up",
    "pair limit", "deliverable", "deliverable changed", "deliverable ended", "part", "part taken",
    "recipient", "recipient taken", "kudos", "comment", "comment changed", "comment answered",
    "comment known", "comment withdrawn",
)  # fmt: skip


def tries_of_teamwork(house: House) -> dict[str, Try]:
    """A pair with a talk beside what the house holds."""
    return {**_pairs(house), **_deliverables(house), **_comments(house)}


def _pairs(house: House) -> dict[str, Try]:
    running, vela = house.running, house.vela
    chief, boss = make_contact(vela, "Ines Duarte"), make_contact(vela, "Per Lind")
    ours = _me(running)
    body: dict[str, Any] = {"account_id": vela.pk, "user_id": ours, "contact_id": chief.pk}
    pair = running.post("executive-pairs/", body).json()
    call = {"account_id": vela.pk, "channel": "call", "happened_at": f"{house.today}T00:00:00Z"}
    running.post("touchpoints/", {**call, "contact_ids": [chief.pk]})
    talk = running.get(f"executive-pairs/{pair['id']}/").json()["talks"][0]["id"]
    said = {"interval_days": 60, "topics": "Prices", "planned_on": house.later, "starts_on": house.today}
    own = f"executive-pairs/{pair['id']}"
    return {
        "pair": ("POST", "executive-pairs/", {**body, "contact_id": boss.pk, **said}),
        "pair changed": ("PATCH", f"{own}/", {"version": 1, "interval_days": 60, "topics": "Prices"}),
        "pair planned": ("POST", f"{own}/plan/", {"on": house.later}),
        "pair handed over": ("POST", f"{own}/hand-over/", {"to_id": vela.owner_id, "reason": "New seat"}),
        "pair ended": ("POST", f"{own}/end/", {"reason": "They merged"}),
        "pair followed up": ("POST", f"{own}/follow-up/", {"talk_id": talk, "text": "Nothing"}),
        "pair limit": ("POST", "executive-pairs/limits/", {"user_id": vela.owner_id, "pairs": 5}),
    }


def _deliverables(house: House) -> dict[str, Try]:
    running, vela = house.running, house.vela
    body: dict[str, Any] = {
        "account_id": vela.pk,
        "name": "Monthly report",
        "kind": "report",
        "note": "By the 5th",
    }
    body |= {"accountable_user_id": vela.owner_id}
    row = running.post("deliverables/", {**body, "name": "Training"}).json()["id"]
    ending = running.post("deliverables/", {**body, "name": "Old report"}).json()["id"]
    got = {"contact_id": house.contact, "way": "email", "note": "Monday"}
    does = {"part": "consulted", "user_id": vela.owner_id}
    part = running.post(f"deliverables/{row}/parts/", {**does, "part": "informed"}).json()["parts"][0]["id"]
    received = running.post(f"deliverables/{row}/recipients/", got).json()["recipients"][0]["id"]
    change = {"version": 1, "name": "Trainings", "note": "x", "accountable_user_id": vela.owner_id}
    praise = {"to_id": vela.owner_id, "text": "Calm on the phone", "account_id": vela.pk}
    return {
        "deliverable": ("POST", "deliverables/", body),
        "deliverable changed": ("PATCH", f"deliverables/{row}/", change),
        "deliverable ended": ("POST", f"deliverables/{ending}/end/", {}),
        "part": ("POST", f"deliverables/{row}/parts/", does),
        "part taken": ("POST", f"deliverables/{row}/parts-ended/", {"part_id": part}),
        "recipient": ("POST", f"deliverables/{row}/recipients/", got),
        "recipient taken": ("POST", f"deliverables/{row}/recipients-ended/", {"recipient_id": received}),
        "kudos": ("POST", "kudos/", praise),
    }


def _comments(house: House) -> dict[str, Try]:
    """The one that names the caller is written beside the API: nobody names themselves."""
    from retention.lib.clock import database_now
    from retention.teamwork.actions.comments import add_comment

    vela, me = house.vela, User.objects.get(pk=_me(house.running))
    owner = User.objects.get(pk=vela.owner_id)
    names_me = add_comment(account=vela, text="See this", tell=[me], by=owner, at=database_now()).pk
    asked = {"step_text": "Call them", "step_due_on": house.later, "step_owner_id": owner.pk}
    said = {"text": "They wait", "tell_ids": [owner.pk], "at_once": False, **asked}
    body = {**said, "account_id": vela.pk}
    row, gone = (house.running.post("comments/", body).json()["id"] for _ in range(2))
    return {
        "comment": ("POST", "comments/", body),
        "comment changed": ("PATCH", f"comments/{row}/", {"version": 1, "text": "They do not wait"}),
        "comment answered": ("POST", f"comments/{names_me}/replies/", {**said, "tell_ids": []}),
        "comment known": ("POST", f"comments/{names_me}/acknowledge/", {}),
        "comment withdrawn": ("POST", f"comments/{gone}/withdraw/", {}),
    }


def _me(running: Any) -> int:
    return User.objects.get(email="ada@keel.test").pk
