"""Contracts with their lines, and the append-only ledger of ARR movements."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet, ThroughAccount

from ..choices import ContractState, MovementKind, NoticeFrom, NoticeUnit
from .account import Account
from .parts import OrgUnit


@audited()
class Product(Recorded, Versioned):
    """Something we sell; visible to everybody who signs in."""

    code = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    family = models.CharField(max_length=120, blank=True)
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code"], name="product_code_once")]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


@audited()
class Contract(Recorded, Versioned):
    """What was signed. ``term_end`` is the last day of service; an evergreen contract has none."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="contracts")
    reference = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=ContractState.choices, default=ContractState.DRAFT)
    currency = models.CharField(max_length=3)
    signed_on = models.DateField(null=True, blank=True)
    term_start = models.DateField()
    term_end = models.DateField(null=True, blank=True)
    auto_renew = models.BooleanField(default=False)
    renewal_term_months = models.PositiveSmallIntegerField(default=12)
    notice_value = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_unit = models.CharField(max_length=14, choices=NoticeUnit.choices, default=NoticeUnit.DAYS)
    notice_counted_from = models.CharField(
        max_length=14, choices=NoticeFrom.choices, default=NoticeFrom.UNKNOWN
    )
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor"
    )
    notice_received_on = models.DateField(
        null=True, blank=True, help_text="Written non-renewal or termination notice from the customer."
    )
    note = models.TextField(blank=True)
    entered_on = models.DateField(null=True, blank=True, help_text="The source's own entry date.")
    is_history = models.BooleanField(
        default=False, help_text="Imported after it had ended: no reminders were ever due."
    )

    objects: ClassVar = ThroughAccount["Contract"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(term_end__isnull=True) | Q(term_end__gte=F("term_start")),
                name="contract_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="contract_currency_iso"),
            models.CheckConstraint(condition=Q(state__in=ContractState.values), name="contract_state_known"),
            models.UniqueConstraint(fields=["account", "reference"], name="contract_reference_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-term_start"], name="contract_by_account")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_evergreen(self) -> bool:
        """True when it runs until somebody gives notice."""
        return self.term_end is None

    @property
    def renewal_due_on(self) -> date | None:
        """The first day without service unless renewed."""
        return self.term_end + timedelta(days=1) if self.term_end else None


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


@audited()
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
        ]
        indexes: ClassVar = [models.Index(fields=["contract", "start_on"], name="line_by_contract")]

    def __str__(self) -> str:
        return self.description or str(self.product or self.pk)

    @property
    def currency(self) -> str:
        """The contract's currency."""
        return self.contract.currency


@audited()
class ArrMovement(Recorded):
    """One change of an account's ARR on a day; append-only, corrections point at what they correct."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="movements")
    line = models.ForeignKey(ContractLine, models.PROTECT, null=True, blank=True, related_name="movements")
    effective_on = models.DateField()
    kind = models.CharField(max_length=14, choices=MovementKind.choices)
    subkind = models.CharField(max_length=24, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2, help_text="Signed, in `currency`.")
    currency = models.CharField(max_length=3)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    note = models.CharField(max_length=300, blank=True)

    objects: ClassVar = ThroughAccount["ArrMovement"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="movement_kind_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "effective_on"], name="movement_by_account"),
            models.Index(fields=["effective_on"], name="movement_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.currency} on {self.effective_on}"


class FxRate(Recorded):
    """How much one unit of a currency is worth in the workspace's currency on a day."""

    currency = models.CharField(max_length=3)
    on = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["currency", "on"], name="fx_rate_once"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="fx_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate} on {self.on}"
