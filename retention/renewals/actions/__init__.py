"""What people do with renewals, one function per verb."""

from .calling import set_call
from .closing import close_renewal, reopen_renewal, void_renewal
from .facts import record_facts
from .opening import open_renewals_of
from .pipeline import move_stage
from .risk_plans import plan_against_risk
from .standing import RenewalIsClosed

__all__ = [
    "RenewalIsClosed",
    "close_renewal",
    "move_stage",
    "open_renewals_of",
    "plan_against_risk",
    "record_facts",
    "reopen_renewal",
    "set_call",
    "void_renewal",
]
