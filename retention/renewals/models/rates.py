"""Own experience per stage, refreshed monthly: the base of the system's estimate."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from retention.lib.records import Recorded

from ..choices import RenewalStage


class StageRate(Recorded):
    """How often renewals that were in a stage were renewed, and how long they stayed in it.

    ``segment`` is the account's tier. ``median_days`` over ``stays`` finished stays.
    """

    segment = models.CharField(max_length=8)
    stage = models.CharField(max_length=16, choices=RenewalStage.choices)
    as_of = models.DateField()
    renewed = models.PositiveIntegerField()
    resolved = models.PositiveIntegerField()
    stays = models.PositiveIntegerField()
    median_days = models.DecimalField(max_digits=8, decimal_places=2, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["segment", "stage"], name="stage_rate_once"),
            models.CheckConstraint(condition=Q(renewed__lte=F("resolved")), name="stage_rate_is_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.segment} {self.stage}: {self.renewed} of {self.resolved}"
