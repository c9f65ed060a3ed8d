"""Putting a mail into the outbox: its key and its Message-ID are fixed here and never change."""

import uuid
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from .models import Delivery


def new_delivery(user_id: int, kind: str, key: str, *, due_at: datetime) -> Delivery | None:
    """A pending mail to one of us; None when the outbox has one under this key already.

    *due_at* is when it should leave: sent late, it counts as late from there.
    """
    delivery = Delivery(
        user_id=user_id,
        kind=kind,
        dedupe_key=key,
        message_id=f"<{uuid.uuid4()}@{_host()}>",
        due_at=due_at,
        next_try_at=due_at,
    )
    Delivery.objects.bulk_create([delivery], ignore_conflicts=True)
    return Delivery.objects.filter(message_id=delivery.message_id).first()


def _host() -> str:
    """The right side of our Message-IDs."""
    return urlsplit(settings.KEEL_BASE_URL).hostname or "localhost"
