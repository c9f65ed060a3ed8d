"""Executive pairs, deliverables and praise at an account of the world (world.py)."""

from datetime import date
from typing import Any

from accounts.models import Account
from contacts.models import Contact, Person
from retention.team.models import User
from retention.teamwork.models import ExecutivePairing, PairTalk


def teamwork_of(
    account: Account, owner: User, made: dict[str, Any], says: Any, today: date
) -> dict[str, Any]:
    """One of everything; every text carries the mark and the name of its field."""
    chief = Contact.objects.create(
        account=account, person=Person.objects.create(name=says("chief")), title=says("office"), since=today
    )
    pair = ExecutivePairing.objects.create(
        account=account, user=owner, contact=chief, interval_days=90, topics=says("topics"), starts_on=today,
        due_on=today, talk_on=today,
    )  # fmt: skip
    talk = PairTalk.objects.create(
        pairing=pair, touchpoint=made["touchpoint"], held_on=today, follow_up_by=today, followed_up_on=today,
        follow_up=says("follow-up"),
    )  # fmt: skip
    return {"pair": pair, "talk": talk, "executive": owner}
