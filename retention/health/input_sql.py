"""The one statement that reads what the measures of accounts are made of (docs/methods.md, Health inputs).

Common table expressions, ending in ``inputs``: one row per account, and for every measure its state, the two
numbers it is the quotient of, its value, its age and the row behind it. No weights, no thresholds.
"""

from plans.attainment import NO_TARGET_RATIO

from .billing_sql import INVOICES, LONG_OVERDUE_DAYS
from .contact_sql import ACCOUNTS, REPLIES, RHYTHM, SILENCE
from .known_sql import KNOWN, KNOWN_INPUTS, KNOWN_STATES
from .map_sql import COVERAGE, STRENGTHS
from .plan_sql import PLAN_STATES, PLANS
from .work_sql import HOURS, TIES, WORK_INPUTS, WORK_STATES

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
           e.replies, e.tries, m.id AS mood_id, m.mood, m.day AS mood_on, m.score AS survey_score,
           m.most AS survey_most, h.worth AS champion_worth, t.id AS threat_id, t.worth AS threat_worth,
           t.age AS threat_age, o.id AS looking_id, o.said_on AS looking_on, d.contact_id AS gone_id,
           d.left_on AS gone_on,
           v.now AS arr_now, v.before AS arr_before, v.lacks_rate,
           COALESCE(b.customer_since, v.first_on) <= %(year_ago)s::date AS is_a_year_old,
           n.id AS notice_id, n.since AS notice_since,
           i.account_id IS NOT NULL AS is_billed, i.thread AS invoice_id, i.days AS overdue_days,
           i.due_on AS overdue_from, i.age AS billing_age,
           g.score AS covered, g.slots AS roles_filled, g.slots_asked AS roles_asked,
           CASE WHEN COALESCE(b.customer_since, v.first_on) IS NOT NULL THEN
               %(on)s::date - GREATEST(COALESCE(b.customer_since, v.first_on), b.known_on) END AS tenure,
           p.ratio AS attained, COALESCE(p.agreed, 0) AS agreed, p.rated, p.age AS attained_age,
           w.id AS proven_id, w.days AS proven_days, x.days AS sponsor_days,
           x.interval_days AS sponsor_interval, x.talk_id AS sponsor_talk_id,
           u.account_id IS NOT NULL AS is_served, u.included AS hours_included,
           u.delivered AS hours_delivered, u.age AS hours_age, c.number AS close_number, c.closest_id
    FROM base b
    LEFT JOIN rhythm r ON r.account_id = b.account_id
    LEFT JOIN seated k ON k.account_id = b.account_id
    LEFT JOIN spoken s ON s.account_id = b.account_id
    LEFT JOIN replies e ON e.account_id = b.account_id
    LEFT JOIN felt m ON m.account_id = b.account_id
    LEFT JOIN champion h ON h.account_id = b.account_id
    LEFT JOIN threat t ON t.account_id = b.account_id
    LEFT JOIN looking o ON o.account_id = b.account_id
    LEFT JOIN gone d ON d.account_id = b.account_id
    LEFT JOIN revenue v ON v.account_id = b.account_id
    LEFT JOIN notice n ON n.account_id = b.account_id
    LEFT JOIN billing i ON i.account_id = b.account_id
    LEFT JOIN covered g ON g.account_id = b.account_id
    LEFT JOIN attained p ON p.account_id = b.account_id
    LEFT JOIN proven w ON w.account_id = b.account_id
    LEFT JOIN sponsored x ON x.account_id = b.account_id
    LEFT JOIN served u ON u.account_id = b.account_id
    LEFT JOIN close_ties c ON c.account_id = b.account_id
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
           CASE WHEN is_former THEN 'not_applicable' WHEN is_billed THEN 'known'
                ELSE 'missing' END AS c1_state,
           CASE WHEN is_former OR tier = 'D' THEN 'not_applicable' WHEN covered IS NOT NULL THEN 'known'
                ELSE 'missing' END AS r1_state,
           CASE WHEN is_former OR is_a_year_old IS FALSE THEN 'not_applicable'
                WHEN arr_now IS NULL OR lacks_rate THEN 'missing' WHEN arr_before > 0 THEN 'known'
                WHEN arr_now > 0 THEN 'not_applicable' ELSE 'missing' END AS c2_state,{plan_states},
           {known_states},{work_states}
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
           r4_state, CASE WHEN r4_state = 'known' THEN survey_score END AS r4_part,
           CASE WHEN r4_state = 'known' THEN survey_most END AS r4_whole,
           CASE WHEN r4_state = 'known' THEN mood END AS r4_value,
           CASE WHEN r4_state = 'known' THEN GREATEST(0, %(on)s::date - mood_on) ELSE 0 END AS r4_age,
           CASE WHEN r4_state = 'known' THEN mood_id END AS r4_row,
           c1_state, NULL::int AS c1_part, NULL::int AS c1_whole,
           CASE WHEN c1_state = 'known' THEN overdue_days::numeric END AS c1_value,
           CASE WHEN c1_state = 'known' THEN billing_age ELSE 0 END AS c1_age,
           CASE WHEN c1_state = 'known' THEN invoice_id END AS c1_row,
           r1_state, CASE WHEN r1_state = 'known' THEN roles_filled END AS r1_part,
           CASE WHEN r1_state = 'known' THEN roles_asked END AS r1_whole,
           CASE WHEN r1_state = 'known' THEN covered END AS r1_value, 0 AS r1_age, NULL::bigint AS r1_row,
           c2_state, CASE WHEN c2_state = 'known' THEN round(arr_now, 2) END AS c2_part,
           CASE WHEN c2_state = 'known' THEN round(arr_before, 2) END AS c2_whole,
           CASE WHEN c2_state = 'known' THEN round(arr_now / arr_before, 4) END AS c2_value,
           0 AS c2_age, NULL::bigint AS c2_row,
           v1_state, CASE WHEN v1_state = 'known' THEN COALESCE(rated, 0) END AS v1_part,
           CASE WHEN v1_state = 'known' THEN agreed END AS v1_whole,
           CASE WHEN v1_state = 'known' THEN COALESCE(attained, {no_target}) END AS v1_value,
           CASE WHEN v1_state = 'known' THEN COALESCE(attained_age, 0) ELSE 0 END AS v1_age,
           NULL::bigint AS v1_row,
           v2_state, NULL::int AS v2_part, NULL::int AS v2_whole,
           CASE WHEN v2_state = 'known' THEN proven_days::numeric END AS v2_value, 0 AS v2_age,
           CASE WHEN v2_state = 'known' THEN proven_id END AS v2_row,
{known_inputs}{work_inputs}
           CASE WHEN NOT is_dormant AND seat_since IS NOT NULL AND silent_days >= 2 * interval_days
                THEN COALESCE(spoken_on, seat_since) + 2 * interval_days END AS silence_since,
           spoken_id AS silence_row,
           notice_since AS notice_received_since, notice_id AS notice_received_row,
           CASE WHEN c1_state = 'known' AND overdue_days > {long_overdue}
                THEN overdue_from + {long_overdue} + 1 END AS overdue_since,
           invoice_id AS overdue_row
    FROM stated
)"""

INPUTS = ",".join(
    (
        ACCOUNTS,
        RHYTHM,
        SILENCE,
        REPLIES,
        REVENUE,
        INVOICES,
        STRENGTHS,
        COVERAGE,
        PLANS,
        KNOWN,
        HOURS,
        TIES,
        "{sponsored}",
        TOGETHER,
    )
)
INPUTS = INPUTS.replace("{long_overdue}", str(LONG_OVERDUE_DAYS)).replace("{plan_states}", PLAN_STATES)
INPUTS = INPUTS.replace("{no_target}", str(NO_TARGET_RATIO))
INPUTS = INPUTS.replace("{known_states}", KNOWN_STATES).replace("{known_inputs}", KNOWN_INPUTS)
INPUTS = INPUTS.replace("{work_states}", WORK_STATES).replace("{work_inputs}", WORK_INPUTS)
"""All of it, to stand after WITH; the parameters come from ``inputs.parameters``."""

MEASURED = ("V1", "V2", "R1", "R2", "R3", "E1", "E2", "E3", "R4", "C1", "C2", "C3", "C4")
"""The measures whose records exist; any other measure of a card is missing."""

CAPPED = ("silence", "notice_received", "overdue", "evaluation", "champion_gone", "few_ties")
"""The caps whose facts are read."""
