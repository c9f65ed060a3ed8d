"""What winning means to a customer, as a figure; and the figures that say how it goes."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.models import Account
from contacts.models import Contact
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..attainment import Goal
from ..choices import Better, GoalSource, MeasuredBy, TargetState
from ..milestones import readings_of
from .guards import after_its_baseline, keeps_what_was_agreed, milestones_lie_on_the_way


class RoiTargetQuerySet(ThroughAccount["RoiTarget"]):
    """Questions over targets."""

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.exclude(state=TargetState.WITHDRAWN)

    def agreed(self) -> Self:
        """Agreed with the customer, in their words: only these count as attainment."""
        return self.filter(state=TargetState.AGREED)

    def shared(self) -> Self:
        """What somebody chose to show to the customer."""
        return self.standing().filter(is_shared=True)

    def review_due(self, *, on: date) -> Self:
        """Agreed, and not looked at with the customer for longer than was said."""
        return self.agreed().filter(next_review_on__lte=on)


@audited()
class RoiTarget(Recorded, Versioned):
    """A benefit the customer expects, as a figure that can be measured (docs/methods.md, ROI targets).

    ``stakeholder`` is whose expectation it is, ``agreed_with`` who agreed for the customer. Once agreed,
    ``target``, ``due_on`` and ``scope`` move by a change record only; ``milestones`` stay as agreed, but for
    those that such a change leaves behind. ``confirmed_by`` said that it is reached: until then it is
    reached, unconfirmed.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="roi_targets")
    metric = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False)
    scope = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=40)
    direction = models.CharField(max_length=6, choices=Better.choices, default=Better.HIGHER)
    baseline = models.DecimalField(max_digits=18, decimal_places=4)
    baseline_on = models.DateField()
    target = models.DecimalField(max_digits=18, decimal_places=4)
    due_on = models.DateField()
    milestones = models.JSONField(default=list, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=8, choices=GoalSource.choices, default=GoalSource.CUSTOMER)
    measured_where = models.CharField(max_length=300, blank=True)
    stakeholder = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=TargetState.choices, default=TargetState.PROPOSED)
    agreed_with = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_on = models.DateField(null=True, blank=True)
    review_days = models.PositiveSmallIntegerField(default=90)
    next_review_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    changed_by = models.ForeignKey(
        "plans.ChangeRecord", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = RoiTargetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(metric="") & ~Q(unit=""), name="roi_target_says_what"),
            models.CheckConstraint(condition=Q(direction__in=Better.values), name="roi_direction_known"),
            models.CheckConstraint(condition=Q(source__in=GoalSource.values), name="roi_source_known"),
            models.CheckConstraint(condition=Q(state__in=TargetState.values), name="roi_state_known"),
            models.CheckConstraint(
                condition=Q(direction=Better.HIGHER, target__gt=F("baseline"))
                | Q(direction=Better.LOWER, target__lt=F("baseline")),
                name="roi_target_beyond_baseline",
            ),
            models.CheckConstraint(condition=Q(due_on__gt=F("baseline_on")), name="roi_due_after_baseline"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=10), name="roi_weight_range"),
            models.CheckConstraint(
                condition=Q(review_days__gte=7, review_days__lte=366), name="roi_review_range"
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True, agreed_with__isnull=True, confirmed_on__isnull=True)
                & ~Q(state=TargetState.AGREED)
                | Q(agreed_on__isnull=False, agreed_with__isnull=False, source=GoalSource.CUSTOMER)
                & ~Q(state=TargetState.PROPOSED),
                name="roi_agreed_with_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_on__isnull=False, confirmed_by__isnull=False),
                name="roi_confirmed_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state=TargetState.WITHDRAWN, withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(state=TargetState.WITHDRAWN) & Q(withdrawn_on__isnull=True, withdrawn_reason=""),
                name="roi_withdrawn_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "due_on", "id"], name="roi_by_account"),
            models.Index(fields=["next_review_on", "id"], name="roi_review_due", condition=Q(state="agreed")),
        ]
        triggers: ClassVar = [keeps_what_was_agreed(), milestones_lie_on_the_way()]

    def __str__(self) -> str:
        return self.metric

    @property
    def is_agreed(self) -> bool:
        """The customer agreed to it, and it stands."""
        return self.state == TargetState.AGREED

    @property
    def goal(self) -> Goal:
        """Its line, through its milestones."""
        points = readings_of(self.milestones)
        return Goal(self.baseline, self.baseline_on, self.target, self.due_on, self.weight, points)


class MeasurementQuerySet(ThroughAccount["Measurement"]):
    """Questions over measurements."""

    via: ClassVar[str] = "target__account__"

    def current(self) -> Self:
        """What stands: the newest row of each measurement."""
        return self.filter(is_current=True)


@audited(exclude=["thread"])
class Measurement(Recorded):
    """What a metric was on a day, in the unit of its target, and how we know.

    A correction is a newer row of the same ``thread``; ``is_void`` means that it was entered by mistake.
    """

    target = models.ForeignKey(RoiTarget, models.PROTECT, related_name="measurements")
    measured_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    source = models.CharField(max_length=8, choices=MeasuredBy.choices, default=MeasuredBy.CUSTOMER)
    evidence = models.CharField(max_length=1000, blank=True)
    link = models.CharField(max_length=300, blank=True)
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

    objects: ClassVar = MeasurementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(source__in=MeasuredBy.values), name="measured_by_known"),
            models.CheckConstraint(
                condition=~Q(evidence="") | ~Q(link=""), name="measurement_says_how_we_know"
            ),
            models.UniqueConstraint(
                fields=["target", "measured_on"],
                condition=Q(is_current=True, is_void=False),
                name="measured_once_a_day",
            ),
            models.UniqueConstraint(fields=["thread", "version"], name="measurement_version_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["target", "measured_on", "-id"], name="measured_as_of")]
        triggers: ClassVar = [after_its_baseline()]

    def __str__(self) -> str:
        return f"{self.value:f} on {self.measured_on}"

    @property
    def account_id(self) -> int:
        """The account of its target."""
        return self.target.account_id
