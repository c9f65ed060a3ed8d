"""Invoices: what was billed, paid and disputed. A change is a newer row, never an edit in place."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from .account import Account
from .contracts import Contract


class InvoiceQuerySet(ThroughAccount["Invoice"]):
    """Questions over invoices."""

    def current(self) -> Self:
        """What stands: the newest row of each invoice."""
        return self.filter(is_current=True)

    def open(self) -> Self:
        """Not void, and not paid in full."""
        return self.filter(is_current=True, voided_on__isnull=True, paid_amount__lt=F("amount"))

    def undisputed_on(self, day: date) -> Self:
        """The customer has not contested them by this day."""
        return self.filter(Q(disputed_since__isnull=True) | Q(disputed_since__gt=day))

    def overdue_on(self, day: date) -> Self:
        """Open, undisputed, and due before this day (docs/methods.md, Invoices)."""
        return self.open().undisputed_on(day).filter(due_on__lt=day)


@audited(exclude=["thread"])
class Invoice(Recorded):
    """One invoice as it stood from ``recorded_at`` until a newer row of the same ``thread`` superseded it.

    ``paid_amount`` is what was paid altogether, ``paid_on`` the day of the last payment. ``source`` names the
    system that told us; empty means that it was entered by hand.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="invoices")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, blank=True, related_name="invoices")
    number = models.CharField(max_length=80)
    issued_on = models.DateField()
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    paid_on = models.DateField(null=True, blank=True)
    paid_amount = models.DecimalField(max_digits=16, decimal_places=2, default=Decimal(0))
    disputed_since = models.DateField(null=True, blank=True)
    dispute_reason = models.CharField(max_length=500, blank=True)
    voided_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_current = models.BooleanField(default=True, editable=False)
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later_rows", editable=False
    )
    thread = models.GeneratedField(
        expression=Coalesce(F("first_id"), F("id")), output_field=models.BigIntegerField(), db_persist=True
    )

    objects: ClassVar = InvoiceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "number"], condition=Q(is_current=True), name="invoice_number_once"
            ),
            models.UniqueConstraint(fields=["thread", "version"], name="invoice_version_once"),
            models.CheckConstraint(condition=~Q(number=""), name="invoice_has_a_number"),
            models.CheckConstraint(condition=Q(due_on__gte=F("issued_on")), name="invoice_due_after_issued"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="invoice_currency_iso"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(paid_amount__gte=0), name="invoice_amounts_positive"
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True, paid_amount=0)
                | Q(paid_on__isnull=False, paid_amount__gt=0),
                name="invoice_payment_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(disputed_since__isnull=False) | Q(dispute_reason=""),
                name="invoice_reason_only_disputed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "number", "-id"], name="invoice_as_of"),
            models.Index(
                fields=["account", "-due_on", "-id"],
                name="invoice_by_account",
                condition=Q(is_current=True),
            ),
            models.Index(
                fields=["source", "-recorded_at"], name="invoice_last_heard", condition=~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def open_amount(self) -> Decimal:
        """What is still to be paid, in its currency; nothing when void."""
        return Decimal(0) if self.voided_on else max(Decimal(0), self.amount - self.paid_amount)

    def is_disputed(self, on: date) -> bool:
        """The customer contests it."""
        return self.disputed_since is not None and self.disputed_since <= on

    def state_on(self, on: date) -> str:
        """void, paid, disputed, overdue or open."""
        if self.voided_on:
            return "void"
        if not self.open_amount:
            return "paid"
        if self.is_disputed(on):
            return "disputed"
        return "overdue" if self.due_on < on else "open"
