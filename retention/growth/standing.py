"""How a customer stood on a day: their health and the last mood, as far as it was known."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from accounts.choices import HealthBand
from accounts.models import Account
from contacts.models import Touchpoint
from retention.health.models import HealthSnapshot

MOOD_DAYS = 180
"""An older mood says nothing of the day."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Health band and mood (−2 to +2, None when nothing was said)."""

    band: str
    mood: int | None


def standing_on(account: Account, day: date, *, today: date) -> Standing:
    """From the snapshot kept of that day; from the account for today; unknown where nothing was kept.

    The mood is that of the latest touchpoint up to the day, never of a private one.
    """
    kept = HealthSnapshot.objects.filter(account=account, on=day).values_list("band", flat=True).first()
    band = kept or (account.health_band if day >= today else HealthBand.UNKNOWN)
    end = datetime.combine(day + timedelta(days=1), time.min, UTC)
    spoken = Touchpoint.objects.current().filter(
        account=account, is_private=False, mood__isnull=False, happened_at__lt=end,
        happened_at__gte=end - timedelta(days=MOOD_DAYS),
    )  # fmt: skip
    mood = spoken.order_by("-happened_at", "-id").values_list("mood", flat=True).first()
    return Standing(str(band), mood)
