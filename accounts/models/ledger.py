"""The append-only ledger of ARR movements, closed periods, mergers of customers, and exchange rates."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet, ThroughAccount

from ..choices import MovementKind
from .account import Account
from .contracts import Contract
from .lines import ContractLine


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
    meant_kind = models.CharField(
        max_length=14,
        choices=MovementKind.choices,
        blank=True,
        help_text="Of a correction that corrects no row: what it would have been in an open period.",
    )
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


@audited()
class PeriodClose(Recorded):
    """Books are closed through a day: what is effective by then changes by corrections alone."""

    through = models.DateField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["through"], name="period_closed_once")]

    def __str__(self) -> str:
        return f"Closed through {self.through:%-d %b %Y}"


class MergerQuerySet(ScopedQuerySet["AccountMerger"]):
    """Questions over mergers: they belong to the account that goes on."""

    via: ClassVar[str] = "survivor__"

    def standing(self) -> "MergerQuerySet":
        """Not taken back."""
        return self.filter(undone_at__isnull=True)


@audited(exclude=["moved", "removed", "made"])
class AccountMerger(Recorded):
    """Two customers became one on a day: the contracts of one went over to the survivor.

    ``moved`` holds which values the merger changed, by table and column, ``removed`` rows that could not
    stand twice, ``made`` rows it wrote that go when it is taken back (docs/methods.md, Mergers of customers).
    """

    merged = models.ForeignKey(Account, models.PROTECT, related_name="mergers")
    survivor = models.ForeignKey(Account, models.PROTECT, related_name="took_over")
    on = models.DateField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    contracts: ClassVar = models.ManyToManyField(Contract, related_name="moves")
    note = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved = models.JSONField(default=list, editable=False)
    removed = models.JSONField(default=list, editable=False)
    made = models.JSONField(default=list, editable=False)

    objects: ClassVar = MergerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(merged=F("survivor")), name="merger_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merger_undone_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="account_merged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} into {self.survivor} on {self.on:%-d %b %Y}"
