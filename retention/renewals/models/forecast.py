"""What people said about renewals and when: calls, plans against risk, snapshots of the forecast.

All of it is only ever added to: who said what is judged afterwards.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.choices import Tier
from accounts.models import Account
from contacts.models import NextStep
from retention.lib.records import Recorded
from retention.team.models import Team
from retention.team.visibility import ScopedQuerySet, ThroughAccount

from ..choices import ForecastCategory


class Moment(models.TextChoices):
    """When a snapshot of the forecast is taken: on Mondays, counting back from a quarter's end, by a lead."""

    WEEKLY = "weekly", "Monday"
    BEFORE_90 = "t-90", "90 days before the end"
    BEFORE_60 = "t-60", "60 days before the end"
    BEFORE_30 = "t-30", "30 days before the end"
    AT_END = "t-0", "The last day"
    FROZEN = "frozen", "Frozen by a lead"


class OwnerCallQuerySet(ScopedQuerySet["OwnerCall"]):
    """Calls, through their renewal."""

    via: ClassVar[str] = "renewal__account__"


class OwnerCall(Recorded):
    """One call of the owner on a renewal; the newest stands, the others are what was said before.

    ``forecast_arr``: expected renewed ARR in the renewal's currency; what was available, unless said.
    """

    renewal = models.ForeignKey("renewals.Renewal", models.CASCADE, related_name="owner_calls")
    call = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=500, blank=True)
    forecast_arr = models.DecimalField(max_digits=16, decimal_places=2)
    left_out_as = models.CharField(max_length=16, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = OwnerCallQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(call__in=["", *ForecastCategory.values]), name="owner_call_known"
            ),
            models.CheckConstraint(condition=Q(forecast_arr__gte=0), name="owner_call_not_negative"),
            models.CheckConstraint(
                condition=~Q(call="best_case") | ~Q(note=""), name="owner_call_best_case_has_conditions"
            ),
            models.CheckConstraint(
                condition=Q(call="omitted", left_out_as__in=["duplicate", "merged", "entered_in_error"])
                | (~Q(call="omitted") & Q(left_out_as="")),
                name="owner_call_left_out_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["renewal", "-id"], name="owner_call_newest")]

    def __str__(self) -> str:
        return f"{self.call or 'no call'} by {self.by}"


class RiskPlanQuerySet(ScopedQuerySet["RiskPlan"]):
    """Plans, through their renewal."""

    via: ClassVar[str] = "renewal__account__"

    def standing(self) -> "RiskPlanQuerySet":
        """With a step that is still to be done."""
        return self.filter(step__state="open")


class RiskPlan(Recorded):
    """What is done about a renewal at risk: the driver here; action, owner and day are the next step."""

    renewal = models.ForeignKey("renewals.Renewal", models.CASCADE, related_name="risk_plans")
    driver = models.CharField(max_length=200)
    step = models.OneToOneField(NextStep, models.PROTECT, related_name="risk_plan")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = RiskPlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(driver=""), name="risk_plan_has_a_driver"),
        ]

    def __str__(self) -> str:
        return self.driver


class ForecastMoment(models.Model):
    """A moment whose snapshot was taken. ``period``: first day of the quarter, of Mondays none."""

    moment = models.CharField(max_length=8, choices=Moment.choices)
    on = models.DateField()
    period = models.DateField(null=True)
    taken_at = models.DateTimeField()
    rows = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["moment", "on", "period"], name="forecast_moment_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moment} on {self.on}"


class ForecastSnapshot(models.Model):
    """One renewal as it was forecast at one moment; immutable, partitioned by month.

    ``team`` and ``tier`` are those of the day, nobody's name is kept: forecasts are judged by group.
    ``rate`` turns its currency into the workspace's; None when none was known. ``realised`` is set when it
    was closed by then with a known outcome.
    """

    pk = models.CompositePrimaryKey("on", "moment", "renewal_id")
    on = models.DateField()
    moment = models.CharField(max_length=8, choices=Moment.choices)
    renewal = models.ForeignKey("renewals.Renewal", models.DO_NOTHING, related_name="forecast_snapshots")
    account = models.ForeignKey(Account, models.DO_NOTHING, related_name="+")
    team = models.ForeignKey(Team, models.DO_NOTHING, null=True, related_name="+")
    tier = models.CharField(max_length=1, choices=Tier.choices)
    period = models.DateField()
    due_on = models.DateField()
    stage = models.CharField(max_length=16)
    is_closed = models.BooleanField()
    call = models.CharField(max_length=12, blank=True)
    atr = models.DecimalField(max_digits=16, decimal_places=2)
    forecast_arr = models.DecimalField(max_digits=16, decimal_places=2)
    realised = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8, null=True)
    taken_at = models.DateTimeField()

    objects: ClassVar = ThroughAccount["ForecastSnapshot"].as_manager()

    def __str__(self) -> str:
        return f"{self.renewal_id} at {self.moment} on {self.on}"


class ForecastFreeze(Recorded):
    """A lead's word on a quarter: the forecast of a team as it stood, with what the lead says about it."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    period = models.DateField()
    on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    closed = models.DecimalField(max_digits=16, decimal_places=2)
    commit = models.DecimalField(max_digits=16, decimal_places=2)
    most_likely = models.DecimalField(max_digits=16, decimal_places=2)
    best_case = models.DecimalField(max_digits=16, decimal_places=2)
    atr = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "period", "on"], name="forecast_frozen_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.period} frozen on {self.on}"
