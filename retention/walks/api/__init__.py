"""The API of contract walks, their processes, and one's internal network."""

from .colleagues import ColleagueViewSet
from .network import NetworkViewSet
from .processes import ProcessViewSet
from .walks import HandoffViewSet, WalkStepViewSet, WalkViewSet

__all__ = [
    "ColleagueViewSet",
    "HandoffViewSet",
    "NetworkViewSet",
    "ProcessViewSet",
    "WalkStepViewSet",
    "WalkViewSet",
]
