"""The API of contract walks, their processes, and one's internal network."""

from .network import NetworkViewSet
from .processes import ProcessViewSet
from .walks import HandoffViewSet, WalkStepViewSet, WalkViewSet

__all__ = ["HandoffViewSet", "NetworkViewSet", "ProcessViewSet", "WalkStepViewSet", "WalkViewSet"]
