"""By which channel to reach somebody next: never one they objected to (docs/methods.md, Attempts)."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import F, Q

from contacts.choices import Channel, Direction
from contacts.models import Contact, TouchpointContact
from contacts.qualifying import UNANSWERED_OUTCOMES

from .attempts import next_channel

USUAL_ORDER = (Channel.CALL, Channel.EMAIL, Channel.VIDEO, Channel.CHAT, Channel.MEETING, Channel.LETTER)
"""Where somebody prefers nothing, and after what they prefer."""


def suggested_channels(contact_ids: Collection[int]) -> dict[int, str | None]:
    """The channel to use next with each contact; None when they objected to all. Two statements for all.

    What they prefer comes first; what was tried since they last answered goes to the end. The caller asks who
    may see them.
    """
    tried = _tried(contact_ids)
    known = Contact.objects.filter(pk__in=list(contact_ids))
    return {
        pk: _next(preferred, forbidden, tried.get(pk))
        for pk, preferred, forbidden in known.values_list("pk", "channels_preferred", "channels_forbidden")
    }


def suggested_channel(contact: Contact) -> str | None:
    """The same of one whose row is at hand, in one statement."""
    return _next(contact.channels_preferred, contact.channels_forbidden, _tried([contact.pk]).get(contact.pk))


def _next(preferred: Sequence[str], forbidden: Sequence[str], tried: Sequence[str] | None) -> str | None:
    ranked = list(dict.fromkeys([*preferred, *USUAL_ORDER]))
    return next_channel(ranked, refused=set(forbidden), tried=tried or [])


def _tried(contact_ids: Collection[int]) -> dict[int, list[str]]:
    """Channels of unanswered tries since the last two-way conversation with each."""
    since = Q(contact__last_two_way_at__isnull=True) | Q(
        touchpoint__happened_at__gt=F("contact__last_two_way_at")
    )
    rows = TouchpointContact.objects.filter(
        since,
        contact__in=list(contact_ids),
        in_copy=False,
        touchpoint__is_current=True,
        touchpoint__direction=Direction.OUTBOUND,
        touchpoint__outcome__in=UNANSWERED_OUTCOMES,
    )
    found: dict[int, list[str]] = defaultdict(list)
    for contact, channel in rows.values_list("contact_id", "touchpoint__channel"):
        found[contact].append(channel)
    return found
