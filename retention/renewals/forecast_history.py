"""What was forecast before: the change since last Monday, and how right the last quarters were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Abs, Least

from accounts.fx import rate_on
from retention.team.visibility import Reader, teams_seen_by

from .calls import COUNTED
from .forecast import Calibration, Sums
from .forecast_changes import Standing, Waterfall, waterfall
from .forecast_facts import of_quarter
from .models import ForecastFreeze, ForecastMoment, ForecastSnapshot, Moment, RenewalQuerySet
from .quarters import Quarter
from .realised import expected, realised

ZERO = Decimal(0)
JUDGED_AT = Moment.BEFORE_60
_MONEY: DecimalField = DecimalField(max_digits=24, decimal_places=6)  # type: ignore[type-arg]
Rows = QuerySet[ForecastSnapshot]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One quarter, or one group of it: the sums, and how many could not be judged."""

    name: str
    sums: Sums
    excluded: int


@dataclass(frozen=True, slots=True)
class Slipped:
    """How many renewals open 90 days before the end moved out of the quarter."""

    still_open: int
    moved_out: int


def last_monday(on: date) -> date | None:
    """The day of the latest weekly snapshot before today."""
    taken = ForecastMoment.objects.filter(moment=Moment.WEEKLY, on__lt=on).order_by("-on")
    return taken.values_list("on", flat=True).first()


def change_since(day: date, rows: RenewalQuerySet, kept: Rows, quarter: Quarter, *, on: date) -> Waterfall:
    """The steps from that day's forecast to now's; both at today's rates, so that only renewals move it."""
    rates: dict[str, Decimal | None] = {}

    def worth(row: tuple[Any, ...]) -> Standing | None:
        call, amount, currency, is_closed, came = row
        if currency not in rates:
            rate = rate_on(currency, on)
            rates[currency] = rate.value if rate else None
        value = rates[currency]
        if value is None:
            return None
        return Standing(call, amount * value, is_closed, came * value if came is not None else None)

    then = kept.filter(moment=Moment.WEEKLY, on=day, period=quarter.first)
    now = of_quarter(rows, quarter).annotate(
        expects=expected(), came=realised(),
        closed=Case(When(closed_on__isnull=True, then=Value(False)), default=Value(True)),
    )  # fmt: skip
    return waterfall(
        _known(
            (row[0], worth(row[1:]))
            for row in then.values_list(
                "renewal_id", "call", "forecast_arr", "currency", "is_closed", "realised"
            )
        ),
        _known(
            (row[0], worth(row[1:]))
            for row in now.values_list("id", "call", "expects", "currency", "closed", "came")
        ),
    )


def _known(pairs: Iterable[tuple[int, Standing | None]]) -> dict[int, Standing]:
    return {key: standing for key, standing in pairs if standing is not None}


def _judged(kept: Rows, quarters: Iterable[Quarter], moment: Moment) -> Rows:
    """Snapshots of renewals that were open then, with what came of each."""
    rows = kept.filter(moment=moment, period__in=[quarter.first for quarter in quarters], is_closed=False)
    counts = Case(When(call__in=COUNTED, then=F("forecast_arr")), default=Value(ZERO), output_field=_MONEY)
    return rows.annotate(came=realised("renewal__"), counts=counts).order_by()


_CAN_BE_JUDGED = Q(came__isnull=False, rate__isnull=False)


def accuracy(
    kept: Rows, quarters: Iterable[Quarter], *, by: str = "period", moment: Moment = JUDGED_AT
) -> dict[Any, Accuracy]:
    """By quarter, team or tier: what was counted on at the moment against what came."""

    def total(value: Any) -> Sum:
        return Sum(value * F("rate"), filter=_CAN_BE_JUDGED, output_field=_MONEY)

    rows = _judged(kept, quarters, moment).values(by).annotate(
        n=Count("renewal_id", filter=_CAN_BE_JUDGED),
        seen=Count("renewal_id"),
        misses=total(Abs(F("counts") - F("came"))),
        forecast=total(F("counts")),
        actual=total(F("came")),
        available=total(F("atr")),
    )  # fmt: skip
    return {
        row[by]: Accuracy(
            str(row[by]),
            Sums(row["n"], *(row[name] or ZERO for name in ("misses", "forecast", "actual", "available"))),
            row["seen"] - row["n"],
        )
        for row in rows
    }


def calibration(kept: Rows, quarters: Iterable[Quarter]) -> list[Calibration]:
    """By category at 60 days before the end: how many were renewed, and how much of what was available."""
    rows = _judged(kept, quarters, JUDGED_AT).filter(_CAN_BE_JUDGED).values("call").annotate(
        n=Count("renewal_id"),
        renewed=Count("renewal_id", filter=Q(came__gt=0)),
        available=Sum(F("atr") * F("rate"), output_field=_MONEY),
        kept=Sum(Least(F("came"), F("atr")) * F("rate"), output_field=_MONEY),
    )  # fmt: skip
    order = ("commit", "most_likely", "best_case", "pipeline", "")
    found = {row["call"]: row for row in rows}
    return [
        Calibration(call, row["n"], row["renewed"], row["available"], row["kept"])
        for call in order
        if (row := found.get(call))
    ]


def slipped(kept: Rows, quarters: Iterable[Quarter], *, on: date) -> dict[date, Slipped]:
    """By quarter: open at its beginning, and of these due later now, or still open after its end."""
    found = {}
    for quarter in quarters:
        rows = kept.filter(moment=Moment.BEFORE_90, period=quarter.first, is_closed=False)
        late = Q(renewal__renewal_due_on__gt=quarter.last) | Q(renewal__closed_on__gt=quarter.last)
        if on > quarter.last:
            late |= Q(renewal__closed_on__isnull=True)
        counts = rows.order_by().aggregate(n=Count("renewal_id"), late=Count("renewal_id", filter=late))
        found[quarter.first] = Slipped(counts["n"], counts["late"])
    return found


def freezes(user: Reader, quarter: Quarter) -> QuerySet[ForecastFreeze]:
    """What leads froze for the quarter, of the teams whose figures this user sees; the newest first."""
    rows = ForecastFreeze.objects.filter(period=quarter.first, team__in=teams_seen_by(user))
    return rows.select_related("team", "by").order_by("-at", "-id")[:20]
