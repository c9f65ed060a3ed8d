"""Tables of teamwork."""

from .deliverables import (
    Deliverable,
    DeliverableKind,
    DeliverablePart,
    DeliverableQuerySet,
    DeliverableRecipient,
    DeliveryWay,
    Part,
)
from .kudos import Kudos, KudosQuerySet
from .pairs import DEFAULT_LIMIT, ExecutivePairing, PairingQuerySet, PairTalk, SponsorLimit, TalkQuerySet

__all__ = [
    "DEFAULT_LIMIT",
    "Deliverable",
    "DeliverableKind",
    "DeliverablePart",
    "DeliverableQuerySet",
    "DeliverableRecipient",
    "DeliveryWay",
    "ExecutivePairing",
    "Kudos",
    "KudosQuerySet",
    "PairTalk",
    "PairingQuerySet",
    "Part",
    "SponsorLimit",
    "TalkQuerySet",
]
