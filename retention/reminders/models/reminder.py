"""A reminder is a row written with the date it depends on, not when it falls due."""

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


class Reminder(Recorded):
    """One occurrence: what (kind, subject), anchored on which date, which rung, when to fire.

    ``dedupe_key`` is ``kind:subject:anchor_kind:anchor_on:rung`` and never contains the run time.
    """

    kind = models.CharField(max_length=30)
    account = models.ForeignKey(Account, models.CASCADE, related_name="reminders")
    subject_id = models.BigIntegerField()
    anchor_kind = models.CharField(max_length=14)
    anchor_on = models.DateField()
    rung = models.SmallIntegerField(help_text="Days relative to the anchor; negative is before.")
    content = models.CharField(max_length=40, help_text="What it says; the kind renders it.")
    audience = ArrayField(models.CharField(max_length=8, choices=Audience.choices))
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    fire_on = models.DateField()
    fire_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=ReminderState.choices, default=ReminderState.PLANNED
    )
    state_reason = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=160, unique=True)

    objects: ClassVar = ThroughAccount["Reminder"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=ReminderState.values), name="reminder_state_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["fire_at", "id"], name="reminder_due", condition=Q(state="planned")),
            models.Index(fields=["kind", "subject_id"], name="reminder_by_subject"),
            models.Index(fields=["account"], name="reminder_by_account"),
        ]

    def __str__(self) -> str:
        return self.dedupe_key
