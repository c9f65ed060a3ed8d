"""Executive pairs, deliverables and praise at an account of the world (world.py)."""

from datetime import date
from typing import Any

from accounts.models import Account
from contacts.models import Contact, FeedbackItem, Person
from retention.lib.clock import database_now
from retention.team.models import User
from retention.teamwork.models import (
    Comment,
    Deliverable,
    DeliverablePart,
    DeliverableRecipient,
    ExecutivePairing,
    Kudos,
    Mention,
    PairTalk,
)


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
    made = {"executive_pair": pair, "talk": talk, "executive": owner}
    made |= _deliverables(account, owner, chief, says, today) | _praise(account, owner, says, today)
    return made | _comments(account, owner, says)


def _deliverables(account: Account, owner: User, chief: Contact, says: Any, today: date) -> dict[str, Any]:
    row, ending = (
        Deliverable.objects.create(
            account=account, name=says(name), note=says(f"{name}-note"), accountable_user=owner
        )
        for name in ("deliverable", "ending")
    )
    part = DeliverablePart.objects.create(deliverable=row, part="responsible", user=owner)
    got = DeliverableRecipient.objects.create(
        deliverable=row, contact=chief, way="email", note=says("recipient")
    )
    found = {"deliverable": row, "ending_deliverable": ending}
    return {**found, "deliverable_part": part, "recipient": got}


def _praise(account: Account, owner: User, says: Any, today: date) -> dict[str, Any]:
    said = FeedbackItem.objects.create(
        account=account, kind="praise", text=says("praise"), received_on=today, owner=owner, due_on=today,
        about_user=owner,
    )  # fmt: skip
    return {"kudos": Kudos.objects.create(to=owner, account=account, feedback=said, given_on=today)}


def _comments(account: Account, owner: User, says: Any) -> dict[str, Any]:
    """Two of the owner's, one of them to be withdrawn; a mention of the owner."""
    row, going = (
        Comment.objects.create(account=account, author=owner, text=says(name), said_at=database_now())
        for name in ("comment", "going-comment")
    )
    return {
        "comment": row, "going_comment": going, "mention": Mention.objects.create(comment=row, user=owner),
    }  # fmt: skip
