"""What health measures of executive pairs (R3; docs/methods.md, Health inputs), as known at an instant.

Pairs as their audit rows say they were, talks from the touchpoints of both that stood then.
"""

SPONSORED = """
sponsored AS (
    SELECT DISTINCT ON (p.account_id) p.account_id, p.interval_days, p.days, p.talk_id
    FROM (
        SELECT x.account_id, x.id, g.interval_days, t.id AS talk_id,
               GREATEST(0, %(on)s::date - COALESCE(t.day, g.starts_on)) AS days
        FROM base b
        JOIN teamwork_executivepairing x ON x.account_id = b.account_id
        JOIN LATERAL (
            SELECT e.interval_days, e.starts_on, e.ends_on
            FROM teamwork_executivepairingevent e
            WHERE e.pgh_obj_id = x.id AND e.pgh_created_at <= %(known_by)s::timestamptz
            ORDER BY e.pgh_id DESC LIMIT 1
        ) g ON g.starts_on <= %(last_day)s::date AND (g.ends_on IS NULL OR g.ends_on > %(last_day)s::date)
        LEFT JOIN LATERAL (
            SELECT s.id, (s.happened_at AT TIME ZONE 'UTC')::date AS day
            FROM contacts_touchpointcontact l
            JOIN contacts_touchpoint s ON s.id = l.touchpoint_id AND s.is_qualifying
             AND (s.is_current OR s.id = ANY(%(replaced)s))
             AND s.happened_at <= %(until)s AND s.recorded_at <= %(known_by)s::timestamptz
             AND (s.happened_at AT TIME ZONE 'UTC')::date >= g.starts_on
            WHERE l.contact_id = x.contact_id AND NOT l.in_copy
              AND (s.logged_by_id = x.user_id OR EXISTS (
                  SELECT FROM contacts_touchpointcolleague c
                  WHERE c.touchpoint_id = s.id AND c.user_id = x.user_id))
            ORDER BY s.happened_at DESC, s.id DESC LIMIT 1
        ) t ON TRUE
    ) p
    ORDER BY p.account_id, p.days::numeric / p.interval_days DESC, p.id
)"""
