"""Touchpoints: every contact event, corrected by superseding rows, never edited in place."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Account
from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount, inner_circle_q, reach_of

from ..choices import Channel, Direction, Mood, Outcome, Purpose
from .contact import Contact

if TYPE_CHECKING:
    from retention.team.models import User
    from retention.team.visibility import Reader


class TouchpointQuerySet(ThroughAccount["Touchpoint"]):
    """Questions over touchpoints."""

    def narrower_than_account(self, user: "Reader") -> Q:
        """Private ones only inside the account's inner circle, and for who logged them."""
        own = Q(logged_by_id=reach_of(user).user_id)
        return Q(is_private=False) | own | inner_circle_q(user, "account__")

    def current(self) -> Self:
        """What stands: not superseded, not withdrawn."""
        return self.filter(is_current=True)

    def two_way(self) -> Self:
        """Qualifying touchpoints (docs/methods.md, What counts)."""
        return self.filter(is_current=True, is_qualifying=True)

    def newest_first(self, before: datetime | None = None) -> Self:
        """By when it happened, latest first."""
        rows = self.filter(happened_at__lt=before) if before else self
        return rows.order_by("-happened_at", "-id")


@audited(by_time="touchpoint_audit_time")
class Touchpoint(Recorded):
    """Something said between us and them, when it happened and how it felt.

    ``happened_at`` is when it was true, ``recorded_at`` when we knew; ``source_time`` is an import's own
    entry time, kept apart. A correction is a new row whose ``supersedes`` points here.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="touchpoints")
    happened_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.OUTBOUND)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.CONNECTED)
    purpose = models.CharField(max_length=14, choices=Purpose.choices, default=Purpose.RELATIONSHIP)
    mood = models.SmallIntegerField(choices=Mood.choices, null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    is_private = models.BooleanField(default=False)
    is_qualifying = models.BooleanField(editable=False, help_text="Two-way with the recorded contacts.")
    is_current = models.BooleanField(default=True, editable=False)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="logged_touchpoints")
    source_time = models.DateTimeField(null=True, editable=False)
    contacts: "models.ManyToManyField[Contact, TouchpointContact]" = models.ManyToManyField(
        Contact, through="TouchpointContact", related_name="touchpoints"
    )
    colleagues: "models.ManyToManyField[User, TouchpointColleague]" = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="TouchpointColleague", related_name="touchpoints"
    )

    objects: ClassVar = TouchpointQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(mood__isnull=True) | Q(mood__gte=-2, mood__lte=2), name="touchpoint_mood_range"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__lte=1440), name="touchpoint_minutes_in_a_day"
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="touchpoint_channel_known"),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="touchpoint_direction_known"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="touchpoint_outcome_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="touchpoint_purpose_known"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account", "-happened_at", "-id"],
                name="touchpoint_by_account",
                condition=Q(is_current=True),
            ),
            models.Index(
                fields=["-happened_at", "-id"], name="touchpoint_by_time", condition=Q(is_current=True)
            ),
            models.Index(fields=["logged_by", "-happened_at"], name="touchpoint_by_author"),
            models.Index(fields=["logged_by", "-recorded_at"], name="touchpoint_by_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} on {self.happened_at:%Y-%m-%d}"


class TouchpointContact(models.Model):
    """Which of their people took part; somebody only in copy does not count as spoken to."""

    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="contact_links")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="touchpoint_links")
    in_copy = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["touchpoint", "contact"], name="touchpoint_contact_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["contact", "touchpoint"], name="touchpoints_of_contact")]

    def __str__(self) -> str:
        return f"{self.contact_id} in {self.touchpoint_id}"


class TouchpointColleague(models.Model):
    """Which of our people took part."""

    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="colleague_links")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["touchpoint", "user"], name="touchpoint_colleague_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.touchpoint_id}"
