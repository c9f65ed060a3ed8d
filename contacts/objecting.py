"""What objections close, and whether one stands against something (docs/methods.md, Objections)."""

from collections.abc import Collection
from datetime import date

from .choices import Channel
from .models import Objection, ObjectionPurpose

BY_CHANNEL = tuple(channel.value for channel in Channel if channel != Channel.NOTE)
"""Every way to reach somebody; a note to file reaches nobody."""


def objects_to(contact_id: int, *, purpose: str, channel: str, on: date) -> Objection | None:
    """The objection of that day against this purpose by this channel, the oldest first; None without one."""
    rows = Objection.objects.held(on=on).filter(contact=contact_id, channel__in=("", channel))
    return rows.against(purpose).order_by("since", "id").first()


def who_objects(contact_ids: Collection[int], *, purpose: str, channel: str, on: date) -> set[int]:
    """Of these contacts, who objected to this purpose by this channel, in one query."""
    rows = Objection.objects.held(on=on).filter(contact__in=list(contact_ids), channel__in=("", channel))
    return set(rows.against(purpose).order_by().values_list("contact_id", flat=True))


def channels_closed(contact_id: int) -> set[str]:
    """Channels that a standing objection keeps closed."""
    rows = Objection.objects.standing().filter(contact=contact_id, purpose=ObjectionPurpose.ANY)
    said = set(rows.values_list("channel", flat=True))
    return set(BY_CHANNEL) if "" in said else said
