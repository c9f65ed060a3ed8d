"""What comments follow: a talk that was put right, a notification that somebody acknowledged."""

from accounts.models import TimelineEvent
from contacts.announced import TouchpointCorrected
from contacts.models import Touchpoint
from retention.reminders.announced import ReminderAcknowledged

from .mention_reminders import MENTION
from .models import Comment, Mention


def after_correction(fact: TouchpointCorrected) -> None:
    """Listener: what was said of an entry is said of its newer version, and is as private as that."""
    talk = Touchpoint.objects.get(pk=fact.touchpoint_id)
    rows = Comment.objects.filter(touchpoint=talk.supersedes_id)
    ids = list(rows.values_list("pk", flat=True))
    if ids:
        rows.update(touchpoint=talk)
        lines = TimelineEvent.objects.filter(subject_type="comment", subject_id__in=ids)
        lines.update(is_private=talk.is_private)


def after_acknowledgement(fact: ReminderAcknowledged) -> None:
    """Listener: who says in their notifications that they know has answered where they are named."""
    if fact.kind == MENTION:
        mine = Mention.objects.filter(pk=fact.subject_id, user=fact.by_id, acknowledged_at__isnull=True)
        mine.update(acknowledged_at=fact.at)
