"""What the quick log knows before anybody types: who was meant, when, and which names to offer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Account
from contacts.choices import Channel
from contacts.models import Contact
from retention.cadence.reach import suggested_channels
from retention.team.models import User

from .day.book import working_for

OFFERED = 200


def offered_names(user: User) -> list[str]:
    """Names of the reader's own accounts, for the list under the field. Others are found when typed."""
    rows = Account.objects.visible_to(user).filter(working_for(user)).order_by("name_key")
    return list(rows.values_list("name", flat=True)[:OFFERED])


def id_in(query: Mapping[str, Any], name: str) -> int | None:
    """The id that an address names, when it is one."""
    written = str(query.get(name, ""))
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def initial_log(query: Mapping[str, Any], at: datetime, user: User) -> dict[str, Any]:
    """Now, the contact that the link named, and a channel they did not object to."""
    said: dict[str, Any] = {"happened_at": timezone.localtime(at).replace(second=0, microsecond=0)}
    contact = id_in(query, "contact")
    if contact is not None:
        said["contacts"] = [contact]
        seen = Contact.objects.visible_to(user).filter(pk=contact).exists()
        if (way := suggested_channels([contact]).get(contact)) and seen:
            said["channel"] = way
    channel = str(query.get("channel", ""))
    if channel in Channel.values:
        said["channel"] = channel
    return said
