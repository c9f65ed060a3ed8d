"""A reminder is a row written with the date it depends on, not when it falls due."""

from datetime import datetime, time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Account
from retention.lib.records import Recorded
from retention.team.visibility import ThroughAccount


class ReminderState(models.TextChoices):
    """Where a reminder stands."""

    PLANNED = "planned"
    RELEASED = "released"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class Audience(models.TextChoices):
    """Who is told; resolved to people when released."""

    OWNER = "owner"
    LEAD = "lead"
    SPONSOR = "sponsor"


class Urgency(models.TextChoices):
    """How it travels: in the daily digest, as a task in the digest, or in a mail of its own."""

    DIGEST = "digest"
    TASK = "task"
    IMMEDIATE = "immediate"


DAY_BEGINS = time(0, 5)
"""When a reminder fires on its day: early enough that the same morning's digest holds it."""


class ReminderQuerySet(ThroughAccount["Reminder"]):
    """Questions over reminders."""

    def planned(self) -> "ReminderQuerySet":
        """Still to be told."""
        return self.filter(state=ReminderState.PLANNED)

    def due(self, at: datetime) -> "ReminderQuerySet":
        """To be told by now, and not put off because telling it failed a moment ago."""
        return self.planned().filter(Q(retry_at__isnull=True) | Q(retry_at__lte=at), fire_at__lte=at)


class Reminder(Recorded):
    """One occurrence: what (kind, subject), anchored on which date, which rung, when to fire.

    ``dedupe_key`` is ``kind:subject:anchor_kind:anchor_on:rung`` and never contains the run time.
    ``fire_at`` is ``fire_wall`` on ``fire_on`` on a clock in ``fire_zone``, the zone of the account's
    owner; all three are kept so that it can be worked out again when the owner or a zone's rules change.
    """

    kind = models.CharField(max_length=30)
    account = models.ForeignKey(Account, models.CASCADE, related_name="reminders", db_index=False)
    subject_id = models.BigIntegerField()
    anchor_kind = models.CharField(max_length=14)
    anchor_on = models.DateField()
    rung = models.SmallIntegerField(help_text="Days relative to the anchor; negative is before.")
    content = models.CharField(
        max_length=40, help_text="What it says; the kind renders it. Rungs that mean the same share it."
    )
    audience = ArrayField(models.CharField(max_length=8, choices=Audience.choices))
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    fire_on = models.DateField()
    fire_wall = models.TimeField(default=DAY_BEGINS)
    fire_zone = models.CharField(max_length=64, default="UTC")
    fire_at = models.DateTimeField()
    retry_at = models.DateTimeField(null=True, help_text="Telling it failed; not tried again before this.")
    state = models.CharField(max_length=10, choices=ReminderState.choices, default=ReminderState.PLANNED)
    state_reason = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=160)

    objects: ClassVar = ReminderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ReminderState.values), name="reminder_state_known"),
            models.UniqueConstraint(fields=["dedupe_key"], name="reminder_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["fire_at", "id"], name="reminder_due", condition=Q(state="planned")),
            models.Index(fields=["kind", "subject_id"], name="reminder_by_subject"),
            models.Index(fields=["account"], name="reminder_by_account"),
            models.Index(fields=["released_at"], name="reminder_told", condition=Q(state="released")),
        ]

    def __str__(self) -> str:
        return self.dedupe_key
