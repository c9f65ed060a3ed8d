"""Our work behind why a customer stays: figures of it, what they explain, and how they went."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower

from accounts.models import Account
from contacts.models import KnownFact
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import Better, MeasuredBy, Strength


class OperationQuerySet(ThroughAccount["OperationMetric"]):
    """Questions over figures of our work."""

    def standing(self) -> Self:
        """Not put aside."""
        return self.filter(retired_on__isnull=True)


@audited()
class OperationMetric(Recorded, Versioned):
    """A figure of our work for a customer: response time, deliveries on time, errors.

    Without a ``target`` nothing says what is good. A reading is expected every ``every_days`` days, from
    ``feed`` (docs/methods.md, Operations behind the drivers).
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="operation_metrics")
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    direction = models.CharField(max_length=6, choices=Better.choices, default=Better.HIGHER)
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    every_days = models.PositiveSmallIntegerField(default=31)
    feed = models.CharField(max_length=200, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = OperationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(unit=""), name="operation_says_what"),
            models.CheckConstraint(
                condition=Q(direction__in=Better.values), name="operation_direction_known"
            ),
            models.CheckConstraint(
                condition=Q(every_days__gte=1, every_days__lte=366), name="operation_every_days_range"
            ),
            models.UniqueConstraint(
                F("account"), Lower("name"), condition=Q(retired_on__isnull=True), name="operation_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DriverLinkQuerySet(ThroughAccount["DriverLink"]):
    """Questions over which figure explains which reason to stay."""

    via: ClassVar[str] = "metric__account__"


@audited()
class DriverLink(Recorded, Versioned):
    """A figure of our work explains a reason to stay, and how strong the evidence for that is."""

    metric = models.ForeignKey(OperationMetric, models.CASCADE, related_name="links")
    driver = models.ForeignKey(KnownFact, models.PROTECT, related_name="operation_links")
    strength = models.CharField(max_length=7, choices=Strength.choices, default=Strength.ASSUMED)
    evidence = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = DriverLinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(strength__in=Strength.values), name="driver_link_strength_known"
            ),
            models.CheckConstraint(
                condition=Q(strength=Strength.ASSUMED) | ~Q(evidence=""), name="driver_link_says_how_we_know"
            ),
            models.UniqueConstraint(fields=["metric", "driver"], name="driver_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.metric_id} explains {self.driver_id}"

    @property
    def account_id(self) -> int:
        """The account of its figure."""
        return self.metric.account_id


class ReadingQuerySet(ThroughAccount["OperationReading"]):
    """Questions over readings."""

    via: ClassVar[str] = "metric__account__"

    def current(self) -> Self:
        """What stands: the newest row of each reading."""
        return self.filter(is_current=True)


@audited(exclude=["thread"])
class OperationReading(Recorded):
    """What a figure of our work was on a day, from where, and since when we know it.

    A correction is a newer row of the same ``thread``; ``is_void`` means that it was entered by mistake.
    """

    metric = models.ForeignKey(OperationMetric, models.PROTECT, related_name="readings")
    measured_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    source = models.CharField(max_length=8, choices=MeasuredBy.choices, default=MeasuredBy.OURS)
    note = models.CharField(max_length=500, blank=True)
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

    objects: ClassVar = ReadingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(source__in=MeasuredBy.values), name="reading_source_known"),
            models.UniqueConstraint(
                fields=["metric", "measured_on"],
                condition=Q(is_current=True, is_void=False),
                name="reading_once_a_day",
            ),
            models.UniqueConstraint(fields=["thread", "version"], name="reading_version_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["metric", "-measured_on"], name="reading_as_of")]

    def __str__(self) -> str:
        return f"{self.value:f} on {self.measured_on}"

    @property
    def account_id(self) -> int:
        """The account of its figure."""
        return self.metric.account_id
