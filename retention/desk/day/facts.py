"""Everything that My day shows, gathered once, in the reader's local day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from contacts.models import Touchpoint
from retention.cadence.models import CheckIn
from retention.lib.zones import local_day
from retention.team.asking import kept
from retention.team.models import User
from retention.walks.facts import network_due
from retention.walks.models import NetworkTie

from .book import accounts_of, book_of
from .items import DayItem
from .sources import gather

SHOWN = 12
WEEK = 7


@dataclass(frozen=True)
class TierSchedule:
    """How many check-ins of a tier are on schedule."""

    tier: str
    on_schedule: int
    total: int

    @property
    def late(self) -> int:
        """How many are overdue."""
        return self.total - self.on_schedule


@dataclass(frozen=True)
class DayFacts:
    """My day of one person. ``late`` and ``today`` are ranked and together at most twelve long."""

    today: date
    late: list[DayItem]
    due: list[DayItem]
    week: list[DayItem]
    hidden: int
    bands: dict[str, int]
    accounts: int
    arr_base: Decimal
    schedule: list[TierSchedule]
    just_logged: list[Touchpoint]
    network: list[NetworkTie]

    @property
    def needing(self) -> int:
        """How many things need the reader today, hidden ones included."""
        return len(self.late) + len(self.due) + self.hidden

    @property
    def first(self) -> DayItem | None:
        """What to start with."""
        ranked = sorted([*self.late, *self.due], key=lambda item: -item.priority.total)
        return ranked[0] if ranked else None


@kept
def _planned(user: User) -> QuerySet[CheckIn, tuple[str, date]]:
    rows = CheckIn.objects.visible_to(user).filter(account__in=accounts_of(user).values("pk"))
    return rows.values_list("account__tier", "due_on")


def schedule_of(user: User, today: date) -> list[TierSchedule]:
    """Check-ins on schedule by tier."""
    total: Counter[str] = Counter()
    timely: Counter[str] = Counter()
    for tier, due_on in _planned(user):
        total[tier] += 1
        timely[tier] += due_on >= today
    return [TierSchedule(tier, timely[tier], total[tier]) for tier in sorted(total)]


@kept
def just_logged_by(user: User, since: datetime) -> QuerySet[Touchpoint]:
    """The reader's own last entries, which can be taken back with one click."""
    rows = Touchpoint.objects.visible_to(user).current().filter(logged_by_id=user.pk, recorded_at__gte=since)
    return rows.select_related("account").order_by("-recorded_at", "-id")[:3]


def day_facts(user: User, *, at: datetime) -> DayFacts:
    """Gather the day in a fixed number of queries, whatever the size of the book."""
    today = local_day(at, user.time_zone)
    book = book_of(user)
    items = gather(user, book, today=today, days_ahead=WEEK)
    now = [item for item in items if item.due_on <= today]
    shown = now[:SHOWN]
    return DayFacts(
        today=today,
        late=[item for item in shown if item.is_late(today)],
        due=[item for item in shown if not item.is_late(today)],
        week=[item for item in items if item.due_on > today],
        hidden=len(now) - len(shown),
        bands=dict(Counter(entry.account.health_band for entry in book.values())),
        accounts=len(book),
        arr_base=sum((entry.account.arr_base for entry in book.values()), Decimal(0)),
        schedule=schedule_of(user, today),
        just_logged=just_logged_by(user, at - timedelta(days=1)),
        network=network_due(user, until=today + timedelta(days=WEEK)),
    )
