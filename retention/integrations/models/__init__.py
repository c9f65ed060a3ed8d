"""Tables of integrations: tokens, jobs, imports."""

from .copies import AskedCopy
from .erasures import AskedErasure
from .imports import APPLIED, TO_APPLY, Import, ImportFile, ImportMapping, ImportRow, ImportState, RowState
from .jobs import Job, JobState
from .tokens import ApiToken, RepeatedRequest

__all__ = [
    "APPLIED",
    "TO_APPLY",
    "ApiToken",
    "AskedCopy",
    "AskedErasure",
    "Import",
    "ImportFile",
    "ImportMapping",
    "ImportRow",
    "ImportState",
    "Job",
    "JobState",
    "RepeatedRequest",
    "RowState",
]
