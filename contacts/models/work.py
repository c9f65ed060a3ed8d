"""What follows from a conversation: promises (what somebody was told) and next steps (one thing to do)."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Account
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import PromiseState, Side, StepState, Wording
from .contact import Contact
from .touchpoint import Touchpoint


class PromiseQuerySet(ThroughAccount["Promise"]):
    """Questions over promises. Whoever keeps one or follows it up may work on it."""

    worker: ClassVar[str] = "user_id"

    def open(self) -> "PromiseQuerySet":
        """Still to be kept."""
        return self.filter(state=PromiseState.OPEN)

    def late(self, *, on: date) -> "PromiseQuerySet":
        """Open although their day has passed."""
        return self.open().filter(due_on__lt=on)


@audited(by_time="promise_audit_time")
class Promise(Recorded, Versioned):
    """What somebody was told would happen, by either side, in whose words, by when.

    ``contact`` is to whom ours was made, or who made theirs. ``released_by`` is who of theirs agreed to
    withdraw one of ours; ``settled_note`` says how it ended.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="promises")
    side = models.CharField(max_length=6, choices=Side.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="promises",
        help_text="Ours: who keeps it. Theirs: who follows it up.",
    )
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="promises")
    touchpoint = models.ForeignKey(
        Touchpoint, models.SET_NULL, null=True, blank=True, related_name="promises"
    )
    text = models.CharField(max_length=500)
    wording = models.CharField(max_length=6, choices=Wording.choices, default=Wording.OURS)
    promised_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=PromiseState.choices, default=PromiseState.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    settled_note = models.CharField(max_length=300, blank=True)
    released_by = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = PromiseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=PromiseState.values), name="promise_state_known"),
            models.CheckConstraint(
                condition=Q(state=PromiseState.OPEN, settled_on__isnull=True)
                | (~Q(state=PromiseState.OPEN) & Q(settled_on__isnull=False)),
                name="promise_settled_has_a_day",
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="promise_side_known"),
            models.CheckConstraint(condition=Q(wording__in=Wording.values), name="promise_wording_known"),
            models.CheckConstraint(
                condition=~Q(state=PromiseState.WITHDRAWN) | ~Q(settled_note=""),
                name="promise_withdrawn_says_who_agreed",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("promised_on")), name="promise_not_due_before_made"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "due_on", "id"], name="promise_open", condition=Q(state="open")),
            models.Index(fields=["account", "due_on"], name="promise_by_account"),
            models.Index(fields=["user", "settled_on"], name="promise_settled", condition=~Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.text

    def is_late(self, *, on: date) -> bool:
        """True when it is open and its day has passed."""
        return self.state == PromiseState.OPEN and self.due_on < on


class StepQuerySet(ThroughAccount["NextStep"]):
    """Questions over next steps. Whoever a step belongs to may work on it."""

    worker: ClassVar[str] = "owner_id"

    def open(self) -> "StepQuerySet":
        """Still to be done."""
        return self.filter(state=StepState.OPEN)


@audited(by_time="next_step_audit_time")
class NextStep(Recorded, Versioned):
    """One thing to do next: the same row whether a rung, a play, a plan or a log entry asked for it.

    ``origin`` says where it came from; ``origin_key`` makes asking twice harmless.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="next_steps")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="next_steps")
    touchpoint = models.ForeignKey(
        Touchpoint, models.SET_NULL, null=True, blank=True, related_name="next_steps"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="next_steps")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    snoozed_until = models.DateField(null=True, blank=True)
    snooze_reason = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=20, default="person")
    origin_key = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=StepState.choices, default=StepState.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = StepQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=StepState.values), name="step_state_known"),
            models.UniqueConstraint(
                fields=["origin", "origin_key"], name="step_origin_once", condition=~Q(origin_key="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "due_on", "id"], name="step_open", condition=Q(state="open")),
            models.Index(fields=["account", "due_on"], name="step_by_account"),
        ]

    def __str__(self) -> str:
        return self.text
