"""The account's story in the users' words, written by actions in the same transaction."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from retention.team.visibility import ThroughAccount, inner_circle_q, reach_of

from .account import Account

if TYPE_CHECKING:
    from retention.team.visibility import Reader


class TimelineQuerySet(ThroughAccount["TimelineEvent"]):
    """Events a reader may see: private ones only inside the account's inner circle."""

    def narrower_than_account(self, user: "Reader") -> Q:
        """Private ones only inside the account's inner circle, and for who did them."""
        own = Q(actor_id=reach_of(user).user_id)
        return Q(is_private=False) | own | inner_circle_q(user, "account__")


class TimelineEvent(models.Model):
    """One thing that happened at an account. ``at`` is when it was true; the text is ready to show."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="timeline")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40, help_text="Past tense: touchpoint_logged, owner_changed.")
    text = models.CharField(max_length=500)
    subject_type = models.CharField(max_length=20, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    is_private = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True, help_text="False once its subject was superseded.")

    objects: ClassVar = TimelineQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "-at", "-id"], name="timeline_by_account"),
            models.Index(fields=["subject_type", "subject_id"], name="timeline_by_subject"),
        ]

    def __str__(self) -> str:
        return self.text
