"""Goalposts: what was agreed and moved, with its effect; expectations that cannot be met as they are."""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Account
from contacts.models import Contact
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import Decision, Side
from ..milestones import Kept, left_behind
from .roi import RoiTarget

ABSORBED_AFTER = timedelta(days=10)
"""A change the customer did not acknowledge by then was absorbed silently (docs/methods.md, Goalposts)."""


class ChangeQuerySet(ThroughAccount["ChangeRecord"]):
    """Questions over moved goalposts."""

    def open(self) -> Self:
        """Asked for and not decided."""
        return self.filter(decision=Decision.OPEN)

    def absorbed(self, *, on: date) -> Self:
        """Accepted more than ten days ago without a word from the customer that they know what it costs."""
        return self.filter(
            decision=Decision.ACCEPTED, acknowledged_on__isnull=True, decided_on__lt=on - ABSORBED_AFTER
        )


@audited()
class ChangeRecord(Recorded, Versioned):
    """A change of something agreed: before, after, who asked, what it costs, what was decided.

    With a ``target`` its figures move when the change is accepted; without one, ``what`` names the goal and
    ``scope_before`` and ``scope_after`` say in words what moved.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="change_records")
    target = models.ForeignKey(RoiTarget, models.PROTECT, null=True, blank=True, related_name="changes")
    what = models.CharField(max_length=200)
    target_before = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target_after = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    due_before = models.DateField(null=True, blank=True)
    due_after = models.DateField(null=True, blank=True)
    scope_before = models.CharField(max_length=500, blank=True)
    scope_after = models.CharField(max_length=500, blank=True)
    side = models.CharField(max_length=6, choices=Side.choices, default=Side.THEIRS)
    asked_by = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField()
    effect = models.CharField(max_length=1000)
    delay_days = models.PositiveSmallIntegerField(null=True, blank=True)
    cost = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.OPEN)
    decided_on = models.DateField(null=True, blank=True)
    decision_note = models.CharField(max_length=500, blank=True)
    acknowledged_by = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = ChangeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(effect=""), name="change_says_what_and_effect"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="change_side_known"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="change_decision_known"),
            models.CheckConstraint(
                condition=Q(side=Side.OURS) | Q(asked_by__isnull=False), name="change_they_asked_by_whom"
            ),
            models.CheckConstraint(
                condition=~Q(
                    Q(target_before=F("target_after"))
                    | Q(target_before__isnull=True, target_after__isnull=True),
                    Q(due_before=F("due_after")) | Q(due_before__isnull=True, due_after__isnull=True),
                    scope_before=F("scope_after"),
                ),
                name="change_moves_something",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True, currency="") | Q(cost__gte=0, currency__regex=r"^[A-Z]{3}$"),
                name="change_cost_has_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.OPEN, decided_on__isnull=True)
                | ~Q(decision=Decision.OPEN) & Q(decided_on__isnull=False),
                name="change_decided_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_on__isnull=False, acknowledged_by__isnull=False),
                name="change_acknowledged_by_whom",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-asked_on", "-id"], name="change_by_account"),
            models.Index(
                fields=["decided_on", "id"],
                name="change_not_acknowledged",
                condition=Q(decision="accepted", acknowledged_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Change of {self.what}"[:80]

    def leaves_behind(self, goal: RoiTarget | None = None) -> Kept:
        """Milestones that no longer lie on the way once this is accepted, *goal* being its target."""
        goal = goal or self.target
        if goal is None or self.target_after is None or self.due_after is None:
            return []
        return left_behind(
            goal.milestones, baseline=goal.baseline, target=self.target_after, due_on=self.due_after
        )

    def is_absorbed(self, *, on: date) -> bool:
        """Accepted more than ten days ago, and the customer never acknowledged it."""
        return (
            self.decision == Decision.ACCEPTED
            and self.acknowledged_on is None
            and self.decided_on is not None
            and self.decided_on < on - ABSORBED_AFTER
        )


class GapQuerySet(ThroughAccount["ExpectationGap"]):
    """Questions over expectation gaps."""

    def open(self) -> Self:
        """Nothing was agreed yet."""
        return self.filter(settled_on__isnull=True)


@audited()
class ExpectationGap(Recorded, Versioned):
    """Somebody expects what cannot be had as it is: their expectation, what is feasible and how we know.

    Talked over on a day, settled by what was agreed; a change of a target stands beside it as ``change``.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="expectation_gaps")
    target = models.ForeignKey(
        RoiTarget, models.PROTECT, null=True, blank=True, related_name="expectation_gaps"
    )
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="expectation_gaps")
    expectation = models.CharField(max_length=1000)
    feasible = models.CharField(max_length=500)
    evidence = models.CharField(max_length=1000, blank=True)
    noticed_on = models.DateField()
    talked_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=1000, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    change = models.ForeignKey(
        ChangeRecord, models.PROTECT, null=True, blank=True, related_name="settled_gaps"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = GapQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(expectation="") & ~Q(feasible=""), name="gap_says_both_sides"
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, outcome="")
                | Q(settled_on__isnull=False, talked_on__isnull=False) & ~Q(outcome=""),
                name="gap_settled_says_what_was_agreed",
            ),
            models.CheckConstraint(
                condition=Q(talked_on__isnull=True) | Q(talked_on__gte=F("noticed_on")),
                name="gap_talked_after_noticed",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-noticed_on", "-id"], name="gap_by_account")]

    def __str__(self) -> str:
        return self.expectation[:80]
