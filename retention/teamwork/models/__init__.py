"""Tables of teamwork."""

from .comments import (
    ABOUT,
    EDIT_MINUTES,
    Comment,
    CommentQuerySet,
    Mention,
    MentionQuerySet,
)
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
    "ABOUT",
    "DEFAULT_LIMIT",
    "EDIT_MINUTES",
    "Comment",
    "CommentQuerySet",
    "Deliverable",
    "DeliverableKind",
    "DeliverablePart",
    "DeliverableQuerySet",
    "DeliverableRecipient",
    "DeliveryWay",
    "ExecutivePairing",
    "Kudos",
    "KudosQuerySet",
    "Mention",
    "MentionQuerySet",
    "PairTalk",
    "PairingQuerySet",
    "Part",
    "SponsorLimit",
    "TalkQuerySet",
]
