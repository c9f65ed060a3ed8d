"""The two set-based statements of health: closing a day, and making the account rows true now.

Both read the same inputs and score them by the same card; they differ in what they leave behind.
"""

# ruff: noqa: S608 - the statements are made of numbers and names of ours; what comes from outside is a parameter

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from .bands import DAYS_TO_FALL, DAYS_TO_RISE, FALL_AT_ONCE, HEALTHY_FROM, RISE_MARGIN, WATCH_FROM
from .cards import Card
from .explain import TREND_DAYS
from .inputs import inputs_sql, parameters, rows_read
from .moments import AsOf
from .published import Published
from .scoring_sql import caps_sql, measures_sql, number, rounded_sql, scored_sql, trend_sql, value_sql

_HEIGHT = "CASE {band} WHEN 'at_risk' THEN 0 WHEN 'watch' THEN 1 WHEN 'healthy' THEN 2 END"
_RAW = (
    f"CASE WHEN value IS NULL THEN 'unknown' WHEN value < {number(WATCH_FROM)} THEN 'at_risk' "
    f"WHEN value < {number(HEALTHY_FROM)} THEN 'watch' ELSE 'healthy' END"
)
_CLIMBS = (
    f"CASE y_band WHEN 'at_risk' THEN value >= {number(WATCH_FROM + RISE_MARGIN)} "
    f"WHEN 'watch' THEN value >= {number(HEALTHY_FROM + RISE_MARGIN)} ELSE FALSE END"
)
_NEXT_UP = "CASE y_band WHEN 'at_risk' THEN 'watch' ELSE 'healthy' END"

_PLACED = f"""
valued AS MATERIALIZED (SELECT s.*, {value_sql()} AS value FROM scored s),
beside AS MATERIALIZED (
    SELECT v.*, {_RAW} AS raw_band, y.band AS y_band, y.since AS y_since, y.previous AS y_value,
           CASE WHEN y."on" = %(on)s::date - 1 THEN y.downs ELSE 0 END AS y_downs,
           CASE WHEN y."on" = %(on)s::date - 1 THEN y.ups ELSE 0 END AS y_ups, y."on" AS y_on
    FROM valued v LEFT JOIN health_bandstate y ON y.account_id = v.account_id
),
placed AS MATERIALIZED (
    SELECT b.*, value IS NULL OR y_band IS NULL OR y_band = 'unknown' AS is_fresh,
           COALESCE({_HEIGHT.format(band="raw_band")} < {_HEIGHT.format(band="y_band")}, FALSE) AS falls,
           lowest_cap IS NOT NULL OR y_value - value >= {number(FALL_AT_ONCE)} AS at_once,
           COALESCE({_CLIMBS}, FALSE) AS climbs
    FROM beside b
)"""

_CLOSED = f"""
judged AS MATERIALIZED (
    SELECT p.*,
           CASE WHEN is_fresh OR (falls AND (at_once OR y_downs + 1 >= {DAYS_TO_FALL})) THEN raw_band
                WHEN NOT falls AND climbs AND y_ups + 1 >= {DAYS_TO_RISE} THEN {_NEXT_UP}
                ELSE y_band END AS band,
           CASE WHEN NOT is_fresh AND falls AND at_once IS NOT TRUE AND y_downs + 1 < {DAYS_TO_FALL}
                THEN y_downs + 1 ELSE 0 END AS downs,
           CASE WHEN NOT is_fresh AND NOT falls AND climbs AND y_ups + 1 < {DAYS_TO_RISE}
                THEN y_ups + 1 ELSE 0 END AS ups
    FROM placed p WHERE y_on IS NULL OR y_on < %(on)s::date
)"""

_LIVE = """
judged AS MATERIALIZED (
    SELECT p.*, CASE WHEN is_fresh OR (falls AND at_once) THEN raw_band ELSE y_band END AS band
    FROM placed p
)"""
"""During a day only what acts at once moves a band: days are counted when they are over."""


class Moved(NamedTuple):
    """An account whose row changed band: what it was, and what it is."""

    account_id: int
    band_before: str
    band: str


def _judged(card: Card, judged: str, inputs: str) -> str:
    return f"WITH {inputs or inputs_sql()}, {scored_sql(card)}, {_PLACED}, {judged}"


