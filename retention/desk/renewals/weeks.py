"""The calendar: thirteen weeks from this one, by the day each renewal must be decided."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from retention.renewals.models import CLOSED_STAGES, Renewal
from retention.renewals.questions import late_on

from .worth import Purse, Worth, total

WEEKS = 13
NAMED = 4
WEEK = timedelta(days=7)


@dataclass
class Week:
    """What must be decided from Monday to Sunday, and whose notice can be given until a day in it."""

    first: date
    worth: Worth = field(default_factory=Worth)
    notices: int = 0
    renewals: list[Renewal] = field(default_factory=list)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + WEEK - timedelta(days=1)

    @property
    def next_first(self) -> date:
        """The Monday after it."""
        return self.first + WEEK

    @property
    def more(self) -> int:
        """How many are not named here."""
        return self.worth.number - len(self.renewals)


@dataclass(frozen=True)
class Calendar:
    """The weeks, and what is past its day."""

    weeks: list[Week]
    late: Worth

    @property
    def worth(self) -> Worth:
        """All thirteen weeks together."""
        return total(week.worth for week in self.weeks)

    @property
    def most(self) -> float:
        """The amount of the fullest week, for the bars."""
        return float(max((week.worth.amount for week in self.weeks), default=0))


def first_day_of_week(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def calendar(rows: QuerySet[Renewal], *, on: date) -> Calendar:
    """Lay filtered rows over the weeks from the one that holds *on*."""
    start = first_day_of_week(on)
    weeks = [Week(start + WEEK * number) for number in range(WEEKS)]
    opened = rows.exclude(stage__in=CLOSED_STAGES).order_by()
    purse = Purse(on)
    for group in _by_day(opened, "decision_on", weeks):
        week = weeks[(group["decision_on"] - start).days // 7]
        week.worth += purse.worth(group["currency"], group["amount"], group["number"])
    for group in _by_day(opened, "notice_deadline", weeks):
        weeks[(group["notice_deadline"] - start).days // 7].notices += group["number"]
    for row in _named(opened, [week for week in weeks if week.worth.number]):
        weeks[(row.decision_on - start).days // 7].renewals.append(row)
    late = opened.filter(late_on(on)).values("currency")
    groups = late.annotate(amount=Sum("atr"), number=Count("id"))
    return Calendar(weeks, total(purse.worth(g["currency"], g["amount"], g["number"]) for g in groups))


def _by_day(rows: QuerySet[Renewal], column: str, weeks: list[Week]) -> Iterable[Any]:
    """Sums by day and currency; at most a quarter of a year of days."""
    inside = rows.filter(**{f"{column}__range": (weeks[0].first, weeks[-1].last)})
    sums: Iterable[Any] = inside.values(column, "currency").annotate(amount=Sum("atr"), number=Count("id"))
    return sums


def _named(rows: QuerySet[Renewal], weeks: list[Week]) -> Iterable[Renewal]:
    """The largest few of each week, in one statement."""
    firsts = [
        rows.filter(decision_on__range=(week.first, week.last))
        .order_by("-atr", "id")
        .values_list("id", flat=True)[:NAMED]
        for week in weeks
    ]
    if not firsts:
        return []
    ids = firsts[0].union(*firsts[1:], all=True) if len(firsts) > 1 else firsts[0]
    found = rows.filter(Q(pk__in=list(ids))).select_related("account", "contract")
    return found.order_by("decision_on", "id")
