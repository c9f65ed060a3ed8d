"""What customers do for us: references, case studies, referrals, reviews, speaking."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.choices import HealthBand
from accounts.models import Account
from contacts.choices import Mood
from contacts.models import Contact, NextStep
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount


class AdvocacyKind(models.TextChoices):
    """What a customer may do for us."""

    REFERENCE = "reference", "Reference"
    CASE_STUDY = "case_study", "Case study"
    REFERRAL = "referral", "Referral"
    REVIEW = "review", "Review"
    SPEAKING = "speaking", "Speaking"


NEEDS_CONSENT = (AdvocacyKind.REFERENCE, AdvocacyKind.CASE_STUDY, AdvocacyKind.SPEAKING)
"""Where we use their name or word; a referral and a review are their own act."""


class AskOutcome(models.TextChoices):
    """What became of asking."""

    WAITING = "waiting", "No answer yet"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"
    GIVEN = "given", "Given"


class AdvocacyAskQuerySet(ThroughAccount["AdvocacyAsk"]):
    """Questions over asks."""

    def of_person(self, contact: Contact) -> Self:
        """What somebody was asked for in any seat: who moves is not asked anew."""
        if contact.person_id is None:
            return self.filter(contact=contact)
        return self.filter(contact__person=contact.person_id)


@audited()
class AdvocacyAsk(Recorded, Versioned):
    """Somebody at a customer was asked to do something for us, and how they felt about us on that day.

    ``band`` and ``mood`` are what was known of that day; they never change. ``prospect`` is for whom,
    ``deal`` the deal of it that was lost; ``worth`` is the business that came of it. ``review`` is the next
    step that a weak reference raised. ``asked_by`` is empty only for asks from before this was kept.
    """

    kind = models.CharField(max_length=10, choices=AdvocacyKind.choices, default=AdvocacyKind.REFERENCE)
    account = models.ForeignKey(Account, models.PROTECT, related_name="advocacy_asks")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="advocacy_asks")
    deal = models.ForeignKey(
        "growth.LostDeal", models.CASCADE, null=True, blank=True, related_name="references"
    )
    prospect = models.CharField(max_length=200, blank=True)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=8, choices=AskOutcome.choices, default=AskOutcome.WAITING)
    said = models.CharField(max_length=1000, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=1000, blank=True)
    worth = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    band = models.CharField(max_length=8, choices=HealthBand.choices, editable=False)
    mood = models.SmallIntegerField(choices=Mood.choices, null=True, editable=False)
    review = models.ForeignKey(
        NextStep, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects: ClassVar = AdvocacyAskQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deal", "account"], name="ask_once_for_a_deal"),
            models.CheckConstraint(condition=Q(band__in=HealthBand.values), name="ask_band_known"),
            models.CheckConstraint(condition=Q(kind__in=AdvocacyKind.values), name="ask_kind_known"),
            models.CheckConstraint(condition=Q(outcome__in=AskOutcome.values), name="ask_outcome_known"),
            models.CheckConstraint(
                condition=Q(deal__isnull=True) | Q(kind=AdvocacyKind.REFERENCE),
                name="ask_of_a_deal_is_reference",
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | Q(deal__isnull=False), name="ask_is_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True)
                | (~Q(outcome=AskOutcome.WAITING) & Q(answered_on__gte=F("asked_on"))),
                name="ask_answered_after_asking",
            ),
            models.CheckConstraint(
                condition=Q(used_on__isnull=True, result="", worth__isnull=True)
                | Q(outcome=AskOutcome.GIVEN, used_on__gte=F("asked_on"))
                | Q(outcome=AskOutcome.GIVEN, used_on__isnull=True, worth__isnull=True),
                name="ask_used_when_given",
            ),
            models.CheckConstraint(
                condition=Q(worth__isnull=True, currency="")
                | Q(worth__isnull=False, worth__gte=0, currency__regex=r"^[A-Z]{3}$"),
                name="ask_worth_in_a_currency",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-asked_on", "-id"], name="ask_by_day"),
            models.Index(fields=["account", "-asked_on"], name="ask_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.account}"

    @property
    def is_weak(self) -> bool:
        """Their word was heard while they were not healthy; unknown is neither weak nor sound."""
        return self.outcome == AskOutcome.GIVEN and self.band in WEAK


class AdvocacyConsentQuerySet(ThroughAccount["AdvocacyConsent"]):
    """Questions over consents."""

    def standing(self) -> Self:
        """Neither taken back nor replaced by a newer one; it may have run out."""
        return self.filter(ended_on__isnull=True)

    def valid(self, *, on: date) -> Self:
        """Standing, and not run out on a day."""
        return self.standing().filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on), given_on__lte=on)


@audited()
class AdvocacyConsent(Recorded):
    """Somebody let us use their name or word: for what (``scope``), since when, until when, and who said so.

    One of a kind stands for a contact. ``was_withdrawn`` tells a consent taken back from one replaced.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="advocacy_consents")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="advocacy_consents")
    kind = models.CharField(max_length=10, choices=AdvocacyKind.choices)
    scope = models.CharField(max_length=500)
    given_by = models.ForeignKey(Contact, models.PROTECT, related_name="consents_given")
    given_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, editable=False)
    was_withdrawn = models.BooleanField(default=False, editable=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = AdvocacyConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=AdvocacyKind.values), name="consent_kind_known"),
            models.CheckConstraint(condition=~Q(scope=""), name="consent_says_for_what"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("given_on")),
                name="consent_expires_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=False) | Q(was_withdrawn=False),
                name="consent_withdrawn_has_a_day",
            ),
            models.UniqueConstraint(
                fields=["contact", "kind"], name="consent_stands_once", condition=Q(ended_on__isnull=True)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "kind"], name="consent_by_account")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.scope}"

    def is_valid(self, *, on: date) -> bool:
        """It stands, and has not run out."""
        return (
            self.ended_on is None
            and self.given_on <= on
            and (self.expires_on is None or self.expires_on >= on)
        )


WEAK = (HealthBand.WATCH, HealthBand.AT_RISK)
