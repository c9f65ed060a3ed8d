"""Models of the renewals layer, one topic per file."""

from ..choices import CLOSED_STAGES, AnchorKind, ForecastCategory, RenewalStage, VoidReason
from .forecast import ForecastFreeze, ForecastMoment, ForecastSnapshot, Moment, OwnerCall, RiskPlan
from .renewal import Renewal, RenewalQuerySet, StageChange

__all__ = [
    "CLOSED_STAGES",
    "AnchorKind",
    "ForecastCategory",
    "ForecastFreeze",
    "ForecastMoment",
    "ForecastSnapshot",
    "Moment",
    "OwnerCall",
    "Renewal",
    "RenewalQuerySet",
    "RenewalStage",
    "RiskPlan",
    "StageChange",
    "VoidReason",
]
