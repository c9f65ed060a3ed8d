"""Tables of contract walks and of internal networks."""

from .network import NetworkQuerySet, NetworkTalk, NetworkTie
from .process import Process, ProcessStep, ProcessVersion
from .walk import ContractWalk, Handoff, HandoffQuerySet, WalkQuerySet, WalkStep, WalkStepQuerySet

__all__ = [
    "ContractWalk",
    "Handoff",
    "HandoffQuerySet",
    "NetworkQuerySet",
    "NetworkTalk",
    "NetworkTie",
    "Process",
    "ProcessStep",
    "ProcessVersion",
    "WalkQuerySet",
    "WalkStep",
    "WalkStepQuerySet",
]
