"""What both sides want and do: objectives, how they are measured, and actions of either side."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from contacts.models import Contact, NextStep
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..planning.words import OPEN_ACTIONS, ActionState, Goal, ObjectiveState, Whose
from .plan import AccountPlan

CONFIRMED, STATES = ObjectiveState.CONFIRMED, ObjectiveState.values


class Objectives(ThroughAccount["Objective"]):
    """Questions over objectives."""

    via: ClassVar[str] = "plan__account__"

    def shared(self) -> Self:
        """What somebody chose to show to the customer."""
        return self.filter(is_shared=True, whose=Whose.JOINT)


@audited()
class Objective(Recorded, Versioned):
    """A measurable aim. ``reason`` is why, in the customer's words, told by ``stakeholder``.

    Its owner is one of ours or one of theirs. Missing owner, measure or day are refused at approval only,
    so that a draft can be written in any order.
    """

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="objectives")
    goal = models.CharField(max_length=12, choices=Goal.choices)
    text = models.CharField(max_length=300)
    reason = models.CharField(max_length=500, blank=True)
    stakeholder = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="objectives"
    )
    their_owner = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="objectives")
    measure = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    whose = models.CharField(max_length=5, choices=Whose.choices, default=Whose.OURS)
    is_shared = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=ObjectiveState.choices, default=ObjectiveState.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    settled_note = models.CharField(max_length=300, blank=True)
    confirmed_by = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = Objectives.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="objective_says_something"),
            models.CheckConstraint(condition=Q(goal__in=Goal.values), name="objective_goal_known"),
            models.CheckConstraint(condition=Q(whose__in=Whose.values), name="objective_whose_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="objective_state_known"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=10), name="objective_weight_one_to_ten"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(their_owner__isnull=True), name="objective_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(is_shared=False) | Q(whose=Whose.JOINT), name="objective_shared_is_joint"
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectiveState.OPEN, settled_on__isnull=True)
                | (~Q(state=ObjectiveState.OPEN) & Q(settled_on__isnull=False)),
                name="objective_settled_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=CONFIRMED) | Q(confirmed_by__isnull=False),
                name="objective_confirmed_by_whom",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["plan", "due_on", "id"], name="objective_by_plan")]

    def __str__(self) -> str:
        return self.text

    @property
    def owner_name(self) -> str:
        """Who of either side it belongs to; empty when nobody was said."""
        who = self.owner or self.their_owner
        return who.name if who else ""


class KeyResults(ThroughAccount["KeyResult"]):
    """Questions over key results."""

    via: ClassVar[str] = "objective__plan__account__"


@audited()
class KeyResult(Recorded, Versioned):
    """How an objective is measured. ``current`` moves by measuring alone; its history is the audit trail."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="key_results")
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)
    baseline = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    current = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    measured_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)

    objects: ClassVar = KeyResults.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="key_result_says_something"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=10), name="key_result_weight_one_to_ten"
            ),
            models.CheckConstraint(
                condition=Q(current__isnull=True, measured_on__isnull=True)
                | Q(current__isnull=False, measured_on__isnull=False),
                name="key_result_measured_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanActions(ThroughAccount["PlanAction"]):
    """Questions over actions. Whoever one belongs to may work on it."""

    via: ClassVar[str] = "objective__plan__account__"
    worker: ClassVar[str] = "owner_id"

    def open(self) -> Self:
        """Still to be done."""
        return self.filter(state__in=OPEN_ACTIONS)

    def shared(self) -> Self:
        """What somebody chose to show to the customer, of objectives of both sides."""
        return self.filter(is_shared=True, objective__whose=Whose.JOINT).exclude(state=ActionState.DROPPED)


@audited()
class PlanAction(Recorded, Versioned):
    """A dated step towards an objective, of ours or of theirs.

    ``step`` is its row in somebody's day while the plan runs: the one thing to do is one row. What we have
    of it is a note among what never leaves the house, not a column here.
    """

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="actions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="plan_actions"
    )
    their_owner = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="plan_actions"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.TODO)
    customer_benefit = models.CharField(max_length=300, blank=True)
    is_shared = models.BooleanField(default=False)
    step = models.ForeignKey(NextStep, models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar = PlanActions.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="plan_action_says_something"),
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="plan_action_state_known"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(their_owner__isnull=True), name="plan_action_one_owner"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["objective", "due_on", "id"], name="plan_action_by_objective"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def owner_name(self) -> str:
        """Who of either side does it; empty when nobody was said."""
        who = self.owner or self.their_owner
        return who.name if who else ""

    @property
    def is_open(self) -> bool:
        """Still to be done."""
        return self.state in OPEN_ACTIONS

    def is_late(self, *, on: date) -> bool:
        """Still to be done although its day has passed."""
        return self.is_open and self.due_on is not None and self.due_on < on
