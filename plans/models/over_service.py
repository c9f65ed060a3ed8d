"""Months that went over what contracts include, and what was decided about them."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from accounts.models import Account
from contacts.models import NextStep
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import OverDecision
from .hours import CURRENCY
from .value import GoodwillEntry


class ServiceMonthQuerySet(ThroughAccount["ServiceMonth"]):
    """Questions over months."""

    def over(self) -> Self:
        """More was delivered than is included."""
        return self.filter(over__gt=0)


class ServiceMonth(models.Model):
    """Derived: minutes included and delivered in one month of an account that has an allowance then.

    Kept true with its sources (``plans/served.py``); a rebuild finds nothing to change.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="service_months")
    month = models.DateField()
    allowed = models.PositiveIntegerField()
    delivered = models.PositiveIntegerField()
    over = models.GeneratedField(
        expression=Greatest(F("delivered") - F("allowed"), 0),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    objects: ClassVar = ServiceMonthQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "month"], name="service_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="service_month_by_its_first_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["month", "-over", "id"], name="service_month_most_over")]

    def __str__(self) -> str:
        return f"{self.delivered} of {self.allowed} minutes in {self.month:%b %Y}"


class OverServiceQuerySet(ThroughAccount["OverService"]):
    """Questions over decisions."""


@audited()
class OverService(Recorded, Versioned):
    """What was decided about the minutes of a month beyond the allowance: the figures are those of that day.

    ``amount`` is what the minutes cost at the list rate, unknown when there is none. Goodwill stands in the
    value log, a bill or a swap is a next step.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="over_services")
    month = models.DateField()
    allowed = models.PositiveIntegerField()
    delivered = models.PositiveIntegerField()
    decision = models.CharField(max_length=8, choices=OverDecision.choices)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    note = models.CharField(max_length=500)
    decided_on = models.DateField()
    goodwill = models.OneToOneField(
        GoodwillEntry, models.PROTECT, null=True, blank=True, related_name="over_service"
    )
    step = models.ForeignKey(NextStep, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = OverServiceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "month"], name="over_service_decided_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="over_service_month_by_its_first_day"),
            models.CheckConstraint(condition=Q(delivered__gt=F("allowed")), name="over_service_went_over"),
            models.CheckConstraint(
                condition=Q(decision__in=OverDecision.values), name="over_service_decision_known"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="over_service_says_why"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="") | Q(amount__gte=0, currency__regex=CURRENCY),
                name="over_service_amount_has_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(decision=OverDecision.GOODWILL) | Q(goodwill__isnull=True),
                name="over_service_goodwill_is_goodwill",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-month"], name="over_service_by_account")]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} for {self.month:%b %Y}"

    @property
    def over(self) -> int:
        """Minutes beyond the allowance, as they stood when it was decided."""
        return self.delivered - self.allowed
