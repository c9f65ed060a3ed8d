"""The immutable daily record of an account's health."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.choices import HealthBand
from accounts.models import Account
from retention.team.visibility import ThroughAccount


class HealthSnapshot(models.Model):
    """One account at the end of one day: inputs, contributions and the version that made them, kept for ever.

    Written once when the day is closed; the database refuses updates. The table is partitioned by month
    (``partitions.ensure_partitions``), its key is (account, on), and rows go with their account.
    ``is_reconstructed`` marks rows computed afterwards from what happened, without knowing when it was known:
    they are for showing, never for judging the score.
    """

    pk = models.CompositePrimaryKey("account_id", "on")
    account = models.ForeignKey(Account, models.DO_NOTHING, related_name="health_snapshots")
    on = models.DateField()
    computed_at = models.DateTimeField()
    card_version = models.PositiveIntegerField()
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    capped_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    coverage = models.DecimalField(max_digits=5, decimal_places=4)
    lowest = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    highest = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    band = models.CharField(max_length=8, choices=HealthBand.choices)
    measures = models.JSONField()
    caps = models.JSONField(default=list)
    is_reconstructed = models.BooleanField(default=False)

    objects: ClassVar = ThroughAccount["HealthSnapshot"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(band__in=HealthBand.values), name="snapshot_band_known"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} on {self.on}: {self.band}"
