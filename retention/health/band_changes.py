"""Which accounts stand in another band than a week ago, why, and whether anybody acts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from accounts.choices import HealthBand, LifecycleStage
from contacts.models import NextStep
from retention.team.asking import kept
from retention.team.visibility import Reader

from .assessing import assess, recall
from .history import kept_value
from .inputs import inputs_of
from .models import HealthSnapshot
from .moments import live
from .published import Published, cards_of, current_card
from .telling import reasons

WEEK_DAYS = 7
SHOWN = 20
AT_ONCE = 200
_HEIGHT: Mapping[str, int] = {HealthBand.AT_RISK: 0, HealthBand.WATCH: 1, HealthBand.HEALTHY: 2}

Step = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Moved:
    """An account in another band than a week ago. ARR is in the workspace's currency."""

    account_id: int
    name: str
    owner_id: int | None
    owner_name: str
    arr: Decimal
    band_before: str
    band: str
    value: Decimal | None
    since: date

    @property
    def is_worse(self) -> bool:
        """In a lower band, or no longer known."""
        if self.band == HealthBand.UNKNOWN:
            return True
        return self.band_before in _HEIGHT and _HEIGHT[self.band] < _HEIGHT[self.band_before]

    @property
    def risk_added(self) -> Decimal:
        """How much ARR came to (or left, negative) the accounts at risk."""
        now, before = (band == HealthBand.AT_RISK for band in (self.band, self.band_before))
        return self.arr * (now - before)


@dataclass(frozen=True, slots=True)
class BandChange:
    """A move with its reasons and the next step that answers it (None: nobody acts)."""

    moved: Moved
    value_before: Decimal | None
    reasons: tuple[str, ...]
    next_step: str | None
    next_step_on: date | None

    @property
    def is_unanswered(self) -> bool:
        """It got worse, and no step is open."""
        return self.moved.is_worse and self.next_step is None


def moved_in_a_week(reader: Reader, *, at: datetime) -> list[Moved]:
    """Every visible customer whose band differs from a week ago: what got worse first, by ARR. One query."""
    week_ago = live(at).on - timedelta(days=WEEK_DAYS)
    found = [_moved(row) for row in _other_bands(reader, week_ago)]
    return sorted(found, key=lambda row: (not row.is_worse, -row.arr, row.account_id))


_MOVED = (
    "account_id",
    "band",
    "account__name",
    "account__owner_id",
    "account__owner__name",
    "account__arr_base",
    "account__health_band",
    "account__health_score",
    "account__health_since",
)


@kept
def _other_bands(reader: Reader, week_ago: date) -> QuerySet[HealthSnapshot, Any]:
    rows = HealthSnapshot.objects.visible_to(reader).filter(on=week_ago, account__health_since__gt=week_ago)
    rows = rows.exclude(account__stage=LifecycleStage.FORMER).exclude(band=F("account__health_band"))
    found: QuerySet[HealthSnapshot, Any] = rows.values(*_MOVED)
    return found


def _moved(row: dict[str, Any]) -> Moved:
    return Moved(
        account_id=row["account_id"],
        name=row["account__name"],
        owner_id=row["account__owner_id"],
        owner_name=row["account__owner__name"] or "",
        arr=row["account__arr_base"],
        band_before=row["band"],
        band=row["account__health_band"],
        value=row["account__health_score"],
        since=row["account__health_since"],
    )


def with_reasons(moved: Sequence[Moved], published: Published, *, at: datetime) -> tuple[BandChange, ...]:
    """These moves with their reasons and steps, in three queries: give it what is shown, not all."""
    ids = [row.account_id for row in moved]
    if not ids:
        return ()
    as_of = live(at)
    week_ago = as_of.on - timedelta(days=WEEK_DAYS)
    kept = {row.account_id: row for row in HealthSnapshot.objects.filter(on=week_ago, account_id__in=ids)}
    cards = _cards(kept.values(), published)
    now, steps = inputs_of(ids, as_of), _open_steps(ids)
    changes = []
    for row in moved:
        before, (text, due_on) = kept[row.account_id], steps.get(row.account_id, (None, None))
        why = reasons(recall(before, cards), assess(now[row.account_id], published))
        value = kept_value(before, cards[before.card_version].card)
        changes.append(BandChange(row, value, tuple(why), text, due_on))
    return tuple(changes)


def every_change(reader: Reader, *, at: datetime) -> Iterator[BandChange]:
    """All moves of the week with their reasons, explained in portions: for a file."""
    moved, published = moved_in_a_week(reader, at=at), current_card()
    for first in range(0, len(moved), AT_ONCE):
        yield from with_reasons(moved[first : first + AT_ONCE], published, at=at)


def _cards(kept: Any, published: Published) -> dict[int, Published]:
    others = {row.card_version for row in kept} - {published.version}
    return {published.version: published} | (cards_of(others) if others else {})


def _open_steps(account_ids: list[int]) -> dict[int, Step]:
    """The open next step that is due first, by account."""
    rows = NextStep.objects.open().filter(account_id__in=account_ids).order_by("account_id", "due_on", "id")
    first = rows.distinct("account_id").values_list("account_id", "text", "due_on")
    return {account_id: (text, due_on) for account_id, text, due_on in first}
