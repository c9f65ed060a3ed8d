"""What can be done with reminders, in the user's verbs."""

from .planning import Plan, Planned, PlannedRow, cancel_reminders, plan_many, plan_reminders

__all__ = ["Plan", "Planned", "PlannedRow", "cancel_reminders", "plan_many", "plan_reminders"]
