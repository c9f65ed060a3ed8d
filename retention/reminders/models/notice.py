"""What a person was told that hangs on no account: their import ended, their job needs them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from retention.lib.records import Recorded
from retention.team.visibility import Reader

from .notification import LONGEST_TEXT, LONGEST_TITLE, LONGEST_URL


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions over notices."""

    def visible_to(self, user: Reader) -> "NoticeQuerySet":
        """One's own, whatever one's role."""
        return self.filter(user_id=user.pk) if user.pk else self.none()

    def unread(self) -> "NoticeQuerySet":
        """Not opened yet."""
        return self.filter(read_at__isnull=True)


class Notice(Recorded):
    """One thing told to one person in the app, and in no mail; ``key`` says what, so that it is told once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.CharField(max_length=LONGEST_TEXT)
    url = models.CharField(max_length=LONGEST_URL)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at", "-id"], name="notice_by_user"),
            models.Index(fields=["created_at"], name="notice_by_age"),
        ]

    def __str__(self) -> str:
        return self.title
