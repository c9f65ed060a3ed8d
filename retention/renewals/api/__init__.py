"""`/api/v1/`: renewals, with what moves and closes them."""

from .bodies import OPEN_STAGES, OUTCOMES
from .renewals import RenewalViewSet

__all__ = ["OPEN_STAGES", "OUTCOMES", "RenewalViewSet"]
