"""What can be done with reminders, in the user's verbs."""

from .guards import NothingIsHeld, NothingIsPaused, confirm_clock, release_held
from .planning import Plan, Planned, PlannedRow, cancel_reminders, plan_many, plan_reminders
from .reading import acknowledge, read, read_all

__all__ = [
    "NothingIsHeld",
    "NothingIsPaused",
    "Plan",
    "Planned",
    "PlannedRow",
    "acknowledge",
    "cancel_reminders",
    "confirm_clock",
    "plan_many",
    "plan_reminders",
    "read",
    "read_all",
    "release_held",
]
