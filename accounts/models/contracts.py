"""What we sell, what was signed, and when a contract may be left before its end."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet, ThroughAccount

from ..choices import ContractState, EndCause, NoticeFrom, NoticeUnit
from .account import Account


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


@audited(by_time="contract_audit_time")
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
    downgrade_right = models.BooleanField(
        default=False, help_text="The customer may take fewer units before the term ends."
    )
    end_cause = models.CharField(
        max_length=20, choices=EndCause.choices, blank=True, help_text="Why it ended; empty: not renewed."
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
            models.CheckConstraint(
                condition=Q(end_cause__in=["", *EndCause.values]), name="contract_end_cause_known"
            ),
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


class BreakQuerySet(ScopedQuerySet["BreakOption"]):
    """Questions over break options."""

    via: ClassVar[str] = "contract__account__"


@audited()
class BreakOption(Recorded):
    """A day on which the customer may leave a running contract; ``on`` is the last day of service then."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="breaks")
    on = models.DateField()
    notice_value = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_unit = models.CharField(max_length=14, choices=NoticeUnit.choices, default=NoticeUnit.DAYS)
    notice_counted_from = models.CharField(
        max_length=14, choices=NoticeFrom.choices, default=NoticeFrom.UNKNOWN
    )
    note = models.CharField(max_length=200, blank=True)

    objects: ClassVar = BreakQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["contract", "on"], name="break_once")]

    def __str__(self) -> str:
        return f"Break on {self.on:%-d %b %Y}"
