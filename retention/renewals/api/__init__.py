"""`/api/v1/`: renewals, what moves and closes them and why, save plays, assessments, approvals."""

from .approvals import ApprovalViewSet, TermsViewSet
from .assessments import AssessmentViewSet
from .bodies import OPEN_STAGES, OUTCOMES
from .map_scopes import MapScopeViewSet
from .plays import PlayViewSet
from .reasons import LossReasonViewSet
from .renewals import RenewalViewSet

__all__ = [
    "OPEN_STAGES",
    "OUTCOMES",
    "ApprovalViewSet",
    "AssessmentViewSet",
    "LossReasonViewSet",
    "MapScopeViewSet",
    "PlayViewSet",
    "RenewalViewSet",
    "TermsViewSet",
]
