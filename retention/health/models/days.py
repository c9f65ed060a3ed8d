"""What the daily close leaves behind besides snapshots: where each band stands, and which days are closed."""

from django.db import models

from accounts.choices import HealthBand
from accounts.models import Account


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


class ClosedDay(models.Model):
    """A day whose snapshots are being written, or all are: a late or repeated run knows where to go on."""

    on = models.DateField(primary_key=True)
    closed_at = models.DateTimeField(null=True, help_text="When the last account was done.")
    accounts = models.PositiveIntegerField(default=0, help_text="How many accounts were scored.")

    def __str__(self) -> str:
        return f"{self.on}: {self.accounts} accounts"
