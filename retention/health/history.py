"""An account's health over time, from the snapshots that were kept."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.choices import HealthBand
from accounts.models import Account

from .cards import Card
from .models import HealthSnapshot
from .published import Published, cards_of
from .scoring import AT_RISK_BELOW, rounded

WEEKS = 52


@dataclass(frozen=True, slots=True)
class HealthPoint:
    """One week: ``value`` is None without a score, ``band`` None when nothing was kept for that day."""

    on: date
    value: Decimal | None
    band: str | None
    coverage: Decimal | None
    card_version: int | None
    is_reconstructed: bool


def weekly_history(account: Account, *, on: date, weeks: int = WEEKS) -> list[HealthPoint]:
    """A point a week, oldest first, the last one for the newest day kept up to *on*. Three queries."""
    rows = HealthSnapshot.objects.filter(account=account)
    last = rows.filter(on__lte=on, on__gt=on - timedelta(days=7)).order_by("-on").values_list("on", flat=True)
    end = last.first() or on
    days = [end - timedelta(weeks=back) for back in range(weeks, -1, -1)]
    kept = {row.on: row for row in rows.filter(on__in=days)}
    cards = {version: item.card for version, item in _cards(kept).items()}
    return [_point(day, kept.get(day), cards) for day in days]


def _cards(kept: dict[date, HealthSnapshot]) -> dict[int, Published]:
    versions = {row.card_version for row in kept.values()}
    return cards_of(versions) if versions else {}


def _point(day: date, row: HealthSnapshot | None, cards: dict[int, Card]) -> HealthPoint:
    if row is None:
        return HealthPoint(day, None, None, None, None, False)
    return HealthPoint(
        on=day,
        value=kept_value(row, cards[row.card_version]),
        band=row.band,
        coverage=row.coverage,
        card_version=row.card_version,
        is_reconstructed=row.is_reconstructed,
    )


def kept_value(row: HealthSnapshot, card: Card) -> Decimal | None:
    """The number people saw that day: none while unknown, the cap where only the cap proved a risk."""
    if row.band == HealthBand.UNKNOWN:
        return None
    lowest = min((card.cap(item["code"]).at_most for item in row.caps), default=None)
    if lowest is not None and lowest < AT_RISK_BELOW:
        return rounded(lowest)
    return row.capped_score
