"""What a customer should learn: planned, taught, taken up."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Account
from contacts.models import Contact, NextStep
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import Adopted
from .roi import RoiTarget


class LessonQuerySet(ThroughAccount["Lesson"]):
    """Questions over lessons."""

    def standing(self) -> Self:
        """Not dropped."""
        return self.filter(dropped_on__isnull=True)

    def open(self) -> Self:
        """Not taught yet."""
        return self.standing().filter(taught_on__isnull=True)

    def taught(self, first: date, last: date) -> Self:
        """Taught in a period, both days included."""
        return self.standing().filter(taught_on__gte=first, taught_on__lte=last)


@audited()
class Lesson(Recorded, Versioned):
    """Something to teach a customer: the topic, whom, with what, when, by whom, and whether they took it up.

    ``owner`` will teach it, ``taught_by`` did. While it is not known whether they took it up, nothing is
    claimed (docs/methods.md, Education).
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="lessons")
    topic = models.CharField(max_length=200)
    audience = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    target = models.ForeignKey(RoiTarget, models.PROTECT, null=True, blank=True, related_name="lessons")
    material = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=300, blank=True)
    planned_for = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taught_on = models.DateField(null=True, blank=True)
    taught_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    adopted = models.CharField(max_length=7, choices=Adopted.choices, default=Adopted.UNKNOWN)
    adopted_on = models.DateField(null=True, blank=True)
    adopted_note = models.CharField(max_length=500, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    step = models.ForeignKey(NextStep, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = LessonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(topic=""), name="lesson_says_what"),
            models.CheckConstraint(condition=Q(adopted__in=Adopted.values), name="lesson_adopted_known"),
            models.CheckConstraint(
                condition=Q(taught_on__isnull=True, taught_by__isnull=True)
                | Q(taught_on__isnull=False, taught_by__isnull=False),
                name="lesson_taught_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(adopted=Adopted.UNKNOWN, adopted_on__isnull=True)
                | ~Q(adopted=Adopted.UNKNOWN) & Q(adopted_on__isnull=False, taught_on__isnull=False),
                name="lesson_adopted_after_it_was_taught",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "planned_for", "id"], name="lesson_by_account"),
            models.Index(
                fields=["planned_for", "id"],
                name="lesson_open",
                condition=Q(taught_on__isnull=True, dropped_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    def is_late(self, *, on: date) -> bool:
        """It should have been taught by now."""
        waits = self.taught_on is None and self.dropped_on is None
        return waits and self.planned_for is not None and self.planned_for < on
