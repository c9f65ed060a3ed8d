"""What customers spend a year on what we could supply, as far as somebody knows."""

from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Account
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..planning.wallet import Confidence, SpendSource, share_by_rank
from .hours import CURRENCY


class SpendEstimateQuerySet(ThroughAccount["SpendEstimate"]):
    """Questions over estimates."""

    def current(self) -> Self:
        """What stands: the newest of its account and family that was not taken back."""
        return self.filter(is_current=True)


@audited()
class SpendEstimate(Recorded, Versioned):
    """A year's spend on a family of our products (empty: on everything we could supply), with its source.

    It is never edited: a newer one takes its place, a wrong one is taken back and the one before stands
    again. ``covers`` is the need in their words. Where only the order of their suppliers is known, ``rank``
    among ``suppliers`` stands instead of the amount; half a rank is a tie.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="spend_estimates")
    family = models.CharField(max_length=120, blank=True)
    covers = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)
    rank = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    suppliers = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=15, choices=SpendSource.choices)
    confidence = models.CharField(max_length=6, choices=Confidence.choices, default=Confidence.MEDIUM)
    said_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    is_current = models.BooleanField(default=True, editable=False)
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = SpendEstimateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "family"], name="spend_one_stands", condition=Q(is_current=True)
            ),
            models.CheckConstraint(condition=Q(source__in=SpendSource.values), name="spend_source_known"),
            models.CheckConstraint(
                condition=Q(confidence__in=Confidence.values), name="spend_confidence_known"
            ),
            models.CheckConstraint(condition=Q(currency__regex=CURRENCY), name="spend_currency_iso"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, rank__isnull=True, suppliers__isnull=True)
                | Q(amount__isnull=True, rank__gte=1, rank__lte=F("suppliers"), suppliers__gte=1),
                name="spend_amount_or_rank",
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(withdrawn_on__isnull=True), name="spend_taken_back_is_over"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "family", "-said_on", "-id"], name="spend_by_account"),
        ]

    def __str__(self) -> str:
        return self.family or self.covers or "Everything we could supply"

    @property
    def perceived(self) -> Decimal | None:
        """Our share by rank, where no amount is known."""
        if self.rank is None or self.suppliers is None:
            return None
        return share_by_rank(self.rank, self.suppliers)
