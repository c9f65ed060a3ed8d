"""One row of every model of teamwork that hangs on an account."""

from collections.abc import Callable

from django.db.models import Model

from accounts.models import Account
from contacts.models import Touchpoint
from retention.team.models import User
from retention.teamwork.models import (
    Comment,
    Deliverable,
    DeliverablePart,
    DeliverableRecipient,
    ExecutivePairing,
    Mention,
    PairTalk,
)
from tests.cast import NOON, TODAY
from tests.factories import make_contact


def _pair(account: Account, by: User) -> ExecutivePairing:
    return ExecutivePairing.objects.create(
        account=account, user=by, contact=make_contact(account), interval_days=90, starts_on=TODAY,
        due_on=TODAY, talk_on=TODAY,
    )  # fmt: skip


def _talk(account: Account, by: User) -> PairTalk:
    touchpoint = Touchpoint.objects.create(
        account=account, happened_at=NOON, channel="call", is_qualifying=True, logged_by=by
    )
    return PairTalk.objects.create(
        pairing=_pair(account, by), touchpoint=touchpoint, held_on=TODAY, follow_up_by=TODAY
    )


def _deliverable(account: Account, by: User) -> Deliverable:
    return Deliverable.objects.create(account=account, name="x", accountable_user=by)


def _comment(account: Account, by: User) -> Comment:
    return Comment.objects.create(account=account, author=by, text="x", said_at=NOON)


TEAMWORK_MAKERS: dict[str, Callable[[Account, User], Model]] = {
    "teamwork.ExecutivePairing": _pair,
    "teamwork.PairTalk": _talk,
    "teamwork.Deliverable": _deliverable,
    "teamwork.DeliverablePart": lambda account, by: DeliverablePart.objects.create(
        deliverable=_deliverable(account, by), part="responsible", user=by
    ),
    "teamwork.DeliverableRecipient": lambda account, by: DeliverableRecipient.objects.create(
        deliverable=_deliverable(account, by), contact=make_contact(account), way="email"
    ),
    "teamwork.Comment": _comment,
    "teamwork.Mention": lambda account, by: Mention.objects.create(comment=_comment(account, by), user=by),
}
TEAMWORK_UNSCOPED = {
    "teamwork.Kudos": "praise is its own to see: whom it is for, who gave it, the team; see its own tests",
}
