"""Mentions that nobody has answered, for handing over when somebody leaves."""

from datetime import datetime

from django.db.models import QuerySet

from retention.team.models import User
from retention.team.open_work import OpenItem, OpenWork

from .actions.mentions import hand_over_mention
from .models import Mention


def _rows(person: User) -> QuerySet[Mention]:
    rows = Mention.objects.unanswered().filter(user=person)
    return rows.select_related("comment__account", "comment__author", "comment__touchpoint").order_by("id")


def _item(mention: Mention) -> OpenItem:
    comment = mention.comment
    where = f"/comments/{comment.thread_id}/#comment-{comment.pk}"
    return OpenItem(f"Named by {comment.author.name}", comment.account.name, where)


def hand_over(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* answer where they may read it; the others are left."""
    rows = list(_rows(person))
    for mention in rows:
        hand_over_mention(mention=mention, to=to, by=by, at=at)
    return len(rows)


MENTIONS = OpenWork(
    order=93,
    name="mentions",
    label="Comments that name them",
    rows=_rows,
    item=_item,
    hand_over=hand_over,
    may_be_left=True,
    out_of_sight=lambda person: (
        Mention.objects.unanswered().filter(user=person).count()
        - Mention.objects.visible_to(person).unanswered().filter(user=person).count()
    ),
)
