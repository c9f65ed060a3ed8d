"""Tables of health: versioned scorecards, daily snapshots, the band machine's state."""

from .days import BandState, ClosedDay
from .scorecard import Scorecard
from .snapshot import HealthSnapshot

__all__ = ["BandState", "ClosedDay", "HealthSnapshot", "Scorecard"]
