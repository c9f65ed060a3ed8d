"""What a customer got: benefits from claimed to confirmed, and what was given on top and told."""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Account
from contacts.choices import Channel
from contacts.models import Contact
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import ProofState
from .roi import RoiTarget

TELL_WITHIN = timedelta(days=14)
"""After that, what was given and not told stands on a list (docs/methods.md, Value log)."""


class ValueQuerySet(ThroughAccount["ValueEntry"]):
    """Questions over the value log."""

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.exclude(state=ProofState.WITHDRAWN)

    def confirmed(self) -> Self:
        """A named contact confirmed it: only this counts."""
        return self.filter(state=ProofState.CONFIRMED)

    def shared(self) -> Self:
        """What somebody chose to show to the customer, and can be shown: it has evidence or an answer."""
        return self.filter(
            is_shared=True, state__in=(ProofState.EVIDENCED, ProofState.CONFIRMED, ProofState.DISPUTED)
        )

    def within(self, first: date, last: date) -> Self:
        """Benefits of a period, both days included."""
        return self.filter(happened_on__gte=first, happened_on__lte=last)


@audited()
class ValueEntry(Recorded, Versioned):
    """A benefit of a day: we say so, there is evidence, a contact confirmed or disputed it.

    Without an ``amount`` its worth is unknown, not nothing. ``method`` says how the amount was worked out.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="value_entries")
    target = models.ForeignKey(RoiTarget, models.PROTECT, null=True, blank=True, related_name="value_entries")
    what = models.CharField(max_length=500)
    happened_on = models.DateField()
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    method = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=ProofState.choices, default=ProofState.ASSERTED)
    evidence = models.CharField(max_length=1000, blank=True)
    link = models.CharField(max_length=300, blank=True)
    evidenced_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answer_channel = models.CharField(max_length=20, choices=Channel.choices, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = ValueQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="value_says_what"),
            models.CheckConstraint(condition=Q(state__in=ProofState.values), name="value_state_known"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="")
                | Q(amount__gt=0, currency__regex=r"^[A-Z]{3}$") & ~Q(method=""),
                name="value_amount_says_how",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ProofState.ASSERTED, ProofState.DISPUTED, ProofState.WITHDRAWN))
                | Q(evidenced_on__isnull=False) & (~Q(evidence="") | ~Q(link="")),
                name="value_evidence_before_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ProofState.CONFIRMED, ProofState.DISPUTED))
                | Q(answered_by__isnull=False, answered_on__isnull=False),
                name="value_answered_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProofState.DISPUTED) | ~Q(answer=""), name="value_disputed_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProofState.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="value_withdrawn_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-happened_on", "-id"], name="value_by_account"),
            models.Index(
                fields=["account", "-answered_on"], name="value_confirmed", condition=Q(state="confirmed")
            ),
        ]

    def __str__(self) -> str:
        return self.what[:80]


class GoodwillQuerySet(ThroughAccount["GoodwillEntry"]):
    """Questions over what was given."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_on__isnull=True)

    def not_told(self, *, on: date) -> Self:
        """Given two weeks ago or longer, and the customer was not told."""
        return self.standing().filter(told_on__isnull=True, given_on__lt=on - TELL_WITHIN)


@audited()
class GoodwillEntry(Recorded, Versioned):
    """Added value: work or goods given on purpose, what they would have cost, and whether they know."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="goodwill")
    what = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    given_on = models.DateField()
    list_value = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    told_on = models.DateField(null=True, blank=True)
    told_to = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = GoodwillQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(reason=""), name="goodwill_says_what_and_why"),
            models.CheckConstraint(
                condition=Q(list_value__isnull=True, currency="")
                | Q(list_value__gte=0, currency__regex=r"^[A-Z]{3}$"),
                name="goodwill_value_has_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True, told_to__isnull=True, acknowledged_on__isnull=True)
                | Q(told_on__isnull=False, told_to__isnull=False),
                name="goodwill_told_to_whom",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-given_on", "-id"], name="goodwill_by_account"),
            models.Index(
                fields=["given_on", "id"],
                name="goodwill_not_told",
                condition=Q(told_on__isnull=True, withdrawn_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.what[:80]
