"""Renewals: the decision on lines that end, driven from the notice deadline."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Account, Contract
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited

from ..choices import (
    CLOSED_STAGES,
    AnchorKind,
    ForecastCategory,
    RenewalKind,
    RenewalStage,
    VoidReason,
    WinReason,
)
from .querysets import DISAGREEING, UNDECIDED, WANT_A_REASON, RenewalQuerySet


@audited(exclude=["atr", "estimate", "estimate_n", "stage_since", "stuck_on"])
class Renewal(Recorded, Versioned):
    """One decision per term end of a contract.

    ``decision_on`` is the day by which it must be decided: ``act_by`` (the notice deadline rolled back to
    a business day) when there is a notice or auto-renewal, else thirty days before the end.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="renewals", db_index=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="renewals")
    kind = models.CharField(max_length=12, choices=RenewalKind.choices, default=RenewalKind.TERM_END)
    term_end = models.DateField()
    renewal_due_on = models.DateField()
    notice_deadline = models.DateField(null=True)
    act_by = models.DateField(null=True)
    decision_on = models.DateField()
    anchor_kind = models.CharField(max_length=14, choices=AnchorKind.choices)
    atr = models.DecimalField(max_digits=16, decimal_places=2, help_text="ARR available to renew.")
    currency = models.CharField(max_length=3)
    stage = models.CharField(max_length=16, choices=RenewalStage.choices, default=RenewalStage.SCHEDULED)
    call = models.CharField(max_length=12, choices=ForecastCategory.choices, blank=True)
    call_note = models.CharField(max_length=500, blank=True)
    call_at = models.DateTimeField(null=True, blank=True)
    call_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    notice_received_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    close_note = models.CharField(max_length=500, blank=True)
    void_reason = models.CharField(
        max_length=16,
        choices=VoidReason.choices,
        blank=True,
        help_text="Why it is void; what a person voided is not opened again for the same day.",
    )
    successor = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, related_name="renewed_from"
    )
    joined_to = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="parts",
        db_index=False,
        help_text="Decided together with that one, which holds its amount; void as long as it is.",
    )
    is_history = models.BooleanField(default=False, help_text="Closed before Keel knew of it.")
    renewed_arr = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, blank=True, help_text="What was renewed, a year's amount."
    )
    win_reasons = ArrayField(
        models.CharField(max_length=16, choices=WinReason.choices), default=list, blank=True
    )
    estimate = models.DecimalField(
        max_digits=5, decimal_places=4, null=True, editable=False, help_text="The system's, beside the call."
    )
    estimate_n = models.PositiveIntegerField(null=True, editable=False)
    stage_since = models.DateField(null=True, editable=False)
    stuck_on = models.DateField(
        null=True, editable=False, help_text="Longer in its stage than usual from then on."
    )

    objects: ClassVar = RenewalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "term_end"], name="renewal_once_per_term_end", condition=~Q(stage="void")
            ),
            models.CheckConstraint(condition=Q(stage__in=RenewalStage.values), name="renewal_stage_known"),
            models.CheckConstraint(condition=Q(kind__in=RenewalKind.values), name="renewal_kind_known"),
            models.CheckConstraint(
                condition=Q(renewal_due_on__gt=F("term_end")), name="renewal_due_after_term_end"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=CLOSED_STAGES, closed_on__isnull=False)
                | (~Q(stage__in=CLOSED_STAGES) & Q(closed_on__isnull=True)),
                name="renewal_closed_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(stage="void", void_reason__in=VoidReason.values)
                | (~Q(stage="void") & Q(void_reason="")),
                name="renewal_void_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(joined_to__isnull=True)
                | Q(stage="void", void_reason="merged") & ~Q(joined_to=F("id")),
                name="renewal_joined_is_void",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["decision_on", "id"],
                name="renewal_open_by_day",
                condition=~Q(stage__in=CLOSED_STAGES),
            ),
            models.Index(fields=["decision_on", "id"], name="renewal_undecided_by_day", condition=UNDECIDED),
            models.Index(
                fields=["renewal_due_on", "id"],
                name="renewal_open_by_due",
                condition=~Q(stage__in=CLOSED_STAGES),
            ),
            models.Index(
                F("atr").desc(), "id", name="renewal_open_by_value", condition=~Q(stage__in=CLOSED_STAGES)
            ),
            models.Index(
                fields=["decision_on", "id"],
                name="renewal_closed_by_day",
                condition=Q(closed_on__isnull=False),
            ),
            models.Index(fields=["account", "decision_on"], name="renewal_by_account"),
            models.Index(
                F("closed_on").desc(),
                "id",
                name="renewal_lost_by_day",
                condition=Q(stage__in=WANT_A_REASON, is_history=False),
            ),
            models.Index(
                fields=["joined_to"], name="renewal_by_joined", condition=Q(joined_to__isnull=False)
            ),
            models.Index(
                fields=["decision_on", "id"],
                name="renewal_disagreeing",
                condition=~Q(stage__in=CLOSED_STAGES) & DISAGREEING,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} due {self.renewal_due_on}"

    @property
    def renews_by_itself(self) -> bool:
        """True when nobody has to act: the contract goes on after this day unless notice is given."""
        if self.is_break:
            return not self.is_noticed
        return self.contract.auto_renew and not self.is_noticed and self.term_end == self.contract.term_end

    @property
    def is_break(self) -> bool:
        """True for a right to leave inside the term: silence means that the contract runs on."""
        return self.kind == RenewalKind.BREAK_OPTION

    @property
    def is_noticed(self) -> bool:
        """True when a notice stands on the contract; one that came too late for a break is not for it."""
        notice, last = self.contract.notice_received_on, self.notice_deadline
        return notice is not None and (not self.is_break or last is None or notice <= last)

    @property
    def is_closed(self) -> bool:
        """True once an outcome is recorded."""
        return self.stage in CLOSED_STAGES

    def is_overdue(self, *, on: date) -> bool:
        """True when it is open and its decision date has passed."""
        return not self.is_closed and self.decision_on < on


@audited()
class StageChange(Recorded):
    """One move through the pipeline; append-only."""

    renewal = models.ForeignKey(Renewal, models.CASCADE, related_name="stage_changes")
    before = models.CharField(max_length=16, choices=RenewalStage.choices)
    after = models.CharField(max_length=16, choices=RenewalStage.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    overrode = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, help_text="What a lead let be missing."
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["renewal", "at"], name="stage_change_by_renewal")]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
