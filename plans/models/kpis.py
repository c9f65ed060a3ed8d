"""What a customer and we agreed to measure of our work, period by period, and what it was."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Lower

from accounts.models import Account
from contacts.models import Contact
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import Better, Frequency
from .kpi_guards import closed_periods_stand, keeps_what_is_measured


class KpiQuerySet(ThroughAccount["Kpi"]):
    """Questions over KPIs."""

    def current(self) -> Self:
        """Still measured."""
        return self.filter(ended_on__isnull=True)

    def agreed(self) -> Self:
        """The customer agreed to it."""
        return self.filter(agreed_on__isnull=False)

    def lacking(self, frequency: str, period_on: date) -> Self:
        """Of that frequency, and without a reading of the period that begins on that day."""
        read = KpiReading.objects.current().filter(kpi=OuterRef("pk"), period_on=period_on, is_void=False)
        begun = self.current().filter(frequency=frequency, starts_on__lte=period_on)
        return begun.exclude(Exists(read))


@audited()
class Kpi(Recorded, Versioned):
    """A measure of our work at an account, in the customer's words, with its target per month or quarter.

    Once agreed it keeps what it says; once read it keeps unit, direction and frequency
    (docs/methods.md, KPIs). ``deliverable`` is the name of what it measures; ``starts_on`` is the first day
    of its first period. ``is_shared``: a report to the customer may show it.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="kpis")
    name = models.CharField(max_length=200)
    measure = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=40)
    direction = models.CharField(max_length=6, choices=Better.choices, default=Better.HIGHER)
    target = models.DecimalField(max_digits=18, decimal_places=4)
    frequency = models.CharField(max_length=7, choices=Frequency.choices, default=Frequency.MONTH)
    starts_on = models.DateField()
    deliverable = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="kpis")
    agreed_with = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_on = models.DateField(null=True, blank=True)
    is_shared = models.BooleanField(default=False)
    ended_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = KpiQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(unit=""), name="kpi_says_what"),
            models.CheckConstraint(condition=Q(direction__in=Better.values), name="kpi_direction_known"),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="kpi_frequency_known"),
            models.CheckConstraint(
                condition=Q(starts_on__day=1)
                & (~Q(frequency=Frequency.QUARTER) | Q(starts_on__month__in=(1, 4, 7, 10))),
                name="kpi_starts_with_a_period",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True, agreed_with__isnull=True)
                | Q(agreed_on__isnull=False, agreed_with__isnull=False),
                name="kpi_agreed_with_whom_and_when",
            ),
            models.UniqueConstraint(
                "account", Lower("name"), name="kpi_once", condition=Q(ended_on__isnull=True)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "id"], name="kpi_by_account"),
            models.Index(fields=["frequency", "id"], name="kpi_current", condition=Q(ended_on__isnull=True)),
        ]
        triggers: ClassVar = [keeps_what_is_measured()]

    def __str__(self) -> str:
        return self.name


class KpiReadingQuerySet(ThroughAccount["KpiReading"]):
    """Questions over readings."""

    via: ClassVar[str] = "kpi__account__"

    def current(self) -> Self:
        """What stands: the newest row of each period."""
        return self.filter(is_current=True)


@audited(exclude=["thread"])
class KpiReading(Recorded):
    """What a KPI was in a period, against the target of then, and how we know.

    A correction is a newer row of the same ``thread``; figures of a row never change. ``closed_on`` closes
    the period: what follows is a restatement and says why in ``reason``. ``communicated_on`` is the day on
    which a sent report told the customer.
    """

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="readings")
    period_on = models.DateField()
    actual = models.DecimalField(max_digits=18, decimal_places=4)
    target = models.DecimalField(max_digits=18, decimal_places=4)
    evidence = models.CharField(max_length=1000, blank=True)
    link = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    communicated_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    is_void = models.BooleanField(default=False, editable=False)
    is_current = models.BooleanField(default=True, editable=False)
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later_rows", editable=False
    )
    thread = models.GeneratedField(
        expression=Coalesce(F("first_id"), F("id")), output_field=models.BigIntegerField(), db_persist=True
    )

    objects: ClassVar = KpiReadingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(evidence="") | ~Q(link=""), name="kpi_reading_says_how_we_know"
            ),
            models.CheckConstraint(
                condition=Q(communicated_on__isnull=True) | Q(closed_on__isnull=False),
                name="kpi_reading_told_is_closed",
            ),
            models.UniqueConstraint(
                fields=["kpi", "period_on"], condition=Q(is_current=True), name="kpi_read_once_a_period"
            ),
            models.UniqueConstraint(fields=["thread", "version"], name="kpi_reading_version_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["kpi", "-period_on", "-id"], name="kpi_readings")]
        triggers: ClassVar = [closed_periods_stand()]

    def __str__(self) -> str:
        return f"{self.actual:f} in {self.period_on}"

    @property
    def account_id(self) -> int:
        """The account of its KPI."""
        return self.kpi.account_id
