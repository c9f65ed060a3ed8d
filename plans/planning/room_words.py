"""Words of white space: what stands in a cell, how a play goes (docs/glossary.md)."""

from django.db import models


class CellState(models.TextChoices):
    """What we know of one product in one unit. What nobody looked at is unknown, never open."""

    OWNED = "owned", "Owned"
    PARTLY = "owned_partial", "Partly owned"
    PIPELINE = "pipeline", "In play"
    COMPETITOR = "competitor", "Competitor"
    OPEN = "open", "Open"
    NOT_APPLICABLE = "not_applicable", "Not relevant"
    UNKNOWN = "unknown", "Unknown"


class Strength(models.TextChoices):
    """How firmly a competitor sits in a cell."""

    WEAK = "weak", "Weak"
    EVEN = "even", "Even"
    STRONG = "strong", "Strong"


class RoomStage(models.TextChoices):
    """How far a white-space play has got."""

    PLANNED = "planned", "Planned"
    TALKING = "talking", "Talking"
    OFFERED = "offered", "Offer made"
    WON = "won", "Won"
    LOST = "lost", "Lost"
    STOPPED = "stopped", "Stopped"


ROOM = (CellState.OPEN, CellState.COMPETITOR, CellState.PIPELINE, CellState.PARTLY)
"""States in which something is still to be won."""
CAN_START = (CellState.OPEN, CellState.COMPETITOR, CellState.PARTLY)
RUNNING_STAGES = (RoomStage.PLANNED, RoomStage.TALKING, RoomStage.OFFERED)
ENDED_STAGES = (RoomStage.WON, RoomStage.LOST, RoomStage.STOPPED)
ANSWERED_BY_CONTRACT = (
    CellState.UNKNOWN, CellState.OPEN, CellState.COMPETITOR, CellState.NOT_APPLICABLE
)  # fmt: skip
"""What a contract line in force overrules: it is owned, whatever somebody wrote down before."""
