"""What the quick log knows before anybody types: who was meant, when, and which names to offer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Account
from contacts.choices import Channel
from retention.team.models import User

from .day.book import working_for

OFFERED = 200


def offered_names(user: User) -> list[str]:
    """Names of the reader's own accounts, for the list under the field. Others are found when typed."""
    rows = Account.objects.visible_to(user).filter(working_for(user)).order_by("name_key")
    return list(rows.values_list("name", flat=True)[:OFFERED])


def initial_log(query: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Now, a call, and the contact that the link named."""
    said: dict[str, Any] = {"happened_at": timezone.localtime(at).replace(second=0, microsecond=0)}
    contact = str(query.get("contact", ""))
    if contact.isascii() and contact.isdigit() and len(contact) < 19:
        said["contacts"] = [int(contact)]
    channel = str(query.get("channel", ""))
    if channel in Channel.values:
        said["channel"] = channel
    return said
