"""Whether the owner and the system contradict each other (docs/methods.md, Owner's call)."""

from retention.renewals.choices import ForecastCategory
from retention.renewals.models import Renewal
from retention.renewals.models.renewal import COMMIT_AT_LEAST, RISK_AT_MOST


def disagree(row: Renewal) -> bool:
    """Open, and committed to what is unlikely, or called at risk where nearly all renew."""
    if row.estimate is None or row.is_closed:
        return False
    too_sure = row.call == ForecastCategory.COMMIT and row.estimate < COMMIT_AT_LEAST
    too_dark = row.call == ForecastCategory.PIPELINE and row.estimate > RISK_AT_MOST
    return too_sure or too_dark
