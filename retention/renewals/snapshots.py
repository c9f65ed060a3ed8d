"""Snapshots of the forecast: on Mondays, and counting back from a quarter's end (docs/methods.md, Forecast).

One statement per moment; taking the same one again changes nothing. A moment missed by more than a few
days is left out: what was forecast then is not known any more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from accounts.fx import base_currency
from retention.lib.partitions import MonthlyTable

from .models import ForecastMoment, Moment
from .quarters import Quarter, quarter_of
from .sync import engine_day

TABLE = MonthlyTable("renewals_forecastsnapshot")
COUNTED_BACK = {Moment.BEFORE_90: 90, Moment.BEFORE_60: 60, Moment.BEFORE_30: 30, Moment.AT_END: 0}
LATEST = 6
"""How many days after its day a moment may still be taken."""
QUARTERS_BACK, QUARTERS_AHEAD = 1, 4
"""Which quarters a Monday looks at: open renewals of earlier ones are among them, being late."""

_TAKE = """
INSERT INTO renewals_forecastsnapshot
    ("on", moment, renewal_id, account_id, team_id, tier, period, due_on, stage, is_closed, call, atr,
     forecast_arr, realised, currency, rate, taken_at)
SELECT %(on)s, %(moment)s, r.id, r.account_id, a.team_id, a.tier,
    date_trunc('quarter', r.renewal_due_on)::date, r.renewal_due_on, r.stage, r.closed_on IS NOT NULL,
    r.call, r.atr, coalesce(c.forecast_arr, r.atr),
    CASE WHEN r.closed_on IS NULL THEN NULL WHEN r.stage = 'lost' THEN 0
         ELSE coalesce(r.renewed_arr, CASE WHEN r.stage IN ('renewed', 'auto_renewed', 'extended_short')
                                           THEN r.atr END) END,
    r.currency,
    CASE WHEN r.currency = %(base)s THEN 1 ELSE x.rate END, %(at)s
FROM renewals_renewal r
JOIN accounts_account a ON a.id = r.account_id
LEFT JOIN LATERAL (SELECT forecast_arr FROM renewals_ownercall
    WHERE renewal_id = r.id ORDER BY id DESC LIMIT 1) c ON true
LEFT JOIN LATERAL (SELECT rate FROM accounts_fxrate WHERE currency = r.currency
    ORDER BY ("on" <= %(on)s) DESC, abs("on" - %(on)s) LIMIT 1) x ON true
WHERE r.stage <> 'void' AND NOT r.is_history
  AND r.renewal_due_on < %(until)s AND (r.renewal_due_on >= %(since)s OR r.closed_on IS NULL AND %(late)s)
  AND (%(teams)s::bigint[] IS NULL OR a.team_id = ANY(%(teams)s::bigint[]))
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A moment that has come: its day, and the quarter it belongs to (none on Mondays)."""

    moment: Moment
    on: date
    quarter: Quarter | None = None


def due_on(today: date) -> Iterator[Due]:
    """The moments of the last days, the day itself included."""
    days = [today - timedelta(days=back) for back in range(LATEST, -1, -1)]
    yield from (Due(Moment.WEEKLY, day) for day in days if day.weekday() == 0)
    this = quarter_of(days[0])
    for quarter in (this, this.shifted(1), this.shifted(2)):
        for moment, back in COUNTED_BACK.items():
            day = quarter.last - timedelta(days=back)
            if days[0] <= day <= today:
                yield Due(moment, day, quarter)


def take_due(at: datetime, limit: int = 1) -> int:
    """Take every moment that has come and was not taken; return how many rows were written."""
    taken = 0
    for due in due_on(engine_day(at)):
        if not _is_taken(due):
            taken += take(due, at=at)
    return taken


def _is_taken(due: Due) -> bool:
    period = due.quarter.first if due.quarter else None
    return ForecastMoment.objects.filter(moment=due.moment, on=due.on, period=period).exists()


@transaction.atomic
def take(due: Due, *, at: datetime) -> int:
    """Write one moment's rows and that it was taken; a second one at the same time finds it done."""
    this = due.quarter or quarter_of(due.on)
    since = this if due.quarter else this.shifted(-QUARTERS_BACK)
    until = this.shifted(1 if due.quarter else QUARTERS_AHEAD)
    rows = write_rows(due.moment, due.on, since=since.first, until=until.first, at=at, late=not due.quarter)
    period = due.quarter.first if due.quarter else None
    made = ForecastMoment(moment=due.moment, on=due.on, period=period, taken_at=at, rows=rows)
    ForecastMoment.objects.bulk_create([made], ignore_conflicts=True)
    return rows


def write_rows(
    moment: Moment,
    on: date,
    *,
    since: date,
    until: date,
    at: datetime,
    late: bool = False,
    teams: list[int] | None = None,
) -> int:
    """Snapshot the renewals due from *since* to before *until*; return how many rows are new.

    ``late``: also those due earlier that are still open. ``teams``: only accounts of these teams.
    """
    TABLE.ensure(on)
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {
                "on": on, "moment": moment.value, "since": since, "until": until, "at": at, "late": late,
                "teams": teams, "base": base_currency(),
            },
        )  # fmt: skip
        written: int = cursor.rowcount
    return written
