"""An account's health over time, from the snapshots that were kept."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, QuerySet, When

from accounts.choices import HealthBand
from accounts.models import Account
from retention.team.asking import planned

from .cards import Card
from .models import HealthSnapshot
from .published import Shelf, cards_of
from .scoring import AT_RISK_BELOW, rounded

WEEKS = 52
SHOWN_OF_WEEKS = ("card_version", "capped_score", "coverage", "band", "caps", "is_reconstructed")


@dataclass(frozen=True, slots=True)
class HealthPoint:
    """One week: ``value`` is None without a score, ``band`` None when nothing was kept for that day."""

    on: date
    value: Decimal | None
    band: str | None
    coverage: Decimal | None
    card_version: int | None
    is_reconstructed: bool


@dataclass(frozen=True, slots=True)
class KeptWeeks:
    """The snapshots of an account a week apart, oldest day first; ``whole`` is one with all that it kept."""

    days: list[date]
    rows: dict[date, HealthSnapshot]
    whole: HealthSnapshot | None

    def points(self, shelf: Shelf | None = None) -> list[HealthPoint]:
        """A point a week; a query for the cards that made them, unless they are on a *shelf* read before."""
        versions = {self.rows[day].card_version for day in self.days if day in self.rows}
        found = cards_of(versions, shelf) if versions else {}
        cards = {version: item.card for version, item in found.items()}
        return [_point(day, self.rows.get(day), cards) for day in self.days]


def snapshot_on(account_id: int, on: date) -> HealthSnapshot | None:
    """What was kept for the day."""
    return next(iter(_kept_on(account_id, on)), None)


@planned
def _kept_on(account_id: int, on: date) -> QuerySet[HealthSnapshot]:
    return HealthSnapshot.objects.filter(account_id=account_id, on=on)


def weekly_history(account: Account, *, on: date, weeks: int = WEEKS) -> list[HealthPoint]:
    """A point a week, oldest first, the last one for the newest day kept up to *on*.

    Two queries; three when the newest day kept is not *on*.
    """
    return kept_weeks(account.pk, on=on, weeks=weeks).points()


def kept_weeks(account_id: int, *, on: date, weeks: int, whole: date | None = None) -> KeptWeeks:
    """What was kept a week apart up to the newest day kept, at most six days before *on*.

    With the snapshot of the day *whole* in the same query. A second query when the newest day kept is
    not *on*.
    """
    days = _weekly(on, weeks)
    newest = {on - timedelta(days=back) for back in range(7)}
    rows = _read(account_id, {*days, *newest, whole or on}, whole)
    before = rows.get(whole) if whole else None
    end = max(rows.keys() & newest, default=on)
    if end != on:
        days = _weekly(end, weeks)
        rows = _read(account_id, set(days), None)
    return KeptWeeks(days, rows, before)


def _weekly(end: date, weeks: int) -> list[date]:
    return [end - timedelta(weeks=back) for back in range(weeks, -1, -1)]


def _read(account_id: int, days: set[date], whole: date | None) -> dict[date, HealthSnapshot]:
    """Snapshots by day; the measures, by far the most of a row, only of the day *whole*."""
    found = {}
    for row in _of_days(account_id, tuple(sorted(days)), whole):
        if row.on == whole:
            row.measures = vars(row)["measures_then"]
        found[row.on] = row
    return found


@planned
def _of_days(account_id: int, days: tuple[date, ...], whole: date | None) -> QuerySet[HealthSnapshot]:
    rows = HealthSnapshot.objects.filter(account_id=account_id, on__in=days).only(*SHOWN_OF_WEEKS)
    return rows.annotate(measures_then=Case(When(on=whole, then="measures"))) if whole else rows


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
