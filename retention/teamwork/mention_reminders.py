"""How a mention is told: in the app and in the next morning mail; at once where its author asks for it."""

from datetime import datetime

from django.db.models import QuerySet

from retention.lib.zones import local_day
from retention.reminders.actions import PlannedRow, cancel_reminders, plan_reminders
from retention.reminders.kinds import ReminderKind, Rendered
from retention.reminders.models import Audience, Notification, Reminder, Urgency
from retention.team.models import User

from .models import Comment, Mention

MENTION = "mention"
NAMED = "named"
LONGEST = 400


def tell_mentioned(mention: Mention, *, by: User, at: datetime) -> None:
    """Plan the word to whom a comment names, by the rules of the morning mail."""
    account = mention.comment.account
    day = local_day(at, account.owner.time_zone if account.owner else "UTC")
    urgency = Urgency.IMMEDIATE if mention.at_once else Urgency.DIGEST
    row = PlannedRow("said", day, 0, NAMED, (Audience.OWNER.value,), urgency.value, day)
    plan_reminders(kind=MENTION, subject_id=mention.pk, account=account, rows=[row], at=at, by=by)


def forget_mentions(
    mentions: QuerySet[Mention], *, reason: str, by: User, at: datetime, told: bool = True
) -> None:
    """Tell no more of these; with *told* also take away what was told in the app."""
    for mention in mentions.order_by("id"):
        cancel_reminders(kind=MENTION, subject_id=mention.pk, reason=reason, at=at, by=by)
        if told:
            _told(mention.pk).delete()


def told_otherwise(comment: Comment) -> None:
    """What was told of a comment in the app says what it says now."""
    for mention in comment.mentions.order_by("id"):
        _told(mention.pk).filter(user=mention.user_id).update(text=_words(comment))


def _told(mention_id: int) -> QuerySet[Notification]:
    return Notification.objects.filter(reminder__kind=MENTION, reminder__subject_id=mention_id)


def is_open(mention_id: int) -> bool:
    """It stands, nobody has said that they know, and whoever is named may still read it."""
    row = Mention.objects.unanswered().filter(pk=mention_id).select_related("user").first()
    if row is None or not row.user.is_active:
        return False
    return Mention.objects.visible_to(row.user).filter(pk=row.pk).exists()


def people_of(reminder: Reminder) -> list[User]:
    """Whoever is named."""
    return [Mention.objects.select_related("user").get(pk=reminder.subject_id).user]


def render(reminder: Reminder, user: User) -> Rendered:
    """Who named them where, and the words; who stands in for them and may not read it gets no words."""
    rows = Mention.objects.select_related("user", "comment__author", "comment__account", "comment__parent")
    mention = rows.get(pk=reminder.subject_id)
    comment = mention.comment
    whom = "you" if mention.user_id == user.pk else mention.user.name
    did = "answered" if comment.parent and comment.parent.author_id == mention.user_id else "mentioned"
    seen = Comment.objects.visible_to(user).filter(pk=comment.pk).exists()
    title = f"{comment.account.name}: {comment.author.name} {did} {whom}"
    text = _words(comment) if seen else "In a comment that only the account team reads."
    return Rendered(title[:200], text, f"/comments/{comment.thread_id}/#comment-{comment.pk}")


def _words(comment: Comment) -> str:
    text = " ".join(comment.text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


KIND = ReminderKind(MENTION, is_open=is_open, people_of=people_of, render=render)
