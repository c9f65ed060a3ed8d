"""Inputs from accounts, contacts and touchpoints: rhythm, silence, replies and mood of many accounts.

Common table expressions for ``input_sql``; what each measures stands in docs/methods.md, Health inputs.
"""

from .map_sql import WORTH

HORIZON_DAYS = 400
"""How far back touchpoints are read: longer silence is worth 0 anyway, and the daily cost does not grow."""

_TOUCHPOINT = """(t.happened_at AT TIME ZONE 'UTC')::date AS day, t.is_qualifying AS is_two_way,
           t.direction = 'outbound' AND t.channel IN ('call', 'email', 'chat', 'letter')
               AND t.outcome IN ('connected', 'replied', 'no_answer', 'voicemail') AS is_try,
           t.outcome IN ('connected', 'replied') AS is_answered,
           CASE WHEN NOT t.is_private THEN t.mood END AS mood,
           {worth}""".replace("{worth}", WORTH)
"""A private touchpoint counts as contact, never as mood: the score is seen by more people than it is."""

ACCOUNTS = """
base AS (
    SELECT a.id AS account_id, a.tier, a.customer_since, a.stage = 'former' AS is_former,
           a.stage IN ('dormant', 'former') AS is_dormant,
           (a.recorded_at AT TIME ZONE 'UTC')::date AS known_on,
           a.next_decision_on AS decision_on, l.interval_days, l.early_days, l.grace_days
    FROM accounts_account a
    JOIN (VALUES {levels}) l (tier, interval_days, early_days, grace_days) ON l.tier = a.tier
    WHERE a.id = ANY(%(ids)s) AND a.recorded_at <= %(known_by)s::timestamptz
      AND (NOT %(is_reconstructed)s OR a.customer_since IS NULL OR a.customer_since <= %(last_day)s::date)
),
standing AS (
    SELECT t.id, t.account_id, t.happened_at, {touchpoint}
    FROM contacts_touchpoint t
    WHERE t.account_id = ANY(%(ids)s) AND t.is_current
      AND t.happened_at > %(horizon)s AND t.happened_at <= %(until)s
      AND t.recorded_at <= %(known_by)s::timestamptz
  UNION ALL
    SELECT t.id, t.account_id, t.happened_at, {touchpoint}
    FROM contacts_touchpoint t
    WHERE t.id = ANY(%(replaced)s) AND t.account_id = ANY(%(ids)s)
      AND t.happened_at > %(horizon)s AND t.happened_at <= %(until)s
      AND t.recorded_at <= %(known_by)s::timestamptz
)""".replace("{touchpoint}", _TOUCHPOINT)

RHYTHM = """
anchors AS (
    SELECT account_id, day FROM standing WHERE is_two_way GROUP BY account_id, day
  UNION ALL
    SELECT b.account_id, b.known_on + LEAST(b.interval_days, %(first_contact_days)s) - b.interval_days
    FROM base b
    WHERE NOT EXISTS (
        SELECT 1 FROM standing s WHERE s.account_id = b.account_id AND s.is_two_way AND s.day <= b.known_on
    )
),
gaps AS (
    SELECT account_id, day AS anchor, lead(day) OVER (PARTITION BY account_id ORDER BY day) AS next_day
    FROM anchors
),
slots AS (
    SELECT g.account_id, g.next_day, d.due - b.early_days AS opens,
           w.due + b.grace_days + 2 * ((EXTRACT(isodow FROM w.due)::int - 1 + b.grace_days) / 5) AS closes
    FROM gaps g
    JOIN base b ON b.account_id = g.account_id AND NOT b.is_dormant
    CROSS JOIN LATERAL generate_series(
        GREATEST(1, (%(slots_from)s::date - 15 - g.anchor) / b.interval_days),
        (COALESCE(g.next_day, %(on)s::date) + b.early_days - g.anchor) / b.interval_days
    ) AS k
    CROSS JOIN LATERAL (SELECT g.anchor + k * b.interval_days AS due) d
    CROSS JOIN LATERAL (
        SELECT d.due - GREATEST(0, EXTRACT(isodow FROM d.due)::int - 5) AS due
    ) w
    WHERE g.next_day IS NULL OR g.next_day > %(slots_from)s::date - 60
),
rhythm AS (
    SELECT account_id, count(*) AS slots, count(*) FILTER (WHERE next_day BETWEEN opens AND closes) AS kept
    FROM slots WHERE closes BETWEEN %(slots_from)s::date AND %(on)s::date GROUP BY account_id
)"""

SILENCE = """
seats AS (
    SELECT c.account_id, c.id AS contact_id,
           GREATEST(c.since, (c.recorded_at AT TIME ZONE 'UTC')::date) AS since,
           c.paused_until IS NOT NULL AND c.paused_until > %(last_day)s::date AS is_paused
    FROM contacts_contact c
    WHERE c.account_id = ANY(%(ids)s) AND c.is_key AND NOT c.is_placeholder AND c.since <= %(last_day)s::date
      AND (c.status <> 'departed' OR c.departed_on > %(last_day)s::date)
      AND c.recorded_at <= %(known_by)s::timestamptz
),
seated AS (
    SELECT account_id, min(since) FILTER (WHERE NOT is_paused) AS since FROM seats GROUP BY account_id
),
spoken AS (
    SELECT DISTINCT ON (k.account_id) k.account_id, s.day, s.id
    FROM seats k
    JOIN contacts_touchpointcontact l ON l.contact_id = k.contact_id AND NOT l.in_copy
    JOIN standing s ON s.id = l.touchpoint_id AND s.is_two_way
    WHERE NOT k.is_paused
    ORDER BY k.account_id, s.happened_at DESC, s.id DESC
)"""

REPLIES = """
tries AS (
    SELECT id, account_id, happened_at, day, is_answered AS answered
    FROM standing WHERE is_try AND day > %(tries_after)s::date
),
answered_later AS (
    SELECT DISTINCT t.id
    FROM tries t
    JOIN contacts_touchpointcontact l ON l.touchpoint_id = t.id AND NOT l.in_copy
    JOIN contacts_touchpointcontact r ON r.contact_id = l.contact_id AND NOT r.in_copy
    JOIN standing s ON s.id = r.touchpoint_id AND s.is_two_way AND s.account_id = t.account_id
     AND s.happened_at > t.happened_at
     AND s.happened_at <= t.happened_at + %(reply_days)s * interval '1 day'
    WHERE NOT t.answered
),
replies AS (
    SELECT t.account_id, count(*) FILTER (WHERE t.answered OR l.id IS NOT NULL) AS replies,
           count(*) FILTER (
               WHERE t.answered OR l.id IS NOT NULL OR t.day <= %(on)s::date - %(reply_days)s
           ) AS tries
    FROM tries t LEFT JOIN answered_later l ON l.id = t.id GROUP BY t.account_id
),
moods AS (
    SELECT DISTINCT ON (account_id) account_id, id, day, mood FROM standing
    WHERE mood IS NOT NULL ORDER BY account_id, happened_at DESC, id DESC
)"""
