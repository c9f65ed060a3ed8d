"""What is shown of the system's estimate, and whether it contradicts the owner's call."""

from decimal import Decimal

from retention.renewals.choices import ForecastCategory
from retention.renewals.models import Renewal
from retention.renewals.models.querysets import COMMIT_AT_LEAST, RISK_AT_MOST


def shown_estimate(row: Renewal) -> Decimal | None:
    """The system's estimate; None while the owner's own view is asked for, and when there is none."""
    return None if getattr(row, "is_blind", False) else row.estimate


def disagree(row: Renewal) -> bool:
    """Open, and committed to what is unlikely, or called at risk where nearly all renew."""
    estimate = shown_estimate(row)
    if estimate is None or row.is_closed:
        return False
    too_sure = row.call == ForecastCategory.COMMIT and estimate < COMMIT_AT_LEAST
    too_dark = row.call == ForecastCategory.PIPELINE and estimate > RISK_AT_MOST
    return too_sure or too_dark
