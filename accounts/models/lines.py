"""Lines of contracts, and the times in which one of them is suspended."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet

from ..choices import ContractState, PriceModel
from .contracts import Contract, Product
from .parts import OrgUnit


class LineQuerySet(ScopedQuerySet["ContractLine"]):
    """Questions over contract lines."""

    via: ClassVar[str] = "contract__account__"

    def in_force_on(self, day: date) -> "LineQuerySet":
        """Recurring lines of active or ended contracts that run on this day."""
        return self.filter(
            ~Q(contract__state=ContractState.DRAFT),
            Q(end_on__isnull=True) | Q(end_on__gte=day),
            is_recurring=True,
            start_on__lte=day,
        )


@audited(by_time="line_audit_time")
class ContractLine(Recorded, Versioned):
    """One priced item of a contract: ``recurring_amount`` in the contract's currency per period."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="lines")
    org_unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="lines")
    description = models.CharField(max_length=200, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3, default=1)
    recurring_amount = models.DecimalField(max_digits=16, decimal_places=2)
    period_months = models.PositiveSmallIntegerField(default=12)
    arr = models.DecimalField(max_digits=16, decimal_places=2, help_text="Annualised, contract currency.")
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)
    is_recurring = models.BooleanField(default=True)
    price_model = models.CharField(max_length=14, choices=PriceModel.choices, default=PriceModel.FIXED)
    escalator_pct = models.DecimalField(
        max_digits=6, decimal_places=3, null=True, blank=True, help_text="Agreed price rise, in percent."
    )
    escalator_on = models.DateField(null=True, blank=True, help_text="First day of the next price step.")
    superseded_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="supersedes"
    )
    agreed_end_on = models.DateField(
        null=True, blank=True, help_text="The last day once agreed, when the line was cut or suspended."
    )

    objects: ClassVar = LineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end_on__isnull=True) | Q(end_on__gte=F("start_on")), name="line_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(recurring_amount__gte=0) & Q(arr__gte=0) & Q(quantity__gt=0),
                name="line_amounts_not_negative",
            ),
            models.CheckConstraint(condition=Q(period_months__gt=0), name="line_period_positive"),
            models.CheckConstraint(
                condition=Q(price_model__in=PriceModel.values), name="line_price_model_known"
            ),
            models.CheckConstraint(
                condition=Q(escalator_pct__isnull=True, escalator_on__isnull=True)
                | Q(escalator_pct__gt=-100, escalator_on__gt=F("start_on")),
                name="line_escalator_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["contract", "start_on"], name="line_by_contract")]

    def __str__(self) -> str:
        return self.description or str(self.product or self.pk)

    @property
    def currency(self) -> str:
        """The contract's currency."""
        return self.contract.currency

    @property
    def end_cause(self) -> str:
        """Why its contract ended; empty when nobody said so."""
        return self.contract.end_cause

    @property
    def is_cut(self) -> bool:
        """True when it ends before its contract's term does."""
        last = self.agreed_end_on or self.end_on
        return last is not None and last != self.contract.term_end


class SuspensionQuerySet(ScopedQuerySet["LineSuspension"]):
    """Questions over suspensions."""

    via: ClassVar[str] = "line__contract__account__"


@audited()
class LineSuspension(Recorded):
    """A line carries no ARR for a time and is meant to come back (docs/methods.md, Contract cases).

    ``line`` ends the day before ``starts_on``, ``resumed_line`` begins the day after ``ends_on``.
    ``lost_on`` is the day from which it counts as lost, once it took longer than allowed.
    """

    line = models.ForeignKey(ContractLine, models.CASCADE, related_name="suspensions")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="The line's agreed last day.")
    resumed_line = models.OneToOneField(
        ContractLine, models.SET_NULL, null=True, blank=True, related_name="resumes"
    )
    lost_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects: ClassVar = SuspensionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="suspension_ends_after_start",
            ),
            models.UniqueConstraint(fields=["line"], name="suspension_once_per_line"),
        ]

    def __str__(self) -> str:
        return f"{self.line} from {self.starts_on:%-d %b %Y}"


class UsageQuerySet(ScopedQuerySet["MonthUsage"]):
    """Questions over what usage billed."""

    via: ClassVar[str] = "line__contract__account__"


@audited()
class MonthUsage(Recorded):
    """What a usage line billed in one month, in its contract's currency; ``month`` is its first day."""

    line = models.ForeignKey(ContractLine, models.CASCADE, related_name="usage")
    month = models.DateField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    objects: ClassVar = UsageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "month"], name="usage_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="usage_month_by_its_first_day"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="usage_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} in {self.month:%b %Y}"
