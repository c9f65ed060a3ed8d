"""The account plan: its life, what it says that may be shown to the customer, its versions."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.choices import Tier
from accounts.models import Account
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..planning.sections import FIELD
from ..planning.words import BEFORE_APPROVAL, OVER, RUNNING, UNDER_WAY, PlanState
from .plan_guards import approves_what_is_measured

SHAREABLE = sorted(key for key, field in FIELD.items() if field.may_share)


class PlanQuerySet(ThroughAccount["AccountPlan"]):
    """Questions over plans."""

    def running(self) -> Self:
        """Started and not over."""
        return self.filter(state__in=RUNNING)

    def unfinished(self) -> Self:
        """Not closed and not superseded."""
        return self.exclude(state__in=OVER)

    def stale(self, *, on: date) -> Self:
        """Approved, not over, and not reviewed for too long (docs/methods.md, Account plan)."""
        return self.filter(state__in=UNDER_WAY, stale_on__lte=on)


@audited()
class AccountPlan(Recorded, Versioned):
    """A dated strategy for an account. ``stale_on`` is derived: from that day nobody has looked for too long.

    Everything that hangs on it is either meant for both sides (``PlanText``, ``Objective``, ``KeyResult``,
    ``PlanAction``: a switch of their own, off by default) or never leaves the house (``PlanNote``,
    ``GrowthFrame``, ``GrowthLine``, ``PlanRisk``: no switch at all).
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="plans")
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=16, choices=PlanState.choices, default=PlanState.DRAFT)
    tier_at_start = models.CharField(max_length=1, choices=Tier.choices)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="plans")
    period_start = models.DateField()
    period_end = models.DateField()
    horizon_end = models.DateField()
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    begun_with = models.ForeignKey(
        "plans.TeamPlanTemplate", models.PROTECT, null=True, blank=True, related_name="plans"
    )
    state_note = models.CharField(max_length=500, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_reviewed_on = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    stale_on = models.DateField(null=True, editable=False)
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar = PlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_known"),
            models.CheckConstraint(condition=Q(tier_at_start__in=Tier.values), name="plan_tier_known"),
            models.CheckConstraint(condition=~Q(title=""), name="plan_has_a_title"),
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start"), horizon_end__gte=F("period_end")),
                name="plan_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*BEFORE_APPROVAL, PlanState.SUPERSEDED])
                | Q(approved_on__isnull=False, approved_by__isnull=False),
                name="plan_approved_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, signed_by__isnull=True)
                | Q(signed_on__isnull=False, signed_by__isnull=False),
                name="plan_signed_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, closed_on__isnull=False)
                | (~Q(state__in=OVER) & Q(closed_on__isnull=True)),
                name="plan_over_has_a_day",
            ),
            models.UniqueConstraint(fields=["account"], name="plan_one_runs", condition=Q(state__in=RUNNING)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-period_start", "-id"], name="plan_by_account"),
            models.Index(fields=["stale_on", "id"], name="plan_by_stale"),
        ]
        triggers: ClassVar = [approves_what_is_measured()]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """What it says can be written; later it is amended first."""
        return self.state == PlanState.DRAFT

    @property
    def is_running(self) -> bool:
        """Started and not over."""
        return self.state in RUNNING

    @property
    def is_over(self) -> bool:
        """Closed or superseded: nothing of it changes any more."""
        return self.state in OVER

    def is_stale(self, *, on: date) -> bool:
        """Approved, not over, and not reviewed for too long."""
        return self.state in UNDER_WAY and self.stale_on is not None and self.stale_on <= on


class PlanTexts(ThroughAccount["PlanText"]):
    """Questions over what a plan says that may be shown."""

    via: ClassVar[str] = "plan__account__"

    def shared(self) -> Self:
        """What somebody chose to show to the customer."""
        return self.filter(is_shared=True).exclude(text="")


@audited()
class PlanText(Recorded, Versioned):
    """A short field that may be shown to the customer: what they said, by which source, on which day."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="texts")
    field = models.CharField(max_length=20)
    text = models.CharField(max_length=2000, blank=True)
    source = models.CharField(max_length=200, blank=True)
    said_on = models.DateField(null=True, blank=True)
    is_shared = models.BooleanField(default=False)

    objects: ClassVar = PlanTexts.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "field"], name="plan_text_once"),
            models.CheckConstraint(condition=Q(field__in=SHAREABLE), name="plan_text_may_be_shared"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class PlanEditions(ThroughAccount["PlanEdition"]):
    """Versions of the plans that somebody sees."""

    via: ClassVar[str] = "plan__account__"


@audited()
class PlanEdition(Recorded):
    """A version: the plan as it stood when it was approved or closed, the two halves kept apart.

    ``said`` holds rows of what may be shown, ``inside`` rows of what never is; a row is
    ``{key, where, what, text}``.
    """

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    made_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    said = models.JSONField(default=list)
    inside = models.JSONField(default=list)

    objects: ClassVar = PlanEditions.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_edition_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_edition_from_one"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"
