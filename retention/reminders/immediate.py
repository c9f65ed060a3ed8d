"""Mails of their own for what cannot wait for the digest: three per person and day, the rest joined."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection

from retention.lib.zones import day_bounds

from .digest import HOLD, JOIN, immediate_decision
from .models import Delivery, DeliveryKind, DeliveryState, Notification, Reminder
from .outbox import new_delivery
from .recipients import Recipient

LOCK_SPACE = 0x6B656E6F
JOIN_FOR = timedelta(hours=1)
"""How long the message that joins the further ones waits for more."""


def post_at_once(reminder: Reminder, recipients: Sequence[Recipient], at: datetime) -> None:
    """Give each notification a mail of its own or a place in the joined one, or leave it to the digest.

    Before a person's working hours it waits until they begin; after them, on days off and during absences
    the next digest has it. Call it inside the transaction that wrote the notifications.
    """
    for recipient in sorted(recipients, key=lambda each: each.user.pk):
        if not recipient.is_admin_instead:
            _post(reminder, recipient, at)


def _post(reminder: Reminder, recipient: Recipient, at: datetime) -> None:
    user, there = recipient.user, recipient.presence
    # Two releases at once must not both find room for the third mail.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, user.pk])
    decision = immediate_decision(
        told_today=_own_mails(user.pk, there.today, there.week.zone_name),
        is_working_now=there.works_today and at < there.closes_at,
        is_away=there.is_away,
        is_hard=True,
        has_delegate=False,
    )
    if decision == HOLD:
        return
    due_at = max(at, there.opens_at)
    if decision == JOIN:
        delivery = _joined(user.pk, there.today, min(max(at + JOIN_FOR, there.opens_at), there.closes_at))
    else:
        key = f"immediate:{reminder.pk}:{user.pk}"
        delivery = new_delivery(user.pk, DeliveryKind.IMMEDIATE, key, due_at=due_at)
    if delivery is not None:
        told = Notification.objects.filter(reminder=reminder, user=user, delivery__isnull=True)
        told.update(delivery=delivery)


def _own_mails(user_id: int, day: date, zone_name: str) -> int:
    """How many immediate mails this person has or gets that day."""
    begins, ends = day_bounds(day, zone_name)
    mails = Delivery.objects.filter(user_id=user_id, kind=DeliveryKind.IMMEDIATE)
    return mails.filter(due_at__gte=begins, due_at__lt=ends, dedupe_key__startswith="immediate:").count()


def _joined(user_id: int, day: date, due_at: datetime) -> Delivery | None:
    """The day's joined message while it has not left; None when it has, so that the digest takes the rest.

    A message that is being sent at this moment is locked by its sender and counts as gone.
    """
    key = f"joined:{user_id}:{day.isoformat()}"
    made = new_delivery(user_id, DeliveryKind.IMMEDIATE, key, due_at=due_at)
    if made is not None:
        return made
    waiting = Delivery.objects.filter(dedupe_key=key, state=DeliveryState.PENDING, attempts=0)
    return waiting.select_for_update(skip_locked=True).first()
