"""Save plays that were started: steps, what was offered, and how it ended."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Account
from contacts.models import NextStep
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet, ThroughAccount

from ..choices import PlayCode, RootCause, SaveOutcome
from .renewal import Renewal


class PlayRunQuerySet(ThroughAccount["PlayRun"]):
    """Questions over runs of plays."""

    def active(self) -> "PlayRunQuerySet":
        """Not finished yet."""
        return self.filter(finished_on__isnull=True)

    def to_finish(self) -> "PlayRunQuerySet":
        """Still active although their renewal is decided: somebody has to say how they ended."""
        return self.active().filter(renewal__closed_on__isnull=False)


@audited()
class PlayRun(Recorded, Versioned):
    """One run of a save play at an account, against one root cause.

    ``arr_at_stake``, ``offer_cost`` and ``saved_arr`` are in ``currency``, a year's amounts.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="play_runs")
    renewal = models.ForeignKey(Renewal, models.PROTECT, null=True, blank=True, related_name="play_runs")
    play = models.CharField(max_length=24, choices=PlayCode.choices)
    play_version = models.PositiveSmallIntegerField()
    root_cause = models.CharField(max_length=26, choices=RootCause.choices)
    trigger = models.CharField(max_length=300)
    started_on = models.DateField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    arr_at_stake = models.DecimalField(max_digits=16, decimal_places=2)
    offer_cost = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    saved_arr = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=SaveOutcome.choices, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects: ClassVar = PlayRunQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "root_cause"],
                name="play_run_once_per_cause",
                condition=Q(finished_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True, outcome="")
                | Q(finished_on__isnull=False, outcome__in=SaveOutcome.values),
                name="play_run_finished_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(arr_at_stake__gte=0)
                & (Q(offer_cost__isnull=True) | Q(offer_cost__gte=0))
                & (Q(saved_arr__isnull=True) | Q(saved_arr__gte=0)),
                name="play_run_amounts_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.play} from {self.started_on}"


class PlayStepQuerySet(ScopedQuerySet["PlayStep"]):
    """Questions over steps of runs."""

    via: ClassVar[str] = "run__account__"


@audited()
class PlayStep(Recorded):
    """One step of a run: what the play asked for, and the next step that was made of it."""

    run = models.ForeignKey(PlayRun, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    step = models.ForeignKey(NextStep, models.PROTECT, related_name="+")

    objects: ClassVar = PlayStepQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "position"], name="play_step_once"),
        ]

    def __str__(self) -> str:
        return f"step {self.position} of {self.run_id}"
