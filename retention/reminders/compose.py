"""What stands in a mail, worked out at the moment it is sent: rights may have changed meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from retention.team.models import User

from .fire_times import known_zone, local_day_in
from .kinds import KINDS
from .models import Delivery, DeliveryKind, Notification, Urgency
from .sections import Block, blocks_for

URGENCY_ORDER = {Urgency.IMMEDIATE: 0, Urgency.TASK: 1, Urgency.DIGEST: 2}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready to leave, and the notifications whose text stands in it."""

    subject: str
    text: str
    html: str
    notification_ids: tuple[int, ...]


def compose(delivery: Delivery, user: User) -> Mail | None:
    """The mail as its reader may have it now; None when nothing is left to say.

    Left out is what they may no longer see, have acknowledged, or what is closed by now.
    """
    told = still_to_tell(delivery, user)
    if delivery.kind == DeliveryKind.DIGEST:
        return _digest(delivery, user, told)
    return _at_once(user, told) if told else None


def still_to_tell(delivery: Delivery, user: User) -> list[Notification]:
    """The delivery's notifications that are still true for this reader, the most urgent first."""
    kept = Notification.objects.told_to(user).filter(delivery=delivery, acknowledged_at__isnull=True)
    rows = [row for row in kept.select_related("reminder", "account") if _is_open(row)]
    return sorted(rows, key=lambda row: (URGENCY_ORDER[Urgency(row.urgency)], row.created_at, row.pk))


def _is_open(notification: Notification) -> bool:
    kind = KINDS.get(notification.reminder.kind)
    return kind is None or kind.is_open(notification.reminder.subject_id)


def _digest(delivery: Delivery, user: User, told: Sequence[Notification]) -> Mail | None:
    zone = known_zone(user.time_zone)
    written_on = delivery.payload.get("on")
    on = date.fromisoformat(written_on) if written_on else local_day_in(delivery.due_at, zone)
    blocks = blocks_for(user, on, with_week=bool(delivery.payload.get("with_week")))
    if not told and not blocks:
        return None
    day = f"{on:%A}, {on.day} {on:%B}"
    return _mail("digest", f"{day}: {_counted(told, blocks)}", user, told, blocks=blocks, day=day)


def _counted(told: Sequence[Notification], blocks: Sequence[Block]) -> str:
    number = len(told)
    parts = [f"{number} reminder{'s' if number != 1 else ''}"] if number else []
    parts += [f"{block.title.lower()} ({len(block.lines)})" for block in blocks]
    return ", ".join(parts)[:150]


def _at_once(user: User, told: Sequence[Notification]) -> Mail:
    first, *others = told
    subject = f"{first.title} (and {len(others)} more)" if others else first.title
    return _mail("at_once", subject, user, told, blocks=[], day="")


def _mail(
    template: str,
    subject: str,
    user: User,
    told: Sequence[Notification],
    *,
    blocks: Sequence[Block],
    day: str,
) -> Mail:
    facts = {
        "name": user.get_short_name(),
        "notifications": told,
        "blocks": blocks,
        "day": day,
        "base_url": settings.KEEL_BASE_URL.rstrip("/"),
    }
    return Mail(
        subject=" ".join(subject.split()),
        text=render_to_string(f"reminders/{template}.txt", facts),
        html=render_to_string(f"reminders/{template}.html", facts),
        notification_ids=tuple(row.pk for row in told),
    )
