"""The one statement that reads what the measures of accounts are made of (docs/methods.md, Health inputs).

Common table expressions, ending in ``inputs``: one row per account, and for every measure its state, the two
numbers it is the quotient of, its value, its age and the row behind it. No weights, no thresholds.
"""

HORIZON_DAYS = 400
"""How far back touchpoints are read: longer silence is worth 0 anyway, and the daily cost does not grow."""

_TOUCHPOINT = """(t.happened_at AT TIME ZONE 'UTC')::date AS day, t.is_qualifying AS is_two_way,
           t.direction = 'outbound' AND t.channel IN ('call', 'email', 'chat', 'letter')
               AND t.outcome IN ('connected', 'replied', 'no_answer', 'voicemail') AS is_try,
           t.outcome IN ('connected', 'replied') AS is_answered,
           CASE WHEN NOT t.is_private THEN t.mood END AS mood"""
"""A private touchpoint counts as contact, never as mood: the score is seen by more people than it is."""

ACCOUNTS = """
base AS (
    SELECT a.id AS account_id, a.tier, a.customer_since, a.stage = 'former' AS is_former,
           a.stage IN ('dormant', 'former') AS is_dormant,
           (a.recorded_at AT TIME ZONE 'UTC')::date AS known_on,
           l.interval_days, l.early_days, l.grace_days
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
    SELECT c.account_id, c.id AS contact_id, c.since,
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

REVENUE = """
booked AS (
    SELECT account_id, currency, min(effective_on) AS first_on, sum(amount) AS now,
           COALESCE(sum(amount) FILTER (WHERE effective_on <= %(year_ago)s::date), 0) AS before,
           count(*) OVER (PARTITION BY account_id) AS currencies
    FROM accounts_arrmovement
    WHERE account_id = ANY(%(ids)s) AND effective_on <= %(last_day)s::date
      AND recorded_at <= %(known_by)s::timestamptz
    GROUP BY account_id, currency
),
rates AS (
    SELECT DISTINCT ON (currency) currency, rate FROM accounts_fxrate
    WHERE "on" <= %(last_day)s::date AND recorded_at <= %(known_by)s::timestamptz ORDER BY currency, "on" DESC
),
revenue AS (
    SELECT b.account_id, min(b.first_on) AS first_on,
           bool_or(r.rate IS NULL AND b.currencies > 1 AND b.currency <> %(base_currency)s) AS lacks_rate,
           sum(b.now * CASE WHEN b.currencies = 1 THEN 1 ELSE COALESCE(r.rate, 1) END) AS now,
           sum(b.before * CASE WHEN b.currencies = 1 THEN 1 ELSE COALESCE(r.rate, 1) END) AS before
    FROM booked b LEFT JOIN rates r ON r.currency = b.currency AND b.currency <> %(base_currency)s
    GROUP BY b.account_id
),
notice AS (
    SELECT DISTINCT ON (c.account_id) c.account_id, c.id, c.notice_received_on AS since
    FROM base b JOIN accounts_contract c ON c.account_id = b.account_id AND NOT b.is_former
    WHERE c.account_id = ANY(%(ids)s) AND c.state = 'active' AND c.notice_received_on <= %(last_day)s::date
      AND (c.term_end IS NULL OR c.term_end >= %(last_day)s::date)
      AND c.recorded_at <= %(known_by)s::timestamptz
      AND NOT EXISTS (SELECT 1 FROM accounts_contract n WHERE n.predecessor_id = c.id AND n.state <> 'draft')
      AND (%(known_by)s::timestamptz = 'infinity' OR EXISTS (
          SELECT 1 FROM accounts_contractevent e WHERE e.pgh_obj_id = c.id
          AND e.notice_received_on IS NOT NULL AND e.pgh_created_at <= %(known_by)s::timestamptz))
    ORDER BY c.account_id, c.notice_received_on, c.id
)"""

TOGETHER = """
found AS MATERIALIZED (
    SELECT b.*, r.kept, r.slots, k.account_id IS NOT NULL AS has_seats, k.since AS seat_since,
           s.id AS spoken_id, s.day AS spoken_on,
           GREATEST(0, %(on)s::date - COALESCE(s.day, k.since)) AS silent_days,
           e.replies, e.tries, m.id AS mood_id, m.mood, m.day AS mood_on,
           v.now AS arr_now, v.before AS arr_before, v.lacks_rate,
           COALESCE(b.customer_since, v.first_on) <= %(year_ago)s::date AS is_a_year_old,
           n.id AS notice_id, n.since AS notice_since
    FROM base b
    LEFT JOIN rhythm r ON r.account_id = b.account_id
    LEFT JOIN seated k ON k.account_id = b.account_id
    LEFT JOIN spoken s ON s.account_id = b.account_id
    LEFT JOIN replies e ON e.account_id = b.account_id
    LEFT JOIN moods m ON m.account_id = b.account_id
    LEFT JOIN revenue v ON v.account_id = b.account_id
    LEFT JOIN notice n ON n.account_id = b.account_id
),
stated AS MATERIALIZED (
    SELECT f.*,
           CASE WHEN is_dormant THEN 'not_applicable' WHEN slots >= %(fewest_slots)s THEN 'known'
                ELSE 'missing' END AS e1_state,
           CASE WHEN is_dormant OR tier = 'D' OR (has_seats AND seat_since IS NULL) THEN 'not_applicable'
                WHEN spoken_id IS NOT NULL OR silent_days >= 2 * interval_days THEN 'known'
                ELSE 'missing' END AS e2_state,
           CASE WHEN is_dormant THEN 'not_applicable' WHEN tries >= %(fewest_tries)s THEN 'known'
                ELSE 'missing' END AS e3_state,
           CASE WHEN is_former THEN 'not_applicable' WHEN mood IS NOT NULL THEN 'known'
                ELSE 'missing' END AS r4_state,
           CASE WHEN is_former OR is_a_year_old IS FALSE THEN 'not_applicable'
                WHEN arr_now IS NULL OR lacks_rate THEN 'missing' WHEN arr_before > 0 THEN 'known'
                WHEN arr_now > 0 THEN 'not_applicable' ELSE 'missing' END AS c2_state
    FROM found f
),
inputs AS MATERIALIZED (
    SELECT account_id, interval_days,
           e1_state, CASE WHEN e1_state = 'known' THEN kept END AS e1_part,
           CASE WHEN e1_state = 'known' THEN slots END AS e1_whole,
           CASE WHEN e1_state = 'known' THEN round(kept::numeric / slots, 4) END AS e1_value,
           0 AS e1_age, NULL::bigint AS e1_row,
           e2_state, CASE WHEN e2_state = 'known' THEN silent_days END AS e2_part,
           CASE WHEN e2_state = 'known' THEN interval_days END AS e2_whole,
           CASE WHEN e2_state = 'known' THEN round(silent_days::numeric / interval_days, 4) END AS e2_value,
           0 AS e2_age, CASE WHEN e2_state = 'known' THEN spoken_id END AS e2_row,
           e3_state, CASE WHEN e3_state = 'known' THEN replies END AS e3_part,
           CASE WHEN e3_state = 'known' THEN tries END AS e3_whole,
           CASE WHEN e3_state = 'known' THEN round(replies::numeric / tries, 4) END AS e3_value,
           0 AS e3_age, NULL::bigint AS e3_row,
           r4_state, NULL::int AS r4_part, NULL::int AS r4_whole,
           CASE WHEN r4_state = 'known' THEN mood::numeric END AS r4_value,
           CASE WHEN r4_state = 'known' THEN GREATEST(0, %(on)s::date - mood_on) ELSE 0 END AS r4_age,
           CASE WHEN r4_state = 'known' THEN mood_id END AS r4_row,
           c2_state, CASE WHEN c2_state = 'known' THEN round(arr_now, 2) END AS c2_part,
           CASE WHEN c2_state = 'known' THEN round(arr_before, 2) END AS c2_whole,
           CASE WHEN c2_state = 'known' THEN round(arr_now / arr_before, 4) END AS c2_value,
           0 AS c2_age, NULL::bigint AS c2_row,
           CASE WHEN NOT is_dormant AND seat_since IS NOT NULL AND silent_days >= 2 * interval_days
                THEN COALESCE(spoken_on, seat_since) + 2 * interval_days END AS silence_since,
           spoken_id AS silence_row,
           notice_since AS notice_received_since, notice_id AS notice_received_row
    FROM stated
)"""

INPUTS = ",".join((ACCOUNTS, RHYTHM, SILENCE, REPLIES, REVENUE, TOGETHER))
"""All of it, to stand after WITH; the parameters come from ``inputs.parameters``."""

MEASURED = ("E1", "E2", "E3", "R4", "C2")
"""The measures whose records exist; any other measure of a card is missing."""

CAPPED = ("silence", "notice_received")
"""The caps whose facts are read."""
