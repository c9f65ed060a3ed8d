"""What is shown of the system's estimate, and where owner and system contradict each other."""

from decimal import Decimal

from django.utils.translation import gettext as _

from retention.renewals.choices import ForecastCategory
from retention.renewals.models import AssessmentState, Renewal, View
from retention.renewals.models.querysets import COMMIT_AT_LEAST, RISK_AT_MOST


def shown_estimate(row: Renewal) -> Decimal | None:
    """The system's estimate; None while the owner's own view is asked for, and when there is none."""
    return None if getattr(row, "is_blind", False) else row.estimate


def disagree(row: Renewal) -> bool:
    """Something contradicts something else: see ``disagreements``."""
    return bool(disagreements(row))


def disagreements(row: Renewal) -> list[str]:
    """Why *They disagree* holds for an open renewal, in words (docs/methods.md, Disagreements).

    Rows come from ``with_views``.
    """
    if row.is_closed:
        return []
    state, final = getattr(row, "assessed_state", None), getattr(row, "assessed_as", None)
    is_commit = row.call == ForecastCategory.COMMIT
    found = [(_call_and_estimate_differ(row), _("Call and estimate differ."))]
    found += [
        (state == AssessmentState.DISAGREED, _("Owner and system assessed it differently, a lead decides.")),
        (is_commit and final == View.AT_RISK, _("Committed, yet assessed as at risk.")),
        (
            row.call == ForecastCategory.PIPELINE and final == View.GOOD,
            _("Called at risk, yet assessed as good."),
        ),
    ]
    return [words for holds, words in found if holds]


def _call_and_estimate_differ(row: Renewal) -> bool:
    """Committed to what is unlikely, or called at risk where nearly all renew."""
    estimate = shown_estimate(row)
    if estimate is None:
        return False
    too_sure = row.call == ForecastCategory.COMMIT and estimate < COMMIT_AT_LEAST
    too_dark = row.call == ForecastCategory.PIPELINE and estimate > RISK_AT_MOST
    return too_sure or too_dark
