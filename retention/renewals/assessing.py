"""The two compulsory assessments of a renewal (docs/methods.md, Assessments). Pure."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal

from retention.lib.errors import DomainError

GOOD, MONITOR, AT_RISK = "good", "monitor", "at_risk"
FIRST, SECOND = "first", "second"
DAYS_BEFORE = {FIRST: 180, SECOND: 90}
LIKELY, UNLIKELY, EVEN = Decimal("0.8"), Decimal("0.6"), Decimal("0.7")


class AssessmentRefused(DomainError):
    """This view cannot be taken now."""


def round_due(decision_on: date, on: date) -> str:
    """Which assessment is due on a day: the second from 90 days before, else the first from 180; or none.

    A renewal that arrives late is assessed once: what is due now.
    """
    for name in (SECOND, FIRST):
        if on >= decision_on - timedelta(days=DAYS_BEFORE[name]):
            return name
    return ""


def system_view(which: str, *, band: str, caps: Collection[str], probability: Decimal | None) -> str:
    """What the figures say: at risk when the band is, a cap holds, or renewal is unlikely.

    Good needs a healthy band and, where known, four fifths; the second time there is no middle: good from
    seven tenths, where that is not known by the band alone.
    """
    if band == AT_RISK or caps or (probability is not None and probability < UNLIKELY):
        return AT_RISK
    if which == SECOND:
        is_good = band == "healthy" if probability is None else probability >= EVEN
        return GOOD if is_good else AT_RISK
    is_good = band == "healthy" and (probability is None or probability >= LIKELY)
    return GOOD if is_good else MONITOR


def check_view(which: str, view: str, *, reason: str, has_plan: bool) -> None:
    """Raise AssessmentRefused for a view that cannot be taken in this round."""
    if which == SECOND and view == MONITOR:
        raise AssessmentRefused(
            "Ninety days before the decision it is good or at risk; “monitor” is no answer any more.",
            field="view",
        )
    if not reason:
        raise AssessmentRefused("Say why, in a few words.", field="reason")
    if view == AT_RISK and not has_plan:
        raise AssessmentRefused(
            "At risk needs a plan: what drives the risk, what is done, by whom and by when.", field="driver"
        )
