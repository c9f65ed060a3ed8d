"""Models of the renewals layer, one topic per file."""

from ..choices import (
    CLOSED_STAGES,
    AnchorKind,
    ForecastCategory,
    RenewalKind,
    RenewalStage,
    VoidReason,
)
from .approvals import ApprovalRequest, ApprovalStep
from .assessments import Assessment, AssessmentState, Round, SystemView, View
from .evidence import StageEvidence
from .forecast import ForecastFreeze, ForecastMoment, ForecastSnapshot, Moment, OwnerCall, RiskPlan
from .plays import PlayRun, PlayStep
from .querysets import RenewalQuerySet
from .rates import StageRate
from .reasons import LineOutcome, LossReason
from .renewal import Renewal, StageChange
from .terms import (
    ApprovalMatrix,
    ApprovalState,
    ApproverSeat,
    CapKind,
    IndexValue,
    Level,
    RenewalTerms,
    SpecialTerm,
)

__all__ = [
    "CLOSED_STAGES",
    "AnchorKind",
    "ApprovalMatrix",
    "ApprovalRequest",
    "ApprovalState",
    "ApprovalStep",
    "ApproverSeat",
    "Assessment",
    "AssessmentState",
    "CapKind",
    "ForecastCategory",
    "ForecastFreeze",
    "ForecastMoment",
    "ForecastSnapshot",
    "IndexValue",
    "Level",
    "LineOutcome",
    "LossReason",
    "Moment",
    "OwnerCall",
    "PlayRun",
    "PlayStep",
    "Renewal",
    "RenewalKind",
    "RenewalQuerySet",
    "RenewalStage",
    "RenewalTerms",
    "RiskPlan",
    "Round",
    "SpecialTerm",
    "StageChange",
    "StageEvidence",
    "StageRate",
    "SystemView",
    "View",
    "VoidReason",
]
