"""Versioned scorecards, immutable daily snapshots, and where the band machine of each account stands."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.choices import HealthBand
from accounts.models import Account
from retention.lib.records import Recorded
from retention.team.visibility import ThroughAccount


class Scorecard(Recorded):
    """A published version of measures, weights, thresholds and caps; never edited once published."""

    version = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=80)
    definition = models.JSONField()
    published_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class HealthSnapshot(models.Model):
    """One account on one day: inputs, contributions and the version that made them, kept for ever.

    The table is partitioned by month on ``on``; (account, on) is unique.
    """

    account = models.ForeignKey(Account, models.DO_NOTHING, related_name="health_snapshots")
    on = models.DateField()
    computed_at = models.DateTimeField()
    card_version = models.PositiveIntegerField()
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    capped_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    coverage = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    lowest = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    highest = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    band = models.CharField(max_length=8, choices=HealthBand.choices)
    measures = models.JSONField()
    caps = models.JSONField(default=list)

    objects: ClassVar = ThroughAccount["HealthSnapshot"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(band__in=HealthBand.values), name="snapshot_band_known"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} on {self.on}: {self.band}"


class BandState(models.Model):
    """The hysteresis of one account (docs/methods.md, Bands), as of the last closed day."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="band_state")
    on = models.DateField()
    band = models.CharField(max_length=8, choices=HealthBand.choices)
    since = models.DateField()
    downs = models.PositiveSmallIntegerField(default=0)
    ups = models.PositiveSmallIntegerField(default=0)
    previous = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.band} since {self.since}"
