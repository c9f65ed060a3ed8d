"""Models of the renewals layer, one topic per file."""

from ..choices import CLOSED_STAGES, AnchorKind, ForecastCategory, RenewalStage, VoidReason
from .assessments import Assessment, AssessmentState, Round, SystemView, View
from .evidence import StageEvidence
from .forecast import ForecastFreeze, ForecastMoment, ForecastSnapshot, Moment, OwnerCall, RiskPlan
from .plays import PlayRun, PlayStep
from .rates import StageRate
from .reasons import LineOutcome, LossReason
from .renewal import Renewal, RenewalQuerySet, StageChange

__all__ = [
    "CLOSED_STAGES",
    "AnchorKind",
    "Assessment",
    "AssessmentState",
    "ForecastCategory",
    "ForecastFreeze",
    "ForecastMoment",
    "ForecastSnapshot",
    "LineOutcome",
    "LossReason",
    "Moment",
    "OwnerCall",
    "PlayRun",
    "PlayStep",
    "Renewal",
    "RenewalQuerySet",
    "RenewalStage",
    "RiskPlan",
    "Round",
    "StageChange",
    "StageEvidence",
    "StageRate",
    "SystemView",
    "View",
    "VoidReason",
]