def _rows(card: Card) -> str:
    """The columns of the account rows as they should be, beside the bands they have."""
    return f"""
due AS MATERIALIZED (
    SELECT j.account_id, j.band, j.value, {rounded_sql("exact_coverage", 4)} AS coverage,
           CASE WHEN j.is_known THEN {trend_sql(card, now="j", before="o.measures")} END AS trend,
           CASE WHEN j.band = j.y_band THEN j.y_since WHEN j.band = a.health_band
                THEN COALESCE(a.health_since, %(last_day)s::date) ELSE %(last_day)s::date END AS since,
           a.health_band AS band_before
    FROM judged j
    JOIN accounts_account a ON a.id = j.account_id AND {{which}}
    LEFT JOIN health_healthsnapshot o ON o.account_id = j.account_id
     AND o."on" = %(trend_from)s::date AND o.card_version = %(card_version)s
),
written AS (
    UPDATE accounts_account a
    SET health_band = d.band, health_score = d.value, health_coverage = d.coverage,
        health_trend = d.trend, health_since = d.since, health_on = %(last_day)s
    FROM due d
    WHERE a.id = d.account_id
      AND (a.health_band, a.health_score, a.health_coverage, a.health_trend, a.health_since, {{also}})
          IS DISTINCT FROM (d.band, d.value, d.coverage, d.trend, d.since, {{as_well}})
    RETURNING a.id, d.band_before, d.band
)"""


@lru_cache(maxsize=8)
def close_sql(card: Card, inputs: str = "") -> str:
    """Score, write the snapshots, step the band states, and write the account rows nothing touched since.

    Returns the account rows of another band, and one row without bands: how many were closed. *inputs* are
    expressions that end in ``inputs``; empty means those of the records.
    """
    rows = _rows(card).format(
        which="%(writes_rows)s AND COALESCE(a.health_on, %(on)s) <= %(on)s", also="TRUE", as_well="TRUE"
    )
    return f"""
{_judged(card, _CLOSED, inputs)},
kept AS (
    INSERT INTO health_healthsnapshot (account_id, "on", computed_at, card_version, score, capped_score,
        coverage, lowest, highest, band, measures, caps, is_reconstructed)
    SELECT account_id, %(on)s, %(computed_at)s, %(card_version)s, {rounded_sql("exact_score")},
           CASE WHEN exact_score IS NOT NULL THEN {rounded_sql("LEAST(exact_score, lowest_cap)")} END,
           {rounded_sql("exact_coverage", 4)}, {rounded_sql("exact_low")}, {rounded_sql("exact_high")},
           band, {measures_sql(card)}, {caps_sql(card)}, %(is_reconstructed)s
    FROM judged ORDER BY account_id
    ON CONFLICT (account_id, "on") DO NOTHING
),
stepped AS (
    INSERT INTO health_bandstate (account_id, "on", band, since, downs, ups, previous)
    SELECT account_id, %(on)s, band, CASE WHEN band = y_band THEN y_since ELSE %(on)s END, downs, ups,
           value
    FROM judged ORDER BY account_id
    ON CONFLICT (account_id) DO UPDATE SET "on" = EXCLUDED."on", band = EXCLUDED.band,
        since = EXCLUDED.since, downs = EXCLUDED.downs, ups = EXCLUDED.ups, previous = EXCLUDED.previous
),{rows}
SELECT id, band_before, band FROM written WHERE band <> band_before
UNION ALL SELECT count(*), NULL, NULL FROM judged"""


@lru_cache(maxsize=8)
def live_sql(card: Card, inputs: str = "") -> str:
    """Score and write the account rows; returns those of another band."""
    rows = _rows(card).format(which="TRUE", also="a.health_on", as_well="%(last_day)s::date")
    return f"""
{_judged(card, _LIVE, inputs)},{rows}
SELECT id, band_before, band FROM written WHERE band <> band_before"""


def close_accounts(
    account_ids: Collection[int], as_of: AsOf, published: Published, *, at: datetime, writes_rows: bool
) -> tuple[int, list[Moved]]:
    """Write snapshots and band states of a closed day; return how many, and the account rows of another band.

    ``writes_rows`` brings the account rows up to that day too, where nothing refreshed them since.
    """
    more = {"computed_at": at, "writes_rows": writes_rows}
    *moved, closed = _run(close_sql(published.card), account_ids, as_of, published, more)
    return closed.account_id, moved


def refresh_rows(account_ids: Collection[int], as_of: AsOf, published: Published) -> list[Moved]:
    """Make the health columns of these accounts true; return the accounts of another band."""
    return _run(live_sql(published.card), account_ids, as_of, published, {})


def _run(
    statement: str, account_ids: Collection[int], as_of: AsOf, published: Published, more: dict[str, Any]
) -> list[Moved]:
    values = parameters(account_ids, as_of) | more
    values["card_version"] = published.version
    values["trend_from"] = as_of.on - timedelta(days=TREND_DAYS)
    return [Moved(*row.values()) for row in rows_read(statement, account_ids, values)]
