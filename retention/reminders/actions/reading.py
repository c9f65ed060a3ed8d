"""What people do with what they were told: read it, acknowledge it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Coalesce

from accounts.timeline import record
from retention.lib.facts import announce

from ..announced import ReminderAcknowledged
from ..fire_times import local_day_in
from ..models import Notice, Notification, Reminder, ReminderState
from .planning import QUIET_AFTER_ACKNOWLEDGED

if TYPE_CHECKING:
    from retention.team.models import User


def acknowledge(*, notification: Notification, by: "User", at: datetime) -> Notification:
    """Say "I know": planned repeats of the same meaning within 14 days are cancelled, for everybody.

    Only the person told may do it (PermissionDenied). Doing it twice changes nothing.
    """
    if not Notification.objects.told_to(by).filter(pk=notification.pk).exists():
        raise PermissionDenied("Only the person who was told acknowledges it.")
    with transaction.atomic():
        fresh = Notification.objects.filter(pk=notification.pk, acknowledged_at__isnull=True)
        if fresh.update(acknowledged_at=at, read_at=Coalesce("read_at", at)):
            reminder = Reminder.objects.select_related("account").get(pk=notification.reminder_id)
            _silence_repeats(reminder, by, at)
            record(
                reminder.account,
                "reminder_acknowledged",
                f"Acknowledged: {notification.title}",
                by=by,
                at=at,
                subject=(reminder.kind, reminder.subject_id),
            )
            announce(
                ReminderAcknowledged(
                    kind=reminder.kind,
                    subject_id=reminder.subject_id,
                    content=reminder.content,
                    account_id=reminder.account_id,
                    by_id=by.pk,
                    at=at,
                )
            )
    notification.refresh_from_db()
    return notification


def _silence_repeats(reminder: Reminder, by: "User", at: datetime) -> None:
    until = local_day_in(at, reminder.fire_zone) + QUIET_AFTER_ACKNOWLEDGED
    repeats = Reminder.objects.planned().filter(
        kind=reminder.kind, subject_id=reminder.subject_id, content=reminder.content, fire_on__lt=until
    )
    repeats.update(state=ReminderState.CANCELLED, state_reason=f"Acknowledged by {by.name}"[:200])


def read(*, notification: Notification, by: "User", at: datetime) -> None:
    """Note that the person told has opened it. Raises PermissionDenied for anybody else."""
    if notification.user_id != by.pk:
        raise PermissionDenied("Only the person who was told reads it.")
    Notification.objects.filter(pk=notification.pk, read_at__isnull=True).update(read_at=at)


def read_all(*, by: "User", at: datetime) -> int:
    """Note that everything told to this person until now is read; how many that were."""
    unread = Notification.objects.filter(user=by, read_at__isnull=True, created_at__lte=at)
    notices = Notice.objects.visible_to(by).unread().filter(created_at__lte=at)
    return unread.update(read_at=at) + notices.update(read_at=at)
