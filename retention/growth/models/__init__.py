"""Tables of growth."""

from .advocacy import (
    NEEDS_CONSENT,
    WEAK,
    AdvocacyAsk,
    AdvocacyAskQuerySet,
    AdvocacyConsent,
    AdvocacyConsentQuerySet,
    AdvocacyKind,
    AskOutcome,
)
from .lost_deals import LostDeal, LostDealQuerySet, LostReason
from .targets import PlanRate, Target, TargetKind, TargetQuerySet

__all__ = [
    "NEEDS_CONSENT",
    "WEAK",
    "AdvocacyAsk",
    "AdvocacyAskQuerySet",
    "AdvocacyConsent",
    "AdvocacyConsentQuerySet",
    "AdvocacyKind",
    "AskOutcome",
    "LostDeal",
    "LostDealQuerySet",
    "LostReason",
    "PlanRate",
    "Target",
    "TargetKind",
    "TargetQuerySet",
]
