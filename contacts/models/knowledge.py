"""What we know about a customer: one dated row per thing learned, superseded when it changes."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q

from accounts.models import Account
from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import Reader, ThroughAccount, inner_circle_q, reach_of

from ..knowledge.words import (
    ALWAYS_PERSONAL,
    MAY_BE_PERSONAL,
    NAMES_WHO,
    RATED,
    VALUES,
    FactOutcome,
    FactSource,
    Threat,
    Topic,
)
from .contact import Contact
from .touchpoint import Touchpoint
from .work import NextStep


class KnownFactQuerySet(ThroughAccount["KnownFact"]):
    """Questions over what we know."""

    def narrower_than_account(self, user: Reader) -> Q:
        """Whether somebody stays or leaves, what winning means to them personally: only inside the account's
        inner circle, and for who wrote it."""
        own = Q(by_id=reach_of(user).user_id)
        return Q(is_personal=False) | own | inner_circle_q(user, "account__")

    def current(self) -> Self:
        """What stands: not superseded, not taken back."""
        return self.filter(is_current=True)


@audited(exclude=["named_key"])
class KnownFact(Recorded):
    """Something learned about a customer, from whom, how and when; fresh until ``fresh_until``.

    Several may stand for one topic: three competitors are three rows. ``value`` is the word of a topic that
    has a few (intent, referral, competitor), ``named`` the competitor. ``importance`` and ``performance``
    (1 to 5) belong to why they stay and what they judge us by; ``operation`` names our work behind it,
    ``step`` what we do about it.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="known_facts")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="known_facts")
    topic = models.CharField(max_length=12, choices=Topic.choices)
    outcome = models.CharField(max_length=10, choices=FactOutcome.choices, default=FactOutcome.ANSWERED)
    value = models.CharField(max_length=8, blank=True)
    text = models.CharField(max_length=1000, blank=True)
    named = models.CharField(max_length=120, blank=True)
    named_key = models.GeneratedField(
        expression=Func(F("named"), function="keel_fold", output_field=models.CharField()),
        output_field=models.CharField(max_length=240),
        db_persist=True,
    )
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    performance = models.PositiveSmallIntegerField(null=True, blank=True)
    operation = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=8, choices=FactSource.choices, default=FactSource.STATED)
    said_on = models.DateField()
    fresh_until = models.DateField()
    is_personal = models.BooleanField(editable=False)
    touchpoint = models.ForeignKey(
        Touchpoint, models.SET_NULL, null=True, blank=True, related_name="known_facts"
    )
    step = models.ForeignKey(NextStep, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True, editable=False)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", editable=False
    )

    objects: ClassVar = KnownFactQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="fact_topic_known"),
            models.CheckConstraint(condition=Q(outcome__in=FactOutcome.values), name="fact_outcome_known"),
            models.CheckConstraint(condition=Q(source__in=FactSource.values), name="fact_source_known"),
            models.CheckConstraint(
                condition=~Q(outcome=FactOutcome.ANSWERED) | ~Q(text="") | ~Q(value="") | ~Q(named=""),
                name="fact_answered_says_what",
            ),
            models.CheckConstraint(
                condition=Q(value="")
                | Q(topic=Topic.INTENT, value__in=VALUES[Topic.INTENT].values)
                | Q(topic=Topic.REFERRAL, value__in=VALUES[Topic.REFERRAL].values)
                | Q(topic=Topic.COMPETITOR, value__in=VALUES[Topic.COMPETITOR].values),
                name="fact_value_of_its_topic",
            ),
            models.CheckConstraint(
                condition=Q(topic=Topic.COMPETITOR)
                & (~Q(outcome=FactOutcome.ANSWERED) | Q(value=Threat.NOBODY) | ~Q(named=""))
                | (~Q(topic=Topic.COMPETITOR) & Q(named="")),
                name="fact_competitor_is_named",
            ),
            models.CheckConstraint(
                condition=~Q(topic__in=NAMES_WHO) | Q(contact__isnull=False), name="fact_of_one_person"
            ),
            models.CheckConstraint(
                condition=(Q(importance__isnull=True) | Q(importance__gte=1, importance__lte=5))
                & (Q(performance__isnull=True) | Q(performance__gte=1, performance__lte=5)),
                name="fact_rated_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(topic__in=RATED)
                | Q(topic=Topic.DIFFERENCE, performance__isnull=True, operation="")
                | Q(importance__isnull=True, performance__isnull=True, operation=""),
                name="fact_rated_where_it_counts",
            ),
            models.CheckConstraint(
                condition=Q(fresh_until__gte=F("said_on")), name="fact_fresh_from_its_day"
            ),
            models.CheckConstraint(
                condition=Q(topic__in=ALWAYS_PERSONAL, is_personal=True)
                | (~Q(topic__in=ALWAYS_PERSONAL) & Q(is_personal=False))
                | Q(topic__in=MAY_BE_PERSONAL, is_personal=True),
                name="fact_intent_is_personal",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account", "topic", "-said_on"], name="fact_by_account", condition=Q(is_current=True)
            ),
            models.Index(
                fields=["named_key", "account"],
                name="fact_by_competitor",
                condition=Q(is_current=True, topic=Topic.COMPETITOR),
            ),
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """The answer in one line: its word, its text, or that they do not know."""
        if self.outcome != FactOutcome.ANSWERED:
            return self.get_outcome_display()
        text = "" if self.text == self.named else self.text
        return ": ".join(part for part in (self.named, self.value_word, text) if part)

    @property
    def value_word(self) -> str:
        """The word of the answer as people read it; empty where the topic has none or none was chosen."""
        words = VALUES.get(self.topic)
        return str(words(self.value).label) if words and self.value else ""

    @property
    def gap(self) -> int | None:
        """Importance × how far performance is from 5; None while either is not rated."""
        if self.importance is None or self.performance is None:
            return None
        return self.importance * (5 - self.performance)
