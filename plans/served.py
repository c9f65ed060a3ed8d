"""Months of accounts with an allowance, kept beside their sources (docs/methods.md, Over-service)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection

from accounts.announced import AccountsParted, RecordsImported
from accounts.ledger import ledger_day
from contacts.announced import TouchpointCorrected, TouchpointLogged, TouchpointWithdrawn

from .announced import HoursChanged
from .hours import HoursMonth
from .models import ServiceAllowance, ServiceMonth

EVERY, ORDER = 3600.0, 60
_MONTHS = """
WITH allowed AS (
    SELECT a.account_id, m.month::date AS month, sum(a.minutes) AS minutes
    FROM plans_serviceallowance a
    CROSS JOIN LATERAL generate_series(
        a.starts_on::timestamp, least(coalesce(a.ends_on, %(last)s), %(last)s)::timestamp, interval '1 month'
    ) AS m(month)
    WHERE (%(ids)s::bigint[] IS NULL OR a.account_id = ANY(%(ids)s::bigint[]))
    GROUP BY 1, 2
), spent AS (
    SELECT t.account_id, date_trunc('month', t.happened_at AT TIME ZONE 'UTC')::date AS month, t.minutes
    FROM contacts_touchpoint t
    WHERE t.is_current AND t.minutes > 0 AND t.account_id IN (SELECT account_id FROM allowed)
    UNION ALL
    SELECT e.account_id, date_trunc('month', e.worked_on)::date, e.minutes
    FROM plans_timeentry e
    WHERE e.withdrawn_on IS NULL AND e.kind IN ('delivery', 'customer')
        AND e.account_id IN (SELECT account_id FROM allowed)
), wanted AS (
    SELECT account_id, month, max(minutes) AS allowed,
        coalesce((SELECT sum(s.minutes) FROM spent s
                  WHERE (s.account_id, s.month) = (allowed.account_id, allowed.month)), 0) AS delivered
    FROM allowed GROUP BY 1, 2
), gone AS (
    DELETE FROM plans_servicemonth k
    WHERE (%(ids)s::bigint[] IS NULL OR k.account_id = ANY(%(ids)s::bigint[]))
        AND NOT EXISTS (SELECT 1 FROM wanted w WHERE (w.account_id, w.month) = (k.account_id, k.month))
    RETURNING 1
), kept AS (
    INSERT INTO plans_servicemonth AS k (account_id, month, allowed, delivered)
    SELECT account_id, month, allowed, delivered FROM wanted ORDER BY account_id, month
    ON CONFLICT (account_id, month) DO UPDATE SET allowed = excluded.allowed, delivered = excluded.delivered
    WHERE (k.allowed, k.delivered) IS DISTINCT FROM (excluded.allowed, excluded.delivered)
    RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM kept)
"""


def refresh_months(account_ids: Collection[int] | None = None, *, on: date) -> int:
    """Make the months of these accounts (None: of all) true up to the month of *on*; how many were not."""
    ids = None if account_ids is None else sorted(set(account_ids))
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS, {"ids": ids, "last": on})
        return int(cursor.fetchone()[0])


def open_months(now: datetime, limit: int) -> int:
    """Tick: a new month begins for every account with an allowance; what bulk statements left is found."""
    return refresh_months(on=ledger_day(now))


def after_touchpoint(fact: TouchpointLogged | TouchpointCorrected | TouchpointWithdrawn) -> None:
    """Listener: minutes of a touchpoint count in its month; so does what was corrected or withdrawn."""
    _refresh_one(fact.account_id, fact.at)


def after_hours(fact: HoursChanged) -> None:
    """Listener: an allowance or a time entry of the account is other than before."""
    _refresh_one(fact.account_id, fact.at)


def after_import(fact: RecordsImported) -> None:
    """Listener: imported touchpoints may carry minutes."""
    refresh_months(fact.account_ids, on=ledger_day(fact.at))


def after_parting(fact: AccountsParted) -> None:
    """Listener: a merger was taken back."""
    refresh_months(fact.account_ids, on=ledger_day(fact.at))


def _refresh_one(account_id: int, at: datetime) -> None:
    if ServiceAllowance._base_manager.filter(account=account_id).exists():
        refresh_months([account_id], on=ledger_day(at))


def months_between(account_id: int, first: date, last: date) -> list[HoursMonth]:
    """Months with an allowance between two days, oldest first."""
    rows = ServiceMonth._base_manager.filter(account=account_id, month__gte=first, month__lte=last)
    return [HoursMonth(row.month, row.allowed, row.delivered) for row in rows.order_by("month")]
