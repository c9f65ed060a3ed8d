"""What customers stay for and judge us by, over all accounts (docs/methods.md, What they judge us by)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, F, Func, IntegerField, Min, Q, QuerySet, TextField
from django.db.models.functions import Coalesce

from accounts.choices import LifecycleStage
from retention.lib.zones import day_bounds
from retention.team.models import User

from ..choices import StepState
from ..models import KnownFact
from .words import RATED, FactOutcome

MOST = 50
"""So many words are summed up at once, those of most customers first."""
IDLE_DAYS = 60


@dataclass(frozen=True, slots=True)
class Rating:
    """One thing in customers' words: the means of both marks, 1 to 5, over so many customers."""

    words: str
    importance: float
    performance: float
    accounts: int


def rated(reader: User) -> QuerySet[KnownFact]:
    """Why customers stay and what they judge us by, with ``weighs``: importance × (5 − performance).

    Zero where either mark is missing. Former customers are left out.
    """
    rows: QuerySet[KnownFact] = KnownFact.objects.visible_to(reader).current()
    rows = rows.filter(topic__in=RATED, outcome=FactOutcome.ANSWERED)
    gap = F("importance") * (5 - F("performance"))
    return rows.exclude(account__stage=LifecycleStage.FORMER).annotate(
        weighs=Coalesce(gap, 0, output_field=IntegerField())
    )


def without_action(rows: QuerySet[KnownFact], *, on: date, reader: User) -> QuerySet[KnownFact]:
    """Known for sixty days, not at its best, no step open, and none finished within the sixty days."""
    since = on - timedelta(days=IDLE_DAYS)
    at = day_bounds(since, reader.time_zone)[0]
    acted = Q(step__state=StepState.OPEN) | Q(step__state=StepState.DONE, step__settled_at__gte=at)
    return rows.filter(said_on__lte=since).exclude(performance=5).exclude(acted)


def ratings(rows: QuerySet[KnownFact]) -> list[Rating]:
    """The same words of several customers as one, in one query; what lacks a mark is left out."""
    both = rows.filter(importance__isnull=False, performance__isnull=False).order_by()
    found = (
        both.annotate(key=Func(F("text"), function="keel_fold", output_field=TextField()))
        .values("key")
        .annotate(
            words=Min("text"), weight=Avg("importance"), mark=Avg("performance"),
            accounts=Count("account_id", distinct=True),
        )
        .order_by("-accounts", "key")
    )  # fmt: skip
    return [
        Rating(row["words"], float(row["weight"]), float(row["mark"]), row["accounts"])
        for row in found[:MOST]
    ]
