"""Saying that one has read where one is named, and giving that to somebody else."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.reminders.actions import acknowledge
from retention.reminders.models import Notification
from retention.team.models import User

from ..mention_reminders import MENTION, forget_mentions, tell_mentioned
from ..mentioned import may_read
from ..models import Mention


@transaction.atomic
def acknowledge_mention(*, mention: Mention, by: User, at: datetime) -> Mention:
    """Say "I know"; twice changes nothing. Only whoever is named may (PermissionDenied)."""
    if not Mention.objects.visible_to(by).filter(pk=mention.pk, user=by).exists():
        raise PermissionDenied("Only the person who is named says that they know.")
    told = Notification.objects.told_to(by).filter(
        reminder__kind=MENTION, reminder__subject_id=mention.pk, acknowledged_at__isnull=True
    )
    for row in told.order_by("id"):
        acknowledge(notification=row, by=by, at=at)
    rows = Mention.objects.filter(pk=mention.pk, acknowledged_at__isnull=True)
    if rows.update(acknowledged_at=at):
        forget_mentions(Mention.objects.filter(pk=mention.pk), reason="Read", by=by, at=at, told=False)
    mention.refresh_from_db()
    return mention


@transaction.atomic
def hand_over_mention(*, mention: Mention, to: User | None, by: User, at: datetime) -> bool:
    """Let *to* answer where somebody was named; left to nobody when they may not read it. True when moved."""
    comment = mention.comment
    forget_mentions(Mention.objects.filter(pk=mention.pk), reason="Handed over", by=by, at=at)
    mention.delete()
    if to is None or to.pk == comment.author_id or not may_read(comment.account_id, comment.touchpoint, to):
        return False
    row, is_new = Mention.objects.get_or_create(comment=comment, user=to)
    if is_new:
        tell_mentioned(row, by=by, at=at)
    return True
