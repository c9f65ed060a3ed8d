"""What somebody objected to: a channel, a purpose, or being contacted at all; since when, and until when."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet

from ..choices import Channel
from .contact import Contact


class ObjectionPurpose(models.TextChoices):
    """What they do not want to be written or called for."""

    ANY = "any", "Anything"
    MARKETING = "marketing", "Campaigns and offers by bulk mail"
    SURVEY = "survey", "Surveys"


class ObjectionCame(models.TextChoices):
    """How they told us."""

    EMAIL = "email", "By e-mail"
    TALK = "talk", "In a talk"
    LETTER = "letter", "By letter"
    FORM = "form", "By a form or an unsubscribe link"
    OTHER = "other", "Another way"


class ObjectionQuerySet(ScopedQuerySet["Objection"]):
    """Questions over objections."""

    via: ClassVar[str] = "contact__account__"

    def standing(self) -> Self:
        """Not lifted."""
        return self.filter(lifted_on__isnull=True)

    def against_everything(self) -> Self:
        """Those who do not want to hear from us at all."""
        return self.standing().filter(channel="", purpose=ObjectionPurpose.ANY)

    def held(self, *, on: date) -> Self:
        """Those that held on a day."""
        return self.filter(Q(lifted_on__isnull=True) | Q(lifted_on__gt=on), since__lte=on)

    def against(self, purpose: str) -> Self:
        """Those against this purpose, or against anything."""
        return self.filter(purpose__in=(ObjectionPurpose.ANY, purpose))


@audited()
class Objection(Recorded):
    """They object to *channel* (empty: every channel) for *purpose*, from ``since`` until ``lifted_on``.

    Against anything by a channel, that channel also stands in ``channels_forbidden`` of the contact, which
    touchpoints, check-ins and surveys obey.
    """

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="objections")
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    purpose = models.CharField(max_length=10, choices=ObjectionPurpose.choices, default=ObjectionPurpose.ANY)
    since = models.DateField()
    came_by = models.CharField(max_length=6, choices=ObjectionCame.choices)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_note = models.CharField(max_length=300, blank=True)

    objects: ClassVar = ObjectionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-since", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(purpose__in=ObjectionPurpose.values), name="objection_purpose_known"
            ),
            models.CheckConstraint(
                condition=Q(channel="") | Q(channel__in=Channel.values), name="objection_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True, lifted_by__isnull=True, lift_note="")
                | Q(lifted_on__isnull=False, lifted_by__isnull=False, lifted_on__gte=F("since"))
                & ~Q(lift_note=""),
                name="objection_lifted_says_why",
            ),
            models.UniqueConstraint(
                fields=["contact", "channel", "purpose"], condition=Q(lifted_on__isnull=True),
                name="objection_stands_once",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["contact", "-since", "-id"], name="objection_by_contact")]

    def __str__(self) -> str:
        return self.in_words

    @property
    def in_words(self) -> str:
        """“Email, for surveys”, as a page says it."""
        channel = self.get_channel_display() if self.channel else "Every channel"
        anything = self.purpose == ObjectionPurpose.ANY
        return channel if anything else f"{channel}, for {self.get_purpose_display().lower()}"
