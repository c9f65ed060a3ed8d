"""Models of the renewals layer, one topic per file."""

from ..choices import CLOSED_STAGES, AnchorKind, ForecastCategory, RenewalStage, VoidReason
from .renewal import Renewal, RenewalQuerySet, StageChange

__all__ = [
    "CLOSED_STAGES",
    "AnchorKind",
    "ForecastCategory",
    "Renewal",
    "RenewalQuerySet",
    "RenewalStage",
    "StageChange",
    "VoidReason",
]
