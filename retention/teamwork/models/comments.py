"""What we say to each other about a customer, and whom of ours we name in it. Never shown to a customer."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from accounts.models import Account
from contacts.models import FeedbackItem, Promise, Touchpoint
from plans.models import AccountPlan
from retention.lib.records import Recorded, Versioned
from retention.renewals.models import Renewal
from retention.team.audit import audited
from retention.team.visibility import (
    Reader,
    ScopedQuerySet,
    ThroughAccount,
    inner_circle_q,
    reach_of,
)

from .guards import comment_guard

ABOUT = ("touchpoint", "promise", "renewal", "feedback", "plan")
"""What a comment may be about, beside its account: at most one of these columns is set."""
EDIT_MINUTES = 15
"""How long an author may put other words in place of what they wrote."""


def _as_private_as_its_talk(user: Reader, via: str = "") -> Q:
    """A comment on a private touchpoint is as private as that (the field policy)."""
    talk = f"{via}touchpoint"
    ours = Q(**{f"{talk}__logged_by_id": reach_of(user).user_id})
    return (
        Q(**{f"{talk}__isnull": True})
        | Q(**{f"{talk}__is_private": False})
        | ours
        | inner_circle_q(user, f"{via}account__")
    )


class CommentQuerySet(ThroughAccount["Comment"]):
    """Questions over comments. Their author and whoever looks after the account may withdraw them."""

    worker: ClassVar[str] = "author_id"

    def narrower_than_account(self, user: Reader) -> Q:
        """On a private touchpoint only for who sees that."""
        return _as_private_as_its_talk(user)

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def threads(self) -> Self:
        """Comments that answer no other."""
        return self.filter(parent__isnull=True)

    def newest_first(self) -> Self:
        """The order of the page."""
        return self.order_by("-said_at", "-id")


@audited()
class Comment(Recorded, Versioned):
    """One colleague's words on an account or one of its records, or a reply to them (``parent``).

    A reply is about what its thread is about. A withdrawn comment keeps its row without words.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="comments")
    touchpoint = models.ForeignKey(Touchpoint, models.PROTECT, null=True, blank=True, related_name="comments")
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, blank=True, related_name="comments")
    renewal = models.ForeignKey(Renewal, models.PROTECT, null=True, blank=True, related_name="comments")
    feedback = models.ForeignKey(FeedbackItem, models.PROTECT, null=True, blank=True, related_name="comments")
    plan = models.ForeignKey(AccountPlan, models.PROTECT, null=True, blank=True, related_name="comments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    text = models.CharField(max_length=2000, blank=True)
    said_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = CommentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) & ~Q(text="") | Q(withdrawn_at__isnull=False, text=""),
                name="comment_says_something",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")) | Q(parent__isnull=True), name="comment_answers_another"
            ),
            models.CheckConstraint(
                condition=Q(edited_at__isnull=True) | Q(edited_at__gte=F("said_at")),
                name="comment_edited_after_it_was_said",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-said_at", "-id"], name="comment_by_account"),
            models.Index(fields=["-said_at", "-id"], name="comment_by_time"),
            models.Index(fields=["author", "-said_at"], name="comment_by_author"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="comment_search"),
        ]
        triggers: ClassVar = [comment_guard()]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def thread_id(self) -> int:
        """The comment that it answers, or itself."""
        return self.parent_id or self.pk

    @property
    def is_private(self) -> bool:
        """As private as the talk that it is about."""
        return self.touchpoint is not None and self.touchpoint.is_private

    def may_be_edited(self, at: datetime) -> bool:
        """Still fresh, and not withdrawn."""
        return self.withdrawn_at is None and at - self.said_at <= timedelta(minutes=EDIT_MINUTES)


class MentionQuerySet(ScopedQuerySet["Mention"]):
    """Questions over mentions: seen and answered with their comment."""

    via: ClassVar[str] = "comment__account__"
    worker: ClassVar[str] = "user_id"

    def narrower_than_account(self, user: Reader) -> Q:
        """As private as its comment."""
        return _as_private_as_its_talk(user, "comment__")

    def unanswered(self) -> Self:
        """Nobody has said yet that they know."""
        return self.filter(acknowledged_at__isnull=True, comment__withdrawn_at__isnull=True)


@audited()
class Mention(Recorded):
    """A colleague whom a comment names, by @ in its text (``in_text``) or chosen beside it.

    ``at_once`` asks for a mail of its own; otherwise the morning mail has it (docs/methods.md, Mentions).
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentions")
    in_text = models.BooleanField(default=False)
    at_once = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = MentionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "user"], name="mention_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user"], name="mention_open", condition=Q(acknowledged_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.comment_id}"
