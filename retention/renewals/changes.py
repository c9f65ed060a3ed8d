"""What is to be written after deriving renewals: new ones, changed ones, moves between stages."""

from dataclasses import dataclass, field
from datetime import date

from .line_results import Result
from .models import Renewal


@dataclass(frozen=True, slots=True)
class Move:
    """A renewal went from one stage to another, for a reason in words."""

    renewal: Renewal
    before: str
    after: str
    reason: str


@dataclass(slots=True)
class Changes:
    """What to write: new renewals, changed ones, moves between stages, outcomes of lines.

    ``undone`` are renewals whose outcome fell away, with its lines and reasons.
    """

    opened: list[Renewal] = field(default_factory=list)
    changed: list[Renewal] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    results: list[tuple[Renewal, Result]] = field(default_factory=list)
    undone: list[Renewal] = field(default_factory=list)

    def move(self, renewal: Renewal, stage: str, reason: str) -> None:
        """Set a stage and remember the move."""
        self.moves.append(Move(renewal, renewal.stage, stage, reason))
        renewal.stage = stage

    def close(self, renewal: Renewal, stage: str, on: date, reason: str) -> None:
        """Close an open renewal, or change how a past one was resolved."""
        self.move(renewal, stage, reason)
        renewal.closed_on, renewal.close_note = on, reason
