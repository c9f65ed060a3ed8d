"""`/api/v1/`: renewals, with what moves and closes them, assessments, terms and approvals."""

from .approvals import ApprovalViewSet, TermsViewSet
from .assessments import AssessmentViewSet
from .bodies import OPEN_STAGES, OUTCOMES
from .renewals import RenewalViewSet

__all__ = [
    "OPEN_STAGES",
    "OUTCOMES",
    "ApprovalViewSet",
    "AssessmentViewSet",
    "RenewalViewSet",
    "TermsViewSet",
]
