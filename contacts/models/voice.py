"""What customers say: complaints, ideas and praise until the loop is closed; one-question surveys."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Account
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from .contact import Contact
from .touchpoint import Touchpoint
from .work import NextStep


class FeedbackKind(models.TextChoices):
    """What somebody said."""

    COMPLAINT = "complaint", "Complaint"
    IDEA = "idea", "Idea"
    PRAISE = "praise", "Praise"


class FeedbackState(models.TextChoices):
    """How far the loop is."""

    OPEN = "open", "No reply yet"
    REPLIED = "replied", "Replied, not settled"
    CLOSED = "closed", "Loop closed"


class FeedbackQuerySet(ThroughAccount["FeedbackItem"]):
    """Questions over what customers said. Whoever has to reply may work on it."""

    worker: ClassVar[str] = "owner_id"

    def open(self) -> Self:
        """Not told yet what came of it."""
        return self.exclude(state=FeedbackState.CLOSED)

    def late(self, *, on: date) -> Self:
        """Something is owed to them, and its day has passed."""
        return self.open().filter(due_on__lt=on)


@audited()
class FeedbackItem(Recorded, Versioned):
    """A complaint, idea or praise with somebody who replies. ``due_on`` is the next day something is owed:
    the reply, then the word on what came of it. ``about_user`` is whom of ours praise is for.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="feedback")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="feedback")
    touchpoint = models.ForeignKey(
        Touchpoint, models.SET_NULL, null=True, blank=True, related_name="feedback"
    )
    kind = models.CharField(max_length=10, choices=FeedbackKind.choices)
    text = models.CharField(max_length=2000)
    received_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="feedback")
    about_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=FeedbackState.choices, default=FeedbackState.OPEN)
    due_on = models.DateField()
    reply = models.CharField(max_length=2000, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=2000, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar = FeedbackQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=FeedbackKind.values), name="feedback_kind_known"),
            models.CheckConstraint(condition=Q(state__in=FeedbackState.values), name="feedback_state_known"),
            models.CheckConstraint(condition=~Q(text=""), name="feedback_says_something"),
            models.CheckConstraint(
                condition=Q(state=FeedbackState.OPEN, replied_on__isnull=True)
                | (~Q(state=FeedbackState.OPEN) & Q(replied_on__isnull=False) & ~Q(reply="")),
                name="feedback_replied_says_what",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) & ~Q(state=FeedbackState.CLOSED)
                | Q(state=FeedbackState.CLOSED, closed_on__isnull=False) & ~Q(outcome=""),
                name="feedback_closed_says_what_came_of_it",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on")), name="feedback_due_after_it_came"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-received_on"], name="feedback_by_account"),
            models.Index(
                fields=["owner", "due_on", "id"], name="feedback_open", condition=~Q(state="closed")
            ),
            models.Index(fields=["due_on", "id"], name="feedback_by_due"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def is_late(self, *, on: date) -> bool:
        """True when something is owed to them and its day has passed."""
        return self.state != FeedbackState.CLOSED and self.due_on < on


class SurveyKind(models.TextChoices):
    """Which one question is asked."""

    NPS = "nps", "Would they recommend us (0 to 10)"
    CSAT = "csat", "How satisfied are they (1 to 5)"
    CES = "ces", "Was it easy to work with us (1 to 7)"


SCALES = {SurveyKind.NPS: (0, 10), SurveyKind.CSAT: (1, 5), SurveyKind.CES: (1, 7)}
LOW = {SurveyKind.NPS: 6, SurveyKind.CSAT: 2, SurveyKind.CES: 3}
HIGH = {SurveyKind.NPS: 9, SurveyKind.CSAT: 5, SurveyKind.CES: 6}


def _within(kind: SurveyKind) -> Q:
    least, most = SCALES[kind]
    return Q(kind=kind, score__gte=least, score__lte=most)


class SurveyQuerySet(ThroughAccount["SurveyAsked"]):
    """Questions over surveys."""

    def answered(self) -> Self:
        """With a score."""
        return self.filter(score__isnull=False)


@audited()
class SurveyAsked(Recorded):
    """One question to one contact, once a quarter (``quarter`` is its first day), behind a signed link."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="surveys")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="surveys")
    kind = models.CharField(max_length=4, choices=SurveyKind.choices)
    quarter = models.DateField()
    asked_on = models.DateField()
    expires_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    step = models.ForeignKey(NextStep, models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar = SurveyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=SurveyKind.values), name="survey_kind_known"),
            models.CheckConstraint(
                condition=Q(score__isnull=True)
                | _within(SurveyKind.NPS)
                | _within(SurveyKind.CSAT)
                | _within(SurveyKind.CES),
                name="survey_score_on_its_scale",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True, answered_at__isnull=True, comment="")
                | Q(score__isnull=False, answered_at__isnull=False),
                name="survey_answered_has_a_score",
            ),
            models.CheckConstraint(
                condition=Q(quarter__day=1) & Q(quarter__month__in=(1, 4, 7, 10)), name="survey_of_a_quarter"
            ),
            models.UniqueConstraint(fields=["contact", "quarter"], name="survey_once_a_quarter"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-asked_on"], name="survey_by_account"),
            models.Index(fields=["-asked_on", "-id"], name="survey_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, asked {self.asked_on}"

    @property
    def is_low(self) -> bool:
        """A score that asks for recovery."""
        return self.score is not None and self.score <= LOW[SurveyKind(self.kind)]

    @property
    def is_high(self) -> bool:
        """A score after which one might ask for something."""
        return self.score is not None and self.score >= HIGH[SurveyKind(self.kind)]
