"""Hours: what contracts include, and what was worked besides what touchpoints say."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.models import Account, Contract
from contacts.models import NextStep
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import WorkKind

CURRENCY = r"^[A-Z]{3}$"
NOT_NEGATIVE = ("fee", "list_rate", "cost_rate")


class AllowanceQuerySet(ThroughAccount["ServiceAllowance"]):
    """Questions over allowances."""

    def standing(self, on: date) -> Self:
        """In force on this day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


@audited()
class ServiceAllowance(Recorded, Versioned):
    """Minutes a month that a contract includes, from the first of a month to the last of one.

    ``fee`` is what they pay for it a month, ``list_rate`` what an hour beyond costs them, ``cost_rate`` what
    an hour costs us: in ``currency``, unknown when empty (docs/methods.md, Over-service).
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="allowances")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="allowances")
    minutes = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    fee = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    list_rate = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    cost_rate = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = AllowanceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="allowance_includes_something"),
            models.CheckConstraint(condition=Q(currency__regex=CURRENCY), name="allowance_currency_iso"),
            models.CheckConstraint(condition=Q(starts_on__day=1), name="allowance_starts_a_month"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="allowance_ends_after_start",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
                    name=f"allowance_{name}_not_negative",
                )
                for name in NOT_NEGATIVE
            ),
            ExclusionConstraint(
                name="allowance_one_at_a_time",
                expressions=[
                    ("contract", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-starts_on"], name="allowance_by_account")]

    def __str__(self) -> str:
        return f"{self.minutes} minutes a month"


class TimeQuerySet(ThroughAccount["TimeEntry"]):
    """Questions over time entries."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_on__isnull=True)


@audited()
class TimeEntry(Recorded, Versioned):
    """Minutes one of our people worked for an account on a day, beside what their touchpoints say.

    It is never edited: what was wrong is taken back and entered anew. ``is_beyond``: it lay outside of what
    was agreed.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="time_entries")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, blank=True, related_name="time_entries")
    step = models.ForeignKey(NextStep, models.SET_NULL, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="time_entries")
    worked_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=WorkKind.choices, default=WorkKind.DELIVERY)
    text = models.CharField(max_length=300)
    is_beyond = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = TimeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="time_entry_says_what"),
            models.CheckConstraint(condition=Q(kind__in=WorkKind.values), name="time_entry_kind_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440), name="time_entry_minutes_in_a_day"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account", "-worked_on", "-id"],
                name="time_entry_by_account",
                condition=Q(withdrawn_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
