"""Inputs from targets the customer agreed to and value they confirmed, as both were known at a moment.

Common table expressions for ``input_sql``; says in SQL what ``plans/attainment.py`` says, and
what V1 and V2 measure stands in docs/methods.md, Health inputs. ``to_gain`` is what was to be gained
by the day, times the days between the two points of the line around it.
"""

from plans.attainment import NO_TARGET_AFTER_DAYS

NO_VALUE_AFTER_DAYS = 180

PLANS = """
agreed AS (
    SELECT t.id, t.account_id, g.baseline, g.weight, g.due_on, after.day - before.day AS days,
           (before.value - g.baseline) * (after.day - before.day) + (after.value - before.value)
           * (LEAST(g.due_on, %(on)s::date) - before.day) AS to_gain
    FROM base b JOIN plans_roitarget t ON t.account_id = b.account_id
    JOIN LATERAL (
        SELECT e.state, e.agreed_on, e.baseline, e.baseline_on, e.target, e.due_on, e.milestones, e.weight
        FROM plans_roitargetevent e
        WHERE e.pgh_obj_id = t.id AND e.pgh_created_at <= %(known_by)s::timestamptz
        ORDER BY e.pgh_id DESC LIMIT 1
    ) g ON g.state = 'agreed' AND g.agreed_on <= %(last_day)s::date
    LEFT JOIN LATERAL (
        SELECT day, value FROM (
            SELECT g.baseline_on AS day, g.baseline AS value
            UNION ALL
            SELECT (m->>'on')::date, (m->>'value')::numeric FROM jsonb_array_elements(g.milestones) m
        ) p WHERE day < LEAST(g.due_on, %(on)s::date) ORDER BY day DESC LIMIT 1
    ) before ON true
    LEFT JOIN LATERAL (
        SELECT day, value FROM (
            SELECT g.due_on AS day, g.target AS value
            UNION ALL
            SELECT (m->>'on')::date, (m->>'value')::numeric FROM jsonb_array_elements(g.milestones) m
        ) p WHERE day >= LEAST(g.due_on, %(on)s::date) ORDER BY day LIMIT 1
    ) after ON true
),
figures AS (
    SELECT DISTINCT ON (target_id) target_id, value, measured_on
    FROM (
        SELECT DISTINCT ON (m.thread) m.target_id, m.value, m.measured_on, m.is_void
        FROM agreed a JOIN plans_measurement m ON m.target_id = a.id
        WHERE m.recorded_at <= %(known_by)s::timestamptz
        ORDER BY m.thread, m.version DESC
    ) n
    WHERE NOT is_void AND measured_on <= %(last_day)s::date ORDER BY target_id, measured_on DESC
),
ratios AS (
    SELECT a.account_id, a.weight, f.measured_on,
           CASE WHEN f.target_id IS NULL THEN CASE WHEN a.due_on <= %(on)s::date THEN 0 END
                WHEN a.to_gain <> 0
                THEN LEAST(1.5, GREATEST(0, (f.value - a.baseline) * a.days / a.to_gain)) END AS ratio
    FROM agreed a LEFT JOIN figures f ON f.target_id = a.id
),
attained AS (
    SELECT account_id, count(*) AS agreed, count(ratio) AS rated,
           round(sum(ratio * weight) / sum(weight) FILTER (WHERE ratio IS NOT NULL), 4) AS ratio,
           GREATEST(0, COALESCE(%(on)s::date - max(measured_on), 0)) AS age
    FROM ratios GROUP BY account_id
),
proven AS (
    SELECT DISTINCT ON (b.account_id) b.account_id, v.id,
           GREATEST(0, %(on)s::date - g.answered_on) AS days
    FROM base b JOIN plans_valueentry v ON v.account_id = b.account_id
    JOIN LATERAL (
        SELECT e.state, e.answered_on FROM plans_valueentryevent e
        WHERE e.pgh_obj_id = v.id AND e.pgh_created_at <= %(known_by)s::timestamptz
        ORDER BY e.pgh_id DESC LIMIT 1
    ) g ON g.state = 'confirmed' AND g.answered_on <= %(last_day)s::date
    ORDER BY b.account_id, g.answered_on DESC, v.id DESC
)"""

PLAN_STATES = f"""
           CASE WHEN is_former OR tenure < {NO_TARGET_AFTER_DAYS} THEN 'not_applicable'
                WHEN attained IS NOT NULL THEN 'known' WHEN agreed > 0 THEN 'missing'
                WHEN tenure >= {NO_TARGET_AFTER_DAYS} THEN 'known' ELSE 'not_applicable' END AS v1_state,
           CASE WHEN is_former THEN 'not_applicable' WHEN proven_id IS NOT NULL THEN 'known'
                WHEN tenure >= {NO_VALUE_AFTER_DAYS} THEN 'missing' ELSE 'not_applicable' END AS v2_state"""
"""Tenure counts from when they were a customer and Keel knew them: before, nobody could have written down
what they agreed to. It is unknown where nothing says since when they are one: nothing is asked."""
