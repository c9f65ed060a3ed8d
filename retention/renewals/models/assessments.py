"""The two compulsory assessments of a renewal: the owner's view, the system's, and what counts."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.choices import HealthBand
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import Reader, ScopedQuerySet

from ..choices import CLOSED_STAGES


class Round(models.TextChoices):
    """Which of the two."""

    FIRST = "first", "First assessment"
    SECOND = "second", "Second assessment"


class View(models.TextChoices):
    """How a renewal is seen."""

    GOOD = "good", "Good"
    MONITOR = "monitor", "Monitor"
    AT_RISK = "at_risk", "At risk"


class AssessmentState(models.TextChoices):
    """Where an assessment stands."""

    ASKED = "asked", "Waits for the owner"
    DISAGREED = "disagreed", "Waits for the lead"
    FINAL = "final", "Final"
    LAPSED = "lapsed", "Not given in time"


class AssessmentQuerySet(ScopedQuerySet["Assessment"]):
    """Questions over assessments."""

    via: ClassVar[str] = "renewal__account__"

    def open(self) -> "AssessmentQuerySet":
        """Of renewals that are still to be decided."""
        return self.exclude(renewal__stage__in=CLOSED_STAGES)

    def asked(self) -> "AssessmentQuerySet":
        """The owner has not said anything yet: what the system thinks is hidden."""
        return self.open().filter(state=AssessmentState.ASKED)

    def disagreed(self) -> "AssessmentQuerySet":
        """Owner and system differ, and a lead has to decide."""
        return self.open().filter(state=AssessmentState.DISAGREED)


@audited()
class Assessment(Recorded, Versioned):
    """One of two views on a renewal, asked 180 and 90 days before the decision.

    ``view`` is the owner's; ``final`` what counts: theirs when the system agrees, else the lead's.
    """

    renewal = models.ForeignKey("renewals.Renewal", models.CASCADE, related_name="assessments")
    which = models.CharField(max_length=6, choices=Round.choices)
    due_on = models.DateField()
    state = models.CharField(max_length=9, choices=AssessmentState.choices, default=AssessmentState.ASKED)
    view = models.CharField(max_length=7, choices=View.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    final = models.CharField(max_length=7, choices=View.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    objects: ClassVar = AssessmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["renewal", "which"], name="assessment_once_per_round"),
            models.CheckConstraint(
                condition=Q(which__in=Round.values, state__in=AssessmentState.values),
                name="assessment_words_known",
            ),
            models.CheckConstraint(
                condition=~Q(which="second", view="monitor") & ~Q(which="second", final="monitor"),
                name="assessment_second_is_no_monitor",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "lapsed"], view="", by__isnull=True)
                | Q(state__in=["disagreed", "final"], view__in=View.values, by__isnull=False) & ~Q(reason=""),
                name="assessment_given_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="final", final__in=View.values) | (~Q(state="final") & Q(final="")),
                name="assessment_final_has_a_view",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")),
                name="assessment_decided_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on", "id"],
                name="assessment_waiting",
                condition=Q(state__in=["asked", "disagreed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_which_display()} of {self.renewal_id}"

    @property
    def is_second(self) -> bool:
        """True for the one ninety days before."""
        return self.which == Round.SECOND


class SystemViewQuerySet(ScopedQuerySet["SystemView"]):
    """What the system thought, once it may be told."""

    via: ClassVar[str] = "assessment__renewal__account__"

    def narrower_than_account(self, user: Reader) -> Q:
        """Nobody reads it before the owner has said theirs, whatever their role."""
        return ~Q(assessment__view="")


class SystemView(Recorded):
    """What the figures said when an assessment was asked for. Hidden until the owner has given theirs.

    A table of its own, so that no page, export or audit entry of the assessment can hold it by accident.
    """

    assessment = models.OneToOneField(Assessment, models.CASCADE, related_name="system_view")
    view = models.CharField(max_length=7, choices=View.choices)
    band = models.CharField(max_length=8, choices=HealthBand.choices)
    caps = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    probability = models.DecimalField(max_digits=5, decimal_places=4, null=True)

    objects: ClassVar = SystemViewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(view__in=View.values), name="system_view_known"),
        ]

    def __str__(self) -> str:
        return self.view
