"""What is somebody's in this layer, for handing over: executive pairs and what they answer for."""

from datetime import datetime

from django.db.models import QuerySet

from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.open_work import OpenItem, OpenWork

from .actions.pairs import hand_over_pair
from .models import ExecutivePairing


class NobodyToTakeOver(DomainError):
    """It must be somebody's."""


def _pairs(person: User) -> QuerySet[ExecutivePairing]:
    rows = ExecutivePairing.objects.current().filter(user=person)
    return rows.select_related("account", "contact__person", "user").order_by("account__name_key", "id")


def _pair_item(pair: ExecutivePairing) -> OpenItem:
    return OpenItem(
        pair.contact.name, f"{pair.account.name}, talk by {pair.talk_on:%-d %b %Y}", f"/sponsors/{pair.pk}/"
    )


def hand_over_pairs(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* take over every pair. Raises NobodyToTakeOver, CannotSponsor, SponsorIsFull."""
    if to is None:
        raise NobodyToTakeOver("Somebody must take over the pairs.", field="executive_pairs")
    pairs = list(_pairs(person))
    for pair in pairs:
        hand_over_pair(pair=pair, to=to, by=by, at=at)
    return len(pairs)


PAIRS = OpenWork(
    order=90,
    name="executive_pairs",
    label="Executive pairs",
    rows=_pairs,
    item=_pair_item,
    hand_over=hand_over_pairs,
    out_of_sight=lambda person: (
        ExecutivePairing.objects.current().filter(user=person).count()
        - ExecutivePairing.objects.visible_to(person).current().filter(user=person).count()
    ),
)
