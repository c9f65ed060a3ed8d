"""A walk at an account for the access policy: one step left, a hand-off, and a colleague kept up with."""

from datetime import date
from typing import Any

from accounts.models import Account
from contacts.models import Contact
from retention.team.models import User
from retention.walks.models import ContractWalk, Handoff, NetworkTalk, NetworkTie

from .makers_walks import make_step, make_walk


def walks_of(account: Account, owner: User, contact: Contact, says: Any, today: date) -> dict[str, Any]:
    """A walk under way at its first step, and one that waits to be accepted."""
    walk = make_walk(account, owner)
    here = {"entered_on": today, "due_on": today}
    step = make_step(walk, owner_user=owner, **here)
    make_step(walk, 2)
    waits: ContractWalk = make_walk(account, owner)
    first = make_step(waits, owner_user=owner, left_on=today, **here)
    handoff = Handoff.objects.create(
        walk=waits, from_step=first, to_step=make_step(waits, 2), handed_on=today, handed_by=owner,
        due_on=today, note=says("handed"), missing=says("missing"),
    )  # fmt: skip
    third = make_step(waits, 3)
    third.party, third.partner, third.partner_person = "partner", says("partner"), says("partner-person")
    third.save()
    return {"walk": walk, "walk_step": step, "handoff": handoff, "process": walk.version.process}


def network_of(owner: User, today: date) -> dict[str, Any]:
    """Somebody keeps up with a colleague and spoke with them."""
    colleague = User.objects.exclude(pk=owner.pk).order_by("id")[0]
    tie = NetworkTie.objects.create(
        owner=owner, colleague=colleague, function="legal", every_days=30, started_on=today, next_on=today
    )
    return {"network_tie": tie, "network_talk": NetworkTalk.objects.create(tie=tie, on=today)}
