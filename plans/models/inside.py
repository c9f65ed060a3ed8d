"""What a plan keeps to ourselves: notes, growth, risks. None of these tables can say that a row is shared."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import OrgUnit, Product
from contacts.models import NextStep
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..planning.sections import FIELD, OUR_BENEFIT
from ..planning.words import RiskState
from .objectives import PlanAction
from .plan import AccountPlan

KEPT_INSIDE = sorted([OUR_BENEFIT, *(key for key, field in FIELD.items() if not field.may_share)])


class PlanNotes(ThroughAccount["PlanNote"]):
    """Notes of plans."""

    via: ClassVar[str] = "plan__account__"


@audited()
class PlanNote(Recorded, Versioned):
    """A short field that is never shown to the customer; with ``action`` what we have of that action."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="notes")
    field = models.CharField(max_length=20)
    action = models.ForeignKey(PlanAction, models.CASCADE, null=True, blank=True, related_name="notes")
    text = models.CharField(max_length=2000, blank=True)

    objects: ClassVar = PlanNotes.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "field", "action"], name="plan_note_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(field__in=KEPT_INSIDE), name="plan_note_is_kept_inside"),
            models.CheckConstraint(
                condition=Q(field=OUR_BENEFIT, action__isnull=False)
                | (~Q(field=OUR_BENEFIT) & Q(action__isnull=True)),
                name="plan_note_of_an_action",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class GrowthFrames(ThroughAccount["GrowthFrame"]):
    """What is wanted from above, plan by plan."""

    via: ClassVar[str] = "plan__account__"


@audited()
class GrowthFrame(Recorded, Versioned):
    """Yearly revenue the plan starts from, what of it is expected to be renewed, and what is wanted."""

    plan = models.OneToOneField(AccountPlan, models.CASCADE, related_name="growth_frame")
    currency = models.CharField(max_length=3)
    base = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    renewals = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    top_down = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)

    objects: ClassVar = GrowthFrames.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="growth_currency_iso"),
            models.CheckConstraint(
                condition=(Q(base__isnull=True) | Q(base__gte=0))
                & (Q(renewals__isnull=True) | Q(renewals__gte=0))
                & (Q(top_down__isnull=True) | Q(top_down__gte=0)),
                name="growth_not_below_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"Growth of {self.plan_id}"


class GrowthLines(ThroughAccount["GrowthLine"]):
    """Expansions that plans count on."""

    via: ClassVar[str] = "plan__account__"


@audited()
class GrowthLine(Recorded, Versioned):
    """One expansion: what, for whom, yearly amount in the frame's currency, how likely, until when."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="growth_lines")
    what = models.CharField(max_length=200)
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    probability = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True, blank=True)

    objects: ClassVar = GrowthLines.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="growth_line_says_something"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="growth_line_adds_something"),
            models.CheckConstraint(condition=Q(probability__lte=100), name="growth_line_in_percent"),
        ]

    def __str__(self) -> str:
        return self.what


class PlanRisks(ThroughAccount["PlanRisk"]):
    """Questions over risks. Whoever one belongs to may work on it."""

    via: ClassVar[str] = "plan__account__"
    worker: ClassVar[str] = "owner_id"

    def open(self) -> Self:
        """Not closed."""
        return self.exclude(state=RiskState.CLOSED)

    def overdue(self, *, on: date) -> Self:
        """Not closed, and the day of the next look has passed."""
        return self.open().filter(look_on__lt=on)


@audited()
class PlanRisk(Recorded, Versioned):
    """One thing that could go wrong, with a clock: somebody looks again on ``look_on``.

    ``impact`` is yearly revenue in the account's currency, unknown when empty; ``step`` is the next look's
    row in somebody's day.
    """

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="risks")
    description = models.CharField(max_length=500)
    cause = models.CharField(max_length=300, blank=True)
    likelihood = models.PositiveSmallIntegerField()
    impact = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    early_sign = models.CharField(max_length=300, blank=True)
    mitigation = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="plan_risks")
    due_on = models.DateField(null=True, blank=True)
    look_on = models.DateField()
    looked_on = models.DateField(null=True, blank=True)
    looked_note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=RiskState.choices, default=RiskState.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    step = models.ForeignKey(NextStep, models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar = PlanRisks.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(description=""), name="plan_risk_says_something"),
            models.CheckConstraint(condition=Q(state__in=RiskState.values), name="plan_risk_state_known"),
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=5), name="plan_risk_likelihood_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(impact__isnull=True) | Q(impact__gte=0), name="plan_risk_impact_not_below_nothing"
            ),
            models.CheckConstraint(
                condition=Q(state=RiskState.CLOSED, closed_on__isnull=False)
                | (~Q(state=RiskState.CLOSED) & Q(closed_on__isnull=True)),
                name="plan_risk_closed_has_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["plan", "look_on", "id"], name="plan_risk_by_plan"),
        ]

    def __str__(self) -> str:
        return self.description[:80]

    @property
    def is_open(self) -> bool:
        """Not closed."""
        return self.state != RiskState.CLOSED

    @property
    def weight(self) -> Decimal | None:
        """Likelihood × impact, what the register is ranked by; None while the impact is not known."""
        return None if self.impact is None else self.impact * self.likelihood

    def is_overdue(self, *, on: date) -> bool:
        """Not closed, and the day of the next look has passed."""
        return self.is_open and self.look_on < on
