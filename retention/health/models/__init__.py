"""Tables of health: versioned scorecards, daily snapshots, the band machine's state."""

from .health import BandState, HealthSnapshot, Scorecard

__all__ = ["BandState", "HealthSnapshot", "Scorecard"]
