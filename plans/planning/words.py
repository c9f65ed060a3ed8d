"""The words of the account plan (the glossary's, in code and on screen)."""

from django.db import models


class PlanState(models.TextChoices):
    """How far a plan is."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    ACTIVE = "active", "Active"
    AT_RISK = "at_risk", "Active, at risk"
    ACHIEVED = "closed_achieved", "Closed, achieved"
    PARTLY = "closed_partly", "Closed, partly achieved"
    MISSED = "closed_missed", "Closed, missed"
    SUPERSEDED = "superseded", "Superseded"


class Goal(models.TextChoices):
    """What an objective is for."""

    RETAIN = "retain", "Retain"
    GROW = "grow", "Grow"
    RELATIONSHIP = "relationship", "Relationship"
    VALUE = "value", "Value"
    OPERATIONAL = "operational", "Operational"


class Whose(models.TextChoices):
    """Ours alone, or agreed with the customer; only a joint objective can ever be shown to them."""

    OURS = "ours", "Ours"
    JOINT = "joint", "Joint"


class ObjectiveState(models.TextChoices):
    """How an objective stands; what we call achieved is unconfirmed until somebody of theirs says so."""

    OPEN = "open", "Open"
    ACHIEVED = "achieved_unconfirmed", "Achieved, not confirmed"
    CONFIRMED = "confirmed", "Confirmed by the customer"
    MISSED = "missed", "Missed"
    DROPPED = "dropped", "Dropped"


class ActionState(models.TextChoices):
    """How far an action is."""

    TODO = "todo", "To do"
    DOING = "doing", "Under way"
    BLOCKED = "blocked", "Blocked"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class RiskState(models.TextChoices):
    """What is done about a risk."""

    OPEN = "open", "Open"
    MITIGATING = "mitigating", "Being reduced"
    ACCEPTED = "accepted", "Accepted"
    CLOSED = "closed", "Closed"


RUNNING = (PlanState.ACTIVE, PlanState.AT_RISK)
"""An account has at most one plan of these."""
UNDER_WAY = (PlanState.APPROVED, *RUNNING)
"""What was approved and is not over: its actions and risks stand in people's days."""
BEFORE_APPROVAL = (PlanState.DRAFT, PlanState.IN_REVIEW)
OVER = (PlanState.ACHIEVED, PlanState.PARTLY, PlanState.MISSED, PlanState.SUPERSEDED)
OPEN_ACTIONS = (ActionState.TODO, ActionState.DOING, ActionState.BLOCKED)
