"""A contract on its way: the steps with who holds them, and the hand-offs between them."""

from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Contract
from contacts.models import Contact
from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet

from ..choices import HandoffState, Party, WalkState
from .process import ProcessStep, ProcessVersion


class WalkQuerySet(ScopedQuerySet["ContractWalk"]):
    """Questions over walks."""

    via: ClassVar[str] = "contract__account__"

    def under_way(self) -> Self:
        """Neither finished nor stopped."""
        return self.filter(state=WalkState.WALKING)

    def held_by(self, user_id: int) -> Self:
        """It stands at a step of theirs, or waits for them to accept it."""
        return self.filter(_here(owner_user=user_id) | _waits(to_step__owner_user=user_id))

    def standing_at(self, function: str) -> Self:
        """The step it stands at is done by this function."""
        return self.filter(_here(step__function=function))

    def late(self, *, on: date) -> Self:
        """The step it stands at, or the hand-off it waits for, is past its day."""
        return self.filter(_here(due_on__lt=on) | _waits(due_on__lt=on))

    def depending_on(self, partner: str) -> Self:
        """Any of its steps is with a partner of that name."""
        theirs = WalkStep.objects.filter(walk=OuterRef("pk"), partner__iexact=partner)
        return self.filter(Exists(theirs))

    def with_a_step_of_nobody(self) -> Self:
        """Nobody holds one of the steps still to be left."""
        rows = WalkStep.objects.filter(walk=OuterRef("pk"), left_on__isnull=True, partner="")
        return self.filter(Exists(rows.filter(owner_user__isnull=True, owner_contact__isnull=True)))


def _here(**said: Any) -> Q:
    rows = WalkStep.objects.filter(walk=OuterRef("pk"), entered_on__isnull=False, left_on__isnull=True)
    return Q(Exists(rows.filter(**said)))


def _waits(**said: Any) -> Q:
    return Q(Exists(Handoff.objects.waiting().filter(walk=OuterRef("pk")).filter(**said)))


