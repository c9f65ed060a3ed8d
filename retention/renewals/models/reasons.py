"""Why a renewal ended as it did, in two levels, and what became of each line."""

from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q

from accounts.models import ContractLine
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet

from ..choices import Controllable, LineResult, RootCause, WouldReturn
from .renewal import Renewal

MOST_SECONDARY = 2
KEY = Func(F("competitor"), function="keel_fold", output_field=models.CharField())


class LossReasonQuerySet(ScopedQuerySet["LossReason"]):
    """Questions over reasons."""

    via: ClassVar[str] = "renewal__account__"

    def with_competitor_key(self) -> "LossReasonQuerySet":
        """Those that name a competitor, with ``key``: the name folded like those that customers use."""
        return self.exclude(competitor="").annotate(key=KEY)

    def lost_to(self, keys: Collection[str]) -> "LossReasonQuerySet":
        """Those that name a competitor by one of these folded names."""
        return self.exclude(competitor="").annotate(key=KEY).filter(key__in=keys)

    def awaiting_root_cause(self) -> "LossReasonQuerySet":
        """The customer's words are kept, but nobody has said yet what really was the cause."""
        return self.filter(root_cause="")

    def awaiting_approval(self) -> "LossReasonQuerySet":
        """Said to be unknown, and no lead agreed so far."""
        return self.filter(root_cause=RootCause.UNKNOWN, approved_by__isnull=True)


@audited()
class LossReason(Recorded, Versioned):
    """Why a customer left or took less: what they said, and what it really was.

    ``line`` is empty when the reason holds for the whole renewal. ``root_cause`` stays empty until
    somebody who does not look after the account has judged it (accounts of tier A and B).
    """

    renewal = models.ForeignKey(Renewal, models.CASCADE, related_name="loss_reasons")
    line = models.ForeignKey(ContractLine, models.PROTECT, null=True, blank=True, related_name="+")
    stated_reason = models.CharField(max_length=500)
    root_cause = models.CharField(max_length=26, choices=RootCause.choices, blank=True)
    sub_code = models.CharField(max_length=24, blank=True)
    secondary = ArrayField(
        models.CharField(max_length=26, choices=RootCause.choices), default=list, blank=True
    )
    evidence = models.CharField(max_length=500, blank=True)
    controllable = models.CharField(max_length=8, choices=Controllable.choices, blank=True)
    is_regrettable = models.BooleanField(null=True, blank=True)
    competitor = models.CharField(max_length=120, blank=True)
    known_since = models.DateField(null=True, blank=True)
    preventable_if = models.CharField(max_length=500, blank=True)
    would_return = models.CharField(max_length=8, choices=WouldReturn.choices, default=WouldReturn.UNKNOWN)
    win_back_on = models.DateField(null=True, blank=True)
    root_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    root_set_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = LossReasonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["renewal", "line"], name="loss_reason_once_per_line", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(root_cause__in=["", *RootCause.values]), name="loss_reason_cause_known"
            ),
            models.CheckConstraint(condition=~Q(stated_reason=""), name="loss_reason_has_words"),
            models.CheckConstraint(
                condition=Q(secondary__len__lte=MOST_SECONDARY), name="loss_reason_two_secondary"
            ),
            models.CheckConstraint(
                condition=Q(root_cause="", root_set_by__isnull=True)
                | (~Q(root_cause="") & Q(root_set_by__isnull=False)),
                name="loss_reason_cause_has_a_judge",
            ),
        ]

    def __str__(self) -> str:
        return self.root_cause or self.stated_reason

    @property
    def waits_for_agreement(self) -> bool:
        """Called unknown, and no lead has agreed to that."""
        return self.root_cause == RootCause.UNKNOWN and self.approved_by_id is None


class LineOutcomeQuerySet(ScopedQuerySet["LineOutcome"]):
    """Questions over the outcomes of lines."""

    via: ClassVar[str] = "renewal__account__"


@audited()
class LineOutcome(Recorded):
    """What became of one line that ended; both amounts a year, in the renewal's currency."""

    renewal = models.ForeignKey(Renewal, models.CASCADE, related_name="line_outcomes")
    line = models.ForeignKey(ContractLine, models.PROTECT, related_name="+")
    result = models.CharField(max_length=10, choices=LineResult.choices)
    arr_before = models.DecimalField(max_digits=16, decimal_places=2)
    arr_after = models.DecimalField(max_digits=16, decimal_places=2)

    objects: ClassVar = LineOutcomeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["renewal", "line"], name="line_outcome_once"),
            models.CheckConstraint(
                condition=Q(arr_before__gte=0, arr_after__gte=0), name="line_outcome_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.result}"

    @property
    def is_less(self) -> bool:
        """It ended, or is worth less than before."""
        return self.arr_after < self.arr_before
