"""Inputs from the map of people: how far those whom an account needs are known and stand by us (R1).

Common table expressions for ``input_sql``. They say in SQL what ``contacts.people_map`` says in Python, made
of its numbers; a test holds one to the other for random people and touchpoints.
"""

# ruff: noqa: S608 - the expressions are made of numbers and names of ours

from contacts.people_map import coverage, strength


def _case(column: str, values: dict[str, float]) -> str:
    """The number that belongs to each word of a column; 0 for any other."""
    cases = " ".join(f"WHEN '{word}' THEN {worth}" for word, worth in values.items())
    return f"CASE {column} {cases} ELSE 0 END"


def _words(words: frozenset[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


_MOODS = " ".join(f"WHEN {mood} THEN {factor}" for mood, factor in strength.BY_MOOD.items())
_ATTITUDES = " ".join(
    f"WHEN {attitude} THEN {worth}"
    for attitude, worth in coverage.BY_ATTITUDE.items()
    if attitude is not None
)
_SLOTS = ", ".join(
    f"('{tier}', '{role}', {place}, {weight})"
    for tier, slots in coverage.SLOTS.items()
    for place, (role, weight) in enumerate(slots)
)
_TARGETS = ", ".join(
    f"('{tier}', {target}, {sum(weight for _, weight in coverage.SLOTS[tier])}, {len(coverage.SLOTS[tier])})"
    for tier, target in coverage.TARGET_TIES.items()
)

WORTH = f"""(CASE WHEN t.outcome IN ({_words(strength.NOT_WITH_US)}) THEN 0
                WHEN t.channel = 'call' AND t.outcome NOT IN ('connected', 'replied') THEN 1
                ELSE {_case("t.channel", strength.BY_CHANNEL)} END
           * CASE WHEN t.is_private THEN 1 ELSE CASE t.mood {_MOODS} ELSE 1 END END)::float8 AS worth,
           (CASE WHEN t.outcome IN ('bulk', 'automated') THEN {strength.BULK}
                WHEN t.direction = 'inbound' THEN {strength.INBOUND}
                WHEN t.outcome IN ('connected', 'replied') THEN {strength.ANSWERED}
                ELSE {strength.UNANSWERED} END)::float8 AS reach,
           t.outcome IN ('bulk', 'automated') AS is_bulk,
           t.outcome IN ('bulk', 'automated')
               OR (t.direction <> 'inbound' AND t.outcome NOT IN ('connected', 'replied')) AS is_one_way,
           t.channel IN ({_words(strength.MESSAGES)}) AS is_message"""
"""Columns of a touchpoint in ``standing``: what it is worth before copies and crowds."""

STRENGTHS = f"""
people AS (
    SELECT c.account_id, c.id AS contact_id, c.is_placeholder, c.since,
           CASE WHEN c.role_is_guessed THEN 'unknown' ELSE c.buying_role END AS buying_role,
           CASE WHEN c.preferred_interval_days IS NULL THEN {strength.HALF_LIFE_DAYS}
                ELSE LEAST({strength.LONGEST_HALF_LIFE},
                    GREATEST({strength.SHORTEST_HALF_LIFE}, 1.5 * c.preferred_interval_days))
                END::float8 AS half_life
    FROM contacts_contact c
    WHERE c.account_id = ANY(%(ids)s) AND c.since <= %(last_day)s::date
      AND (c.status <> 'departed' OR c.departed_on > %(last_day)s::date)
      AND c.recorded_at <= %(known_by)s::timestamptz
),
met AS (
    SELECT l.contact_id, s.day, s.is_message, s.is_one_way OR l.in_copy AS is_one_way,
           s.worth * CASE WHEN s.is_bulk THEN s.reach
               WHEN l.in_copy
                 OR count(*) FILTER (WHERE NOT l.in_copy) OVER (PARTITION BY s.id) >= {strength.CROWD}
               THEN {strength.COPIED}::float8 ELSE s.reach END AS worth
    FROM standing s JOIN contacts_touchpointcontact l ON l.touchpoint_id = s.id WHERE s.worth > 0
),
of_a_day AS (
    SELECT contact_id, day,
           COALESCE(sum(worth) FILTER (WHERE NOT is_message AND NOT is_one_way), 0) AS two_way,
           COALESCE(sum(worth) FILTER (WHERE NOT is_message AND is_one_way), 0) AS one_way,
           COALESCE(max(worth) FILTER (WHERE is_message AND NOT is_one_way), 0) AS answered,
           COALESCE(max(worth) FILTER (WHERE is_message AND is_one_way), 0) AS sent
    FROM met GROUP BY contact_id, day
),
strengths AS (
    SELECT p.account_id, p.contact_id,
           {100.0} * (1 - exp(-(COALESCE(sum((d.two_way
               + CASE WHEN d.answered >= d.sent THEN d.answered ELSE 0 END) * f.fade), 0)
               + LEAST({strength.MOST_ONE_WAY}, COALESCE(sum((d.one_way
               + CASE WHEN d.answered < d.sent THEN d.sent ELSE 0 END) * f.fade), 0)))
               / {strength.SCALE})) AS strength
    FROM people p LEFT JOIN of_a_day d ON d.contact_id = p.contact_id
    LEFT JOIN LATERAL (
        SELECT power(2::float8, -GREATEST(0, %(on)s::date - d.day) / p.half_life) AS fade OFFSET 0
    ) f ON TRUE
    WHERE NOT p.is_placeholder GROUP BY p.account_id, p.contact_id
)"""

COVERAGE = f"""
rated AS (
    SELECT p.contact_id, r.influence, r.attitude
    FROM people p JOIN contacts_standing r ON r.contact_id = p.contact_id
     AND r.org_unit_id IS NULL AND r.scope_id IS NULL
     AND r.starts_on <= %(last_day)s::date AND (r.ends_on IS NULL OR r.ends_on > %(last_day)s::date)
     AND r.recorded_at <= %(known_by)s::timestamptz
),
on_map AS (
    SELECT p.contact_id, r.role, COALESCE(r.verified_on, r.starts_on) AS evidence_on
    FROM people p JOIN contacts_roleonmap r ON r.contact_id = p.contact_id
     AND r.org_unit_id IS NULL AND r.scope_id IS NULL
     AND r.starts_on <= %(last_day)s::date AND (r.ends_on IS NULL OR r.ends_on > %(last_day)s::date)
     AND r.recorded_at <= %(known_by)s::timestamptz
),
with_roles AS (
    SELECT contact_id, role, evidence_on FROM on_map
  UNION ALL
    SELECT p.contact_id, p.buying_role, NULL FROM people p
    WHERE p.buying_role <> 'unknown' AND NOT EXISTS (
        SELECT 1 FROM on_map m WHERE m.contact_id = p.contact_id
    )
),
filled AS (
    SELECT account_id, role, weight, max(worth) AS worth
    FROM (
        SELECT s.account_id, o.role, o.weight,
               row_number() OVER (PARTITION BY s.contact_id ORDER BY o.place) AS nth,
               s.strength / 100 * CASE r.attitude {_ATTITUDES} ELSE {coverage.BY_ATTITUDE[None]} END
               * CASE WHEN %(on)s::date - w.evidence_on <= {coverage.OLD_EVIDENCE_DAYS} THEN 1
                      ELSE {coverage.OLD_EVIDENCE} END AS worth
        FROM with_roles w
        JOIN strengths s ON s.contact_id = w.contact_id
        JOIN base b ON b.account_id = s.account_id
        JOIN (VALUES {_SLOTS}) o (tier, role, place, weight) ON o.tier = b.tier AND o.role = w.role
        LEFT JOIN rated r ON r.contact_id = w.contact_id
    ) fits
    WHERE nth <= {coverage.MOST_SLOTS_EACH} GROUP BY account_id, role, weight
),
roles_known AS (
    SELECT account_id, sum(weight) AS weight
    FROM (
        SELECT DISTINCT p.account_id, o.role, o.weight
        FROM with_roles w
        JOIN people p ON p.contact_id = w.contact_id
        JOIN base b ON b.account_id = p.account_id
        JOIN (VALUES {_SLOTS}) o (tier, role, place, weight) ON o.tier = b.tier AND o.role = w.role
    ) each GROUP BY account_id
),
settled AS (
    SELECT account_id FROM people WHERE NOT is_placeholder
    GROUP BY account_id HAVING min(since) <= %(on)s::date - {coverage.SETTLED_DAYS}
),
roles_filled AS (
    SELECT account_id, count(*) AS slots, sum(weight * worth) AS worth FROM filled GROUP BY account_id
),
tied AS (
    SELECT account_id, power(sum(v), 2) / NULLIF(sum(v * v), 0) AS number
    FROM (
        SELECT s.account_id, s.strength * COALESCE(r.influence, {coverage.UNRATED_INFLUENCE}) AS v
        FROM strengths s LEFT JOIN rated r ON r.contact_id = s.contact_id
    ) each GROUP BY account_id
),
covered AS (
    SELECT account_id, slots_asked, CASE WHEN counts THEN slots END AS slots,
           CASE WHEN counts THEN score END AS score
    FROM (
        SELECT b.account_id, COALESCE(f.slots, 0) AS slots, g.slots AS slots_asked,
               k.account_id IS NOT NULL AND a.account_id IS NOT NULL AND n.account_id IS NOT NULL AS counts,
               round((100 * ({coverage.ROLE_SHARE} * COALESCE(f.worth, 0) / g.total
                   + {coverage.TIES_SHARE} * LEAST(1, COALESCE(t.number, 0) / g.target)))::numeric, 2)
                   AS score
        FROM base b
        JOIN (VALUES {_TARGETS}) g (tier, target, total, slots) ON g.tier = b.tier
        LEFT JOIN roles_filled f ON f.account_id = b.account_id
        LEFT JOIN tied t ON t.account_id = b.account_id
        LEFT JOIN roles_known k ON k.account_id = b.account_id
         AND k.weight >= {coverage.SETTLED_SHARE} * g.total
        LEFT JOIN settled a ON a.account_id = b.account_id
        LEFT JOIN (
            SELECT DISTINCT p.account_id FROM with_roles w JOIN people p ON p.contact_id = w.contact_id
            WHERE NOT p.is_placeholder
        ) n ON n.account_id = b.account_id
    ) each_one
)"""
