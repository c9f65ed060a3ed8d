"""Questions over renewals."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from retention.team.visibility import ThroughAccount

from ..choices import CLOSED_STAGES, ForecastCategory, RenewalStage

if TYPE_CHECKING:
    from .renewal import Renewal  # noqa: F401 # named in the class below as a text

COMMIT_AT_LEAST, RISK_AT_MOST = Decimal("0.7"), Decimal("0.9")
DISAGREEING = Q(call=ForecastCategory.COMMIT, estimate__lt=COMMIT_AT_LEAST) | Q(
    call=ForecastCategory.PIPELINE, estimate__gt=RISK_AT_MOST
)
"""Committed, yet less than 70 % likely; or called at risk, yet more than 90 %."""
UNDECIDED = ~Q(stage__in=(*CLOSED_STAGES, RenewalStage.AUTO_RENEWING))
"""Open, and somebody has to decide: what renews by itself is decided."""
WANT_A_REASON = (RenewalStage.LOST, RenewalStage.RENEWED_PARTIAL)


class RenewalQuerySet(ThroughAccount["Renewal"]):
    """Questions over renewals."""

    def open(self) -> "RenewalQuerySet":
        """Not closed yet."""
        return self.exclude(stage__in=CLOSED_STAGES)

    def stuck(self, *, on: date) -> "RenewalQuerySet":
        """Open, and longer in their stage than half as much again as is usual."""
        return self.open().filter(stuck_on__lte=on)

    def late(self, *, on: date) -> "RenewalQuerySet":
        """The term is over without a decision, or only bridged by a short extension that is open itself."""
        bridged = Q(stage=RenewalStage.EXTENDED_SHORT, successor__renewals__closed_on__isnull=True)
        open_ones = Q(closed_on__isnull=True)
        return self.filter(open_ones | bridged, term_end__lt=on).distinct()

    def wanting_a_reason(self) -> "RenewalQuerySet":
        """Lost or renewed in part, and nobody has said why."""
        return self.filter(stage__in=WANT_A_REASON, is_history=False, loss_reasons__isnull=True)
