"""What people do with check-ins: ask for one, put it off, take that back."""

from .gaps import GapIsGone, GapNeedsAStep, NoCheckInPossible, plan_gap_check_in, take_gap_back
from .putting_off import (
    AlreadyUndone,
    NoLongerDue,
    ReasonMissing,
    SkipRefused,
    SnoozeRefused,
    skip_check_in,
    snooze_check_in,
    undo_deferral,
)

__all__ = [
    "AlreadyUndone",
    "GapIsGone",
    "GapNeedsAStep",
    "NoCheckInPossible",
    "NoLongerDue",
    "ReasonMissing",
    "SkipRefused",
    "SnoozeRefused",
    "plan_gap_check_in",
    "skip_check_in",
    "snooze_check_in",
    "take_gap_back",
    "undo_deferral",
]