@audited()
class ContractWalk(Recorded):
    """One contract walking one version of a process. Its account is the contract's."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="walks")
    version = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="walks")
    started_on = models.DateField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=WalkState.choices, default=WalkState.WALKING)
    ended_on = models.DateField(null=True, blank=True)
    end_note = models.CharField(max_length=300, blank=True)

    objects: ClassVar = WalkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract"], name="walk_one_at_a_time", condition=Q(state=WalkState.WALKING)
            ),
            models.CheckConstraint(
                condition=Q(state=WalkState.WALKING, ended_on__isnull=True)
                | Q(state__in=(WalkState.FINISHED, WalkState.STOPPED), ended_on__gte=F("started_on")),
                name="walk_ended_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=WalkState.STOPPED) | ~Q(end_note=""), name="walk_stopped_says_why"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-started_on", "-id"], name="walk_by_start")]

    def __str__(self) -> str:
        return f"{self.contract}: {self.version}"


class WalkStepQuerySet(ScopedQuerySet["WalkStep"]):
    """Questions over steps. Whoever holds one may work on it."""

    via: ClassVar[str] = "walk__contract__account__"
    worker: ClassVar[str] = "owner_user_id"

    def here(self) -> Self:
        """Where walks under way stand."""
        return self.filter(
            entered_on__isnull=False, left_on__isnull=True, walk__state=WalkState.WALKING
        )  # fmt: skip

    def late(self, *, on: date) -> Self:
        """Standing there for longer than expected."""
        return self.here().filter(due_on__lt=on)


_THEIR_CONTACT = """
    IF EXISTS (
        SELECT 1 FROM walks_contractwalk w JOIN accounts_contract k ON k.id = w.contract_id
        JOIN contacts_contact c ON c.id IN (NEW.owner_contact_id, NEW.accepted_by_id)
        WHERE w.id = NEW.walk_id AND c.account_id <> k.account_id
    ) THEN
        RAISE EXCEPTION 'the contact is at another account' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_ACCEPTED = """
    IF EXISTS (
        SELECT 1 FROM walks_processstep p, walks_contractwalk w
        WHERE p.id = NEW.step_id AND p.needs_acceptance AND w.id = NEW.walk_id AND w.state <> 'stopped'
    ) THEN
        RAISE EXCEPTION 'the customer has not accepted this step' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


@audited()
class WalkStep(Recorded):
    """One step of a walk: who holds it, since when, and by when it should be left.

    The holder is a colleague in-house, a contact at the customer, or a partner by name. ``due_on`` is
    ``entered_on`` and the expected days. ``accepted_by`` at the customer took what was delivered.
    """

    walk = models.ForeignKey(ContractWalk, models.CASCADE, related_name="steps")
    step = models.ForeignKey(ProcessStep, models.PROTECT, related_name="+")
    party = models.CharField(max_length=8, choices=Party.choices)
    expected_days = models.PositiveSmallIntegerField()
    owner_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="walk_steps"
    )
    owner_contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="walk_steps"
    )  # fmt: skip
    partner = models.CharField(max_length=160, blank=True)
    partner_person = models.CharField(max_length=160, blank=True)
    entered_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="walk_acceptances"
    )  # fmt: skip
    accepted_on = models.DateField(null=True, blank=True)

    objects: ClassVar = WalkStepQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["walk", "step"], name="walk_step_once"),
            models.UniqueConstraint(
                fields=["walk"], name="walk_stands_at_one_step",
                condition=Q(entered_on__isnull=False, left_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(party=Party.IN_HOUSE, owner_contact__isnull=True, partner="", partner_person="")
                | Q(party=Party.PARTNER, owner_user__isnull=True, owner_contact__isnull=True)
                & (~Q(partner="") | Q(partner_person=""))
                | Q(party=Party.CUSTOMER, owner_user__isnull=True, partner="", partner_person=""),
                name="walk_step_holder_fits_the_party",
            ),
            models.CheckConstraint(
                condition=Q(expected_days__gte=1, expected_days__lte=730), name="walk_step_days_range"
            ),
            models.CheckConstraint(
                condition=Q(entered_on__isnull=True, due_on__isnull=True, left_on__isnull=True)
                | Q(entered_on__isnull=False, due_on__gte=F("entered_on"))
                & (Q(left_on__isnull=True) | Q(left_on__gte=F("entered_on"))),
                name="walk_step_entered_before_left",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True, accepted_on__isnull=True)
                | Q(
                    accepted_by__isnull=False, accepted_on__isnull=False, accepted_on__gte=F("entered_on"),
                    accepted_on__lte=F("left_on"), left_on__isnull=False,
                ),
                name="walk_step_accepted_by_and_on",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["owner_user", "due_on", "id"], name="walk_step_here",
                condition=Q(entered_on__isnull=False, left_on__isnull=True),
            ),
            models.Index(fields=["partner"], name="walk_step_by_partner", condition=~Q(partner="")),
        ]  # fmt: skip
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="walk_step_their_contact", when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "owner_contact_id", "accepted_by_id", "walk_id"
                ),
                func=_THEIR_CONTACT,
            ),
            pgtrigger.Trigger(
                name="walk_step_left_accepted", when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("left_on", "accepted_by_id"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(new__left_on__isnull=False, new__accepted_by__isnull=True),
                func=_ACCEPTED,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.step)

    @property
    def has_holder(self) -> bool:
        """Somebody holds it; without anybody it stands in red."""
        return bool(self.owner_user_id or self.owner_contact_id or self.partner)

    @property
    def is_here(self) -> bool:
        """Entered and not left: the walk stands here while it is under way."""
        return self.entered_on is not None and self.left_on is None


class HandoffQuerySet(ScopedQuerySet["Handoff"]):
    """Questions over hand-offs. Whoever receives one may work on it."""

    via: ClassVar[str] = "walk__contract__account__"
    worker: ClassVar[str] = "to_step__owner_user_id"

    def waiting(self) -> Self:
        """Not accepted yet."""
        return self.filter(state=HandoffState.WAITING)


@audited()
class Handoff(Recorded):
    """A contract given from one step to the next; who receives it accepts it, or gives it back saying why.

    ``missing`` is what the giver knows to be missing.
    """

    walk = models.ForeignKey(ContractWalk, models.CASCADE, related_name="handoffs")
    from_step = models.ForeignKey(WalkStep, models.CASCADE, related_name="given")
    to_step = models.ForeignKey(WalkStep, models.CASCADE, related_name="received")
    handed_on = models.DateField()
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    missing = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=HandoffState.choices, default=HandoffState.WAITING)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=500, blank=True)

    objects: ClassVar = HandoffQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["walk"], name="handoff_one_waits", condition=Q(state=HandoffState.WAITING)
            ),
            models.CheckConstraint(
                condition=Q(state=HandoffState.WAITING, settled_on__isnull=True, settled_by__isnull=True)
                | Q(
                    state__in=(HandoffState.ACCEPTED, HandoffState.RETURNED), settled_by__isnull=False,
                    settled_on__gte=F("handed_on"),
                ),
                name="handoff_settled_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandoffState.RETURNED) | ~Q(answer=""), name="handoff_returned_says_why"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("handed_on")), name="handoff_due_after_given"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.from_step} to {self.to_step}"
