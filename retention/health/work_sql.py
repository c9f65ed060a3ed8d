"""Inputs from what we do for accounts: executive pairs (R3), hours beyond the contract (C3), and close ties.

Common table expressions for ``input_sql``, after those of the map; what each measures stands in
docs/methods.md, Health inputs.
"""

# ruff: noqa: S608 - the expressions are made of numbers and words of ours

from plans.choices import WorkKind

from .known_sql import CLOSE

MONTHS_BACK = 3
"""Full months whose hours count: a quarter, about 90 days."""
FEWEST_CLOSE, NEAR_DAYS, KNOWN_DAYS = 2, 180, 60
"""So many close key contacts are asked for this near a decision, once Keel knows the account so long."""

_KINDS = ", ".join(f"'{kind.value}'" for kind in (WorkKind.DELIVERY, WorkKind.CUSTOMER))
_THIS_MONTH = "date_trunc('month', (%(on)s::date + 1)::timestamp)"

HOURS = f"""
hired AS (
    SELECT a.account_id, g.minutes, g.starts_on, g.ends_on
    FROM base b JOIN plans_serviceallowance a ON a.account_id = b.account_id
    JOIN LATERAL (
        SELECT e.minutes, e.starts_on, e.ends_on FROM plans_serviceallowanceevent e
        WHERE e.pgh_obj_id = a.id AND e.pgh_created_at <= %(known_by)s::timestamptz
        ORDER BY e.pgh_id DESC LIMIT 1
    ) g ON g.starts_on <= %(on)s::date
),
included AS (
    SELECT h.account_id, m.month::date AS month, sum(h.minutes) AS minutes,
           m.month < {_THIS_MONTH} AS is_over
    FROM hired h
    CROSS JOIN LATERAL generate_series(
        GREATEST(h.starts_on::timestamp, {_THIS_MONTH} - interval '{MONTHS_BACK} months'),
        LEAST(COALESCE(h.ends_on, %(on)s::date), %(on)s::date)::timestamp, interval '1 month'
    ) AS m(month)
    GROUP BY h.account_id, m.month
),
worked AS (
    SELECT i.account_id, i.month, t.minutes, s.day
    FROM included i
    JOIN standing s ON s.account_id = i.account_id
     AND s.day >= i.month AND s.day < i.month + interval '1 month'
    JOIN contacts_touchpoint t ON t.id = s.id AND t.minutes > 0
  UNION ALL
    SELECT i.account_id, i.month, e.minutes, e.worked_on
    FROM included i
    JOIN plans_timeentry e ON e.account_id = i.account_id AND e.kind IN ({_KINDS})
     AND e.worked_on >= i.month AND e.worked_on < i.month + interval '1 month'
     AND e.worked_on <= %(last_day)s::date AND e.recorded_at <= %(known_by)s::timestamptz
     AND (e.withdrawn_on IS NULL OR e.withdrawn_on > %(last_day)s::date)
),
spent AS (
    SELECT account_id, month, sum(minutes) AS minutes, max(day) AS newest
    FROM worked GROUP BY account_id, month
),
served AS (
    SELECT i.account_id, sum(i.minutes) FILTER (WHERE i.is_over) AS included,
           COALESCE(sum(s.minutes) FILTER (WHERE i.is_over), 0) AS delivered,
           CASE WHEN max(s.newest) IS NOT NULL THEN GREATEST(0, %(on)s::date - max(s.newest)) END AS age
    FROM included i LEFT JOIN spent s ON s.account_id = i.account_id AND s.month = i.month
    GROUP BY i.account_id
)"""

TIES = f"""
close_ties AS (
    SELECT b.account_id, count(k.contact_id) FILTER (WHERE s.strength >= {CLOSE}) AS number,
           (array_agg(k.contact_id ORDER BY s.strength DESC, k.contact_id)
               FILTER (WHERE k.contact_id IS NOT NULL))[1] AS closest_id
    FROM base b
    LEFT JOIN seats k ON k.account_id = b.account_id
    LEFT JOIN strengths s ON s.contact_id = k.contact_id
    WHERE b.decision_on IS NOT NULL
    GROUP BY b.account_id
)"""

WORK_STATES = """
           CASE WHEN sponsor_days IS NOT NULL AND NOT is_dormant THEN 'known'
                ELSE 'not_applicable' END AS r3_state,
           CASE WHEN is_former OR NOT is_served THEN 'not_applicable'
                WHEN hours_included > 0 AND hours_age IS NOT NULL THEN 'known'
                ELSE 'missing' END AS c3_state"""

WORK_INPUTS = f"""
           r3_state, CASE WHEN r3_state = 'known' THEN sponsor_days END AS r3_part,
           CASE WHEN r3_state = 'known' THEN sponsor_interval END AS r3_whole,
           CASE WHEN r3_state = 'known' THEN round(sponsor_days::numeric / sponsor_interval, 4)
                END AS r3_value,
           0 AS r3_age, CASE WHEN r3_state = 'known' THEN sponsor_talk_id END AS r3_row,
           c3_state, CASE WHEN c3_state = 'known' THEN hours_delivered END AS c3_part,
           CASE WHEN c3_state = 'known' THEN hours_included END AS c3_whole,
           CASE WHEN c3_state = 'known' THEN round(
               GREATEST(0, hours_delivered - hours_included)::numeric / hours_included, 4) END AS c3_value,
           CASE WHEN c3_state = 'known' THEN hours_age ELSE 0 END AS c3_age, NULL::bigint AS c3_row,
           CASE WHEN NOT is_dormant AND tier <> 'D' AND close_number < {FEWEST_CLOSE}
                 AND decision_on <= %(on)s::date + {NEAR_DAYS} AND known_on <= %(on)s::date - {KNOWN_DAYS}
                THEN GREATEST(decision_on - {NEAR_DAYS}, known_on + {KNOWN_DAYS}) END AS few_ties_since,
           closest_id AS few_ties_row,"""
