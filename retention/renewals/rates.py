"""Own experience per stage and tier, counted once a month (docs/methods.md, The system's estimate)."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max

from accounts.choices import Tier
from contacts.exits import accounts_gone_stale

from .estimates import refresh_all, refresh_estimates
from .models import StageRate
from .probability import START
from .sync import engine_day

RENEWED = ("renewed", "renewed_expanded", "renewed_partial", "auto_renewed")
RESOLVED = (*RENEWED, "lost")

_COUNT = """
WITH resolved AS (
    SELECT r.id, a.tier, r.recorded_at, r.stage = ANY(%(renewed)s) AS is_renewed
    FROM renewals_renewal r JOIN accounts_account a ON a.id = r.account_id
    WHERE r.closed_on IS NOT NULL AND NOT r.is_history AND r.stage = ANY(%(resolved)s)
), visits AS (
    SELECT DISTINCT r.id, r.tier, c.before AS stage, r.is_renewed
    FROM resolved r JOIN renewals_stagechange c ON c.renewal_id = r.id
), stays AS (
    SELECT a.tier, c.before AS stage, c.at - coalesce(
        lag(c.at) OVER (PARTITION BY c.renewal_id ORDER BY c.at, c.id), r.recorded_at) AS took
    FROM renewals_stagechange c JOIN renewals_renewal r ON r.id = c.renewal_id
    JOIN accounts_account a ON a.id = r.account_id WHERE NOT r.is_history
)
INSERT INTO renewals_stagerate (segment, stage, as_of, renewed, resolved, stays, median_days)
SELECT t.tier, s.stage, %(on)s,
    (SELECT count(*) FROM visits v WHERE v.tier = t.tier AND v.stage = s.stage AND v.is_renewed),
    (SELECT count(*) FROM visits v WHERE v.tier = t.tier AND v.stage = s.stage),
    count(y.took),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM y.took) / 86400)
FROM unnest(%(tiers)s) AS t(tier) CROSS JOIN unnest(%(stages)s) AS s(stage)
LEFT JOIN stays y ON y.tier = t.tier AND y.stage = s.stage AND y.took >= interval '0'
GROUP BY t.tier, s.stage
ON CONFLICT (segment, stage) DO UPDATE SET as_of = excluded.as_of, renewed = excluded.renewed,
    resolved = excluded.resolved, stays = excluded.stays, median_days = excluded.median_days
"""


def count_rates(on: date) -> None:
    """Count, for every tier and open stage, how renewals that were in it ended and how long they stayed.

    Void and unknown outcomes, bridges, and terms that ended before they were known say nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "on": on,
                "renewed": list(RENEWED),
                "resolved": list(RESOLVED),
                "tiers": list(Tier.values),
                "stages": list(START),
            },
        )


def refresh_monthly(at: datetime, limit: int = 1) -> int:
    """Once a month: count, then estimate every open renewal anew; return how many estimates changed.

    On other days only where a word on staying or leaving is too old by now.
    """
    on = engine_day(at)
    latest = StageRate.objects.aggregate(latest=Max("as_of"))["latest"]
    if latest is not None and (latest.year, latest.month) == (on.year, on.month):
        return refresh_estimates(accounts_gone_stale(on=on))
    with transaction.atomic():
        count_rates(on)
    return refresh_all()
