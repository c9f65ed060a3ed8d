"""What a person was told in the app (exactly once) and the mails that carry it (each text in one mail)."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Account
from retention.lib.records import Recorded
from retention.team.visibility import ThroughAccount

from .reminder import Reminder, Urgency

if TYPE_CHECKING:
    from retention.team.models import User


LONGEST_TITLE, LONGEST_TEXT, LONGEST_URL = 200, 500, 200


class DeliveryState(models.TextChoices):
    """Where a mail stands."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"
    SUPPRESSED = "suppressed"
    HELD = "held"


class DeliveryKind(models.TextChoices):
    """Which mail it is."""

    DIGEST = "digest"
    IMMEDIATE = "immediate"
    LINK = "link"


class Delivery(Recorded):
    """The outbox: one mail to one of our users, with a Message-ID fixed before the first attempt."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=10, choices=DeliveryKind.choices)
    dedupe_key = models.CharField(max_length=160, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    state_reason = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True, help_text="A sender took it up and has not finished.")
    maybe_twice = models.BooleanField(default=False, help_text="A sender died while sending.")
    payload = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at", "id"], name="delivery_due", condition=Q(state="pending")),
            models.Index(fields=["user", "-due_at"], name="delivery_by_user"),
            models.Index(
                fields=["state", "-due_at"], name="delivery_stuck", condition=Q(state__in=["dead", "held"])
            ),
        ]

    def __str__(self) -> str:
        return self.dedupe_key


class NotificationQuerySet(ThroughAccount["Notification"]):
    """Questions over notifications."""

    def told_to(self, user: "User") -> "NotificationQuerySet":
        """This person's own, of accounts they may still see."""
        return self.filter(user_id=user.pk).visible_to(user)

    def unread(self) -> "NotificationQuerySet":
        """Not opened yet."""
        return self.filter(read_at__isnull=True)

    def unmailed(self) -> "NotificationQuerySet":
        """Standing in no mail yet, and not settled in the app meanwhile."""
        return self.filter(delivery__isnull=True, acknowledged_at__isnull=True)

    def newest_first(self) -> "NotificationQuerySet":
        """The order of the page; its keyset is (created_at, id)."""
        return self.order_by("-created_at", "-id")


class Notification(Recorded):
    """One reminder told to one person in the app; ``delivery`` is the mail in which its text stands."""

    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="notifications")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    account = models.ForeignKey(Account, models.CASCADE, related_name="notifications")
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.CharField(max_length=LONGEST_TEXT)
    url = models.CharField(max_length=LONGEST_URL)
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    delivery = models.ForeignKey(
        Delivery, models.SET_NULL, null=True, blank=True, related_name="notifications"
    )

    objects: ClassVar = NotificationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reminder", "user"], name="notification_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at", "-id"], name="notification_by_user"),
            models.Index(fields=["user"], name="notification_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["user"], name="notification_unmailed", condition=Q(delivery__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title


class Heartbeat(models.Model):
    """When each ticker and worker last did real work; the health page reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
