"""Tables of growth."""

from .lost_deals import WEAK, LostDeal, LostDealQuerySet, LostReason, ReferenceAsked, ReferenceOutcome
from .targets import PlanRate, Target, TargetKind, TargetQuerySet

__all__ = [
    "WEAK",
    "LostDeal",
    "LostDealQuerySet",
    "LostReason",
    "PlanRate",
    "ReferenceAsked",
    "ReferenceOutcome",
    "Target",
    "TargetKind",
    "TargetQuerySet",
]
