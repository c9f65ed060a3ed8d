"""How often somebody should hear from us (docs/methods.md, Check-in intervals). Pure."""

import math
from fractions import Fraction

MIN_GAP_DAYS = 3
LONGEST_STATED = 730
NOTICE_IS_NEAR_DAYS = 120

TIERS = ("A", "B", "C", "D")
ACCOUNT = "account"

DEFAULT_INTERVALS: dict[str, tuple[int | None, int | None, int | None, int | None]] = {
    ACCOUNT: (14, 30, 60, 120),
    "economic_buyer": (60, 90, 180, None),
    "executive_sponsor": (90, 180, None, None),
    "decision_maker": (45, 60, 90, None),
    "champion": (14, 30, 60, None),
    "coach": (14, 30, 60, None),
    "influencer": (60, 90, 180, None),
    "user_lead": (30, 60, 90, None),
    "procurement": (180, 365, None, None),
    "in_person_visit": (90, 180, 365, None),
    "business_review": (90, 180, 365, None),
    "internal_review": (90, 90, 180, None),
}
"""Days by subject, for tiers A, B, C, D; None is no rule."""

ONBOARDING_FACTOR = Fraction(1, 2)
NOTICE_FACTOR = Fraction(67, 100)
BAND_FACTORS = {"at_risk": Fraction(1, 2), "watch": Fraction(3, 4)}


def base_interval(subject: str, tier: str) -> int | None:
    """The default days between contacts for a subject at a tier; None when there is no rule."""
    row = DEFAULT_INTERVALS.get(subject)
    return row[TIERS.index(tier)] if row and tier in TIERS else None


def stage_factor(*, is_onboarding: bool, days_to_notice: int | None, band: str) -> Fraction:
    """What shortens the interval now: the strongest single reason, never several multiplied.

    ``days_to_notice`` counts to the decision date; None when there is none, negative when it is past.
    """
    reasons = [Fraction(1), BAND_FACTORS.get(band, Fraction(1))]
    if is_onboarding:
        reasons.append(ONBOARDING_FACTOR)
    if days_to_notice is not None and 0 <= days_to_notice <= NOTICE_IS_NEAR_DAYS:
        reasons.append(NOTICE_FACTOR)
    return min(reasons)


def effective_interval(
    *, base_days: int | None, stated_days: int | None = None, factor: Fraction = Fraction(1)
) -> int | None:
    """Days between contacts for one person; None when neither a rule nor a wish exists.

    A stated wish wins over the tier and no stage factor touches it. Nobody is contacted more often
    than every third day.
    """
    if stated_days is not None:
        return max(MIN_GAP_DAYS, stated_days)
    if base_days is None:
        return None
    return max(MIN_GAP_DAYS, rounded_days(base_days * factor))


def rounded_days(days: Fraction) -> int:
    """Whole days, halves up."""
    return math.floor(days + Fraction(1, 2))
