"""The lead's page in one frozen object: what got worse, does anybody act, and how much is known at all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery, Sum

from accounts.choices import HealthBand
from accounts.models import Account
from retention.team.asking import kept
from retention.team.visibility import Reader

from .band_changes import SHOWN, WEEK_DAYS, BandChange, moved_in_a_week, with_reasons
from .models import ClosedDay
from .moments import live
from .published import current_card

NEAR_DAYS = 180
SHOWN_DOTS = 150
SMALL_MOVE = 5
BANDS = (HealthBand.HEALTHY, HealthBand.WATCH, HealthBand.AT_RISK, HealthBand.UNKNOWN)
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class BandLine:
    """Accounts and their ARR (workspace's currency) in one band."""

    band: str
    words: str
    accounts: int
    arr: Decimal


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """One account manager (``owner_id`` None: nobody) with the accounts per band, in the order of BANDS."""

    owner_id: int | None
    name: str
    accounts: int
    arr: Decimal
    at_risk_arr: Decimal
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """One account whose decision is near: its score against the days left, sized by ARR."""

    account_id: int
    name: str
    value: Decimal
    band: str
    days: int
    arr: Decimal


@dataclass(frozen=True, slots=True)
class TeamHealth:
    """What the reader's customers look like; ``changed`` and ``worse`` count since a week ago.

    ``coverage`` is the mean share of the score's weight that is known, accounts without a score included.
    ``small_moves`` are accounts that moved five points or more in 28 days inside their band.
    """

    on: date
    bands: tuple[BandLine, ...]
    owners: tuple[OwnerLine, ...]
    accounts: int
    arr: Decimal
    coverage: Decimal | None
    at_risk_arr_before: Decimal
    changes: tuple[BandChange, ...]
    changed: int
    worse: int
    worse_arr: Decimal
    small_moves: int
    dots: tuple[Dot, ...]
    closed_on: date | None
    live_words: str

    def line(self, band: str) -> BandLine:
        """The line of one band."""
        return next(line for line in self.bands if line.band == band)

    @property
    def at_risk_arr(self) -> Decimal:
        """ARR of the accounts at risk now."""
        return self.line(HealthBand.AT_RISK).arr

    @property
    def with_score(self) -> int:
        """Accounts of which enough is known."""
        return self.accounts - self.line(HealthBand.UNKNOWN).accounts

    @property
    def unanswered(self) -> tuple[BandChange, ...]:
        """Those shown that got worse and have no open next step."""
        return tuple(change for change in self.changes if change.is_unanswered)


def team_health_facts(reader: Reader, *, at: datetime) -> TeamHealth:
    """Everything about the customers this reader sees: eight statements, however many accounts."""
    as_of, published = live(at), current_card()
    groups: list[dict[str, Any]] = list(_groups(reader, as_of.on - timedelta(days=WEEK_DAYS)))
    moved = moved_in_a_week(reader, at=at)
    bands, worse = _bands(groups), [row for row in moved if row.is_worse]
    return TeamHealth(
        on=as_of.last_day,
        bands=bands,
        owners=_owners(groups),
        accounts=sum(line.accounts for line in bands),
        arr=sum((line.arr for line in bands), NOTHING),
        coverage=_coverage(groups),
        at_risk_arr_before=_arr(groups, HealthBand.AT_RISK) - sum((row.risk_added for row in moved), NOTHING),
        changes=with_reasons(moved[:SHOWN], published, at=at),
        changed=len(moved),
        worse=len(worse),
        worse_arr=sum((row.arr for row in worse), NOTHING),
        small_moves=sum(group["small"] for group in groups),
        dots=_dots(reader, as_of.last_day),
        closed_on=groups[0]["closed_on"] if groups else None,
        live_words=published.card.live,
    )


@kept
def _groups(reader: Reader, week_ago: date) -> QuerySet[Account, Any]:
    """Counts and sums by owner and band, the one pass over all accounts; and the last day that was closed."""
    moved = Q(health_trend__gte=SMALL_MOVE) | Q(health_trend__lte=-SMALL_MOVE)
    closed = ClosedDay.objects.filter(closed_at__isnull=False).order_by("-on").values("on")[:1]
    seen = Account.objects.visible_to(reader).customers()
    rows = seen.order_by().values("owner_id", "owner__name", "health_band")
    return rows.annotate(
        accounts=Count("id"),
        sum_arr=Sum("arr_base"),
        known=Sum("health_coverage"),
        closed_on=Subquery(closed),
        small=Count("id", filter=moved & Q(health_since__lte=week_ago)),
    )


def _arr(groups: list[dict[str, Any]], band: str) -> Decimal:
    return sum((group["sum_arr"] for group in groups if group["health_band"] == band), NOTHING)


def _bands(groups: list[dict[str, Any]]) -> tuple[BandLine, ...]:
    return tuple(
        BandLine(
            band=band.value,
            words=str(band.label),
            accounts=sum(group["accounts"] for group in groups if group["health_band"] == band),
            arr=_arr(groups, band),
        )
        for band in BANDS
    )


def _owners(groups: list[dict[str, Any]]) -> tuple[OwnerLine, ...]:
    """The largest risk first, then the largest book."""
    by_owner: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for group in groups:
        by_owner[group["owner_id"]].append(group)
    lines = [_owner(owner_id, own) for owner_id, own in by_owner.items()]
    return tuple(sorted(lines, key=lambda line: (-line.at_risk_arr, -line.arr, line.name)))


def _owner(owner_id: int | None, groups: list[dict[str, Any]]) -> OwnerLine:
    counts = {group["health_band"]: group["accounts"] for group in groups}
    return OwnerLine(
        owner_id=owner_id,
        name=groups[0]["owner__name"] or "",
        accounts=sum(counts.values()),
        arr=sum((group["sum_arr"] for group in groups), NOTHING),
        at_risk_arr=_arr(groups, HealthBand.AT_RISK),
        bands=tuple(counts.get(band.value, 0) for band in BANDS),
    )


def _coverage(groups: list[dict[str, Any]]) -> Decimal | None:
    accounts = sum(group["accounts"] for group in groups)
    known = sum((group["known"] or NOTHING for group in groups), NOTHING)
    return (known / accounts).quantize(Decimal("0.0001")) if accounts else None


@kept
def _near(reader: Reader, on: date, until: date) -> QuerySet[Account, Any]:
    near = (
        Account.objects.visible_to(reader)
        .customers()
        .filter(next_decision_on__range=(on, until), health_score__isnull=False)
    )
    columns = ("id", "name", "health_score", "health_band", "next_decision_on", "arr_base")
    return near.order_by("-arr_base", "id").values_list(*columns)[:SHOWN_DOTS]


def _dots(reader: Reader, on: date) -> tuple[Dot, ...]:
    """Accounts with a score whose decision is near, the largest first."""
    return tuple(
        Dot(pk, name, value, band, (decision_on - on).days, arr)
        for pk, name, value, band, decision_on, arr in _near(reader, on, on + timedelta(days=NEAR_DAYS))
    )
