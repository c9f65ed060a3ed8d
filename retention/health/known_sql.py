"""Inputs from what customers say: their latest answer (R4), champions (R2), competitors (C4) and two caps.

Common table expressions for ``input_sql``, after those of the map; what each measures stands in
docs/methods.md, Health inputs.
"""

# ruff: noqa: S608 - the expressions are made of numbers and words of ours

from contacts.knowledge.words import FactOutcome, FactSource, Threat, Topic
from contacts.models.voice import SCALES

VALIDATED_DAYS = 180
"""So long a champion counts as validated after somebody tested it."""
SUCCESSOR_DAYS = 60
"""So long after somebody left may their place stay empty."""
LOST_DAYS = 365
"""Who left longer ago says nothing of today."""
CLOSE = 40
"""A tie as strong as this carries."""
ASKED_DAYS = 180
"""So long a word on competitors stands before a newer one."""
VALIDATED, ONLY_ASSUMED, COACH_ONLY, NOBODY_KNOWN, BEING_REPLACED, LOST = 100, 60, 60, 40, 30, 0
NO_THREAT, NEARBY, LOOKING = 100, 60, 10

_SCALES = ", ".join(f"('{kind.value}', {least}, {most})" for kind, (least, most) in SCALES.items())
_STANDS = """(k.is_current OR EXISTS (
              SELECT 1 FROM contacts_knownfact n
              WHERE n.supersedes_id = k.id AND n.recorded_at > %(known_by)s::timestamptz))"""

VOICES = f"""
answers AS (
    SELECT DISTINCT ON (s.account_id) s.account_id, s.id, (s.answered_at AT TIME ZONE 'UTC')::date AS day,
           s.score, g.most,
           round(4 * (s.score - g.least)::numeric / (g.most - g.least) - 2, 4) AS mood
    FROM contacts_surveyasked s JOIN (VALUES {_SCALES}) g (kind, least, most) ON g.kind = s.kind
    WHERE s.account_id = ANY(%(ids)s) AND s.answered_at <= %(until)s
      AND s.answered_at <= %(known_by)s::timestamptz
    ORDER BY s.account_id, s.answered_at DESC, s.id DESC
),
felt AS (
    SELECT account_id, CASE WHEN is_survey THEN a_mood ELSE m_mood END AS mood,
           CASE WHEN is_survey THEN a_day ELSE m_day END AS day,
           CASE WHEN is_survey THEN a_id ELSE m_id END AS id,
           CASE WHEN is_survey THEN score END AS score, CASE WHEN is_survey THEN most END AS most
    FROM (
        SELECT COALESCE(m.account_id, a.account_id) AS account_id, m.mood::numeric AS m_mood, m.day AS m_day,
               m.id AS m_id, a.mood AS a_mood, a.day AS a_day, a.id AS a_id, a.score, a.most,
               a.day IS NOT NULL AND (m.day IS NULL OR a.day >= m.day) AS is_survey
        FROM moods m FULL JOIN answers a ON a.account_id = m.account_id
    ) both_said
)"""

CHAMPIONS = f"""
held AS MATERIALIZED (
    SELECT c.account_id, c.id AS contact_id, r.role, r.verified_on,
           CASE WHEN c.departed_on <= %(last_day)s::date THEN c.departed_on END AS left_on
    FROM contacts_contact c
    JOIN contacts_roleonmap r ON r.contact_id = c.id AND r.org_unit_id IS NULL AND r.scope_id IS NULL
     AND r.role IN ('champion', 'coach', 'economic_buyer') AND r.starts_on <= %(last_day)s::date
     AND r.recorded_at <= %(known_by)s::timestamptz
     AND (r.ends_on IS NULL OR r.ends_on > %(last_day)s::date OR r.ends_on >= c.departed_on)
    WHERE c.account_id = ANY(%(ids)s) AND NOT c.is_placeholder
      AND c.recorded_at <= %(known_by)s::timestamptz
  UNION ALL
    SELECT c.account_id, c.id, c.buying_role, NULL,
           CASE WHEN c.departed_on <= %(last_day)s::date THEN c.departed_on END
    FROM contacts_contact c
    WHERE c.account_id = ANY(%(ids)s) AND NOT c.is_placeholder
      AND c.buying_role IN ('champion', 'coach', 'economic_buyer') AND NOT c.role_is_guessed
      AND c.since <= %(last_day)s::date
      AND c.recorded_at <= %(known_by)s::timestamptz
      AND NOT EXISTS (SELECT 1 FROM contacts_roleonmap r WHERE r.contact_id = c.id)
),
champion AS (
    SELECT account_id,
           CASE WHEN bool_or(role = 'champion' AND left_on IS NULL
                             AND %(on)s::date - verified_on <= {VALIDATED_DAYS}) THEN {VALIDATED}
                WHEN bool_or(role = 'champion' AND left_on IS NULL) THEN {ONLY_ASSUMED}
                WHEN max(left_on) FILTER (WHERE role = 'champion') > %(on)s::date - {SUCCESSOR_DAYS}
                THEN {BEING_REPLACED}
                WHEN max(left_on) FILTER (WHERE role = 'champion') > %(on)s::date - {LOST_DAYS} THEN {LOST}
                WHEN bool_or(role = 'coach' AND left_on IS NULL) THEN {COACH_ONLY} END AS worth
    FROM held GROUP BY account_id
),
gone AS (
    SELECT DISTINCT ON (h.account_id) h.account_id, h.contact_id, h.left_on
    FROM held h
    WHERE h.role IN ('champion', 'economic_buyer') AND h.left_on <= %(on)s::date - {SUCCESSOR_DAYS}
      AND h.left_on > %(on)s::date - {LOST_DAYS}
      AND NOT EXISTS (
          SELECT 1 FROM held n JOIN strengths s ON s.contact_id = n.contact_id AND s.strength >= {CLOSE}
          WHERE n.account_id = h.account_id AND n.role = h.role AND n.left_on IS NULL
      )
    ORDER BY h.account_id, h.left_on, h.contact_id
)"""

THREATS = f"""
named AS (
    SELECT k.account_id, k.id, GREATEST(0, %(on)s::date - k.said_on) AS age, k.said_on,
           CASE k.value WHEN '{Threat.LOOKING.value}' THEN {LOOKING}
                WHEN '{Threat.NEARBY.value}' THEN {NEARBY} ELSE {NO_THREAT} END AS worth,
           k.value = '{Threat.LOOKING.value}' AND k.source = '{FactSource.STATED.value}'
               AND k.contact_id IS NOT NULL AS is_confirmed
    FROM contacts_knownfact k
    WHERE k.account_id = ANY(%(ids)s) AND k.topic = '{Topic.COMPETITOR.value}'
      AND k.outcome = '{FactOutcome.ANSWERED.value}' AND k.value <> '' AND k.said_on <= %(last_day)s::date
      AND k.recorded_at <= %(known_by)s::timestamptz AND {_STANDS}
),
threat AS (
    SELECT DISTINCT ON (account_id) account_id, id, age, worth
    FROM named
    ORDER BY account_id, age <= {ASKED_DAYS} DESC, CASE WHEN age <= {ASKED_DAYS} THEN worth END, age, id DESC
),
looking AS (
    SELECT DISTINCT ON (account_id) account_id, id, said_on
    FROM named WHERE is_confirmed AND age <= {ASKED_DAYS} ORDER BY account_id, said_on, id
)"""

KNOWN = f"{VOICES},{CHAMPIONS},{THREATS}"

KNOWN_STATES = """
           CASE WHEN is_former OR tier = 'D' THEN 'not_applicable'
                WHEN champion_worth IS NOT NULL OR covered IS NOT NULL THEN 'known'
                ELSE 'missing' END AS r2_state,
           CASE WHEN is_former THEN 'not_applicable' WHEN threat_id IS NOT NULL THEN 'known'
                ELSE 'missing' END AS c4_state"""

KNOWN_INPUTS = f"""
           r2_state, NULL::int AS r2_part, NULL::int AS r2_whole,
           CASE WHEN r2_state = 'known' THEN COALESCE(champion_worth, {NOBODY_KNOWN})::numeric
                END AS r2_value,
           0 AS r2_age, NULL::bigint AS r2_row,
           c4_state, NULL::int AS c4_part, NULL::int AS c4_whole,
           CASE WHEN c4_state = 'known' THEN threat_worth::numeric END AS c4_value,
           CASE WHEN c4_state = 'known' THEN threat_age ELSE 0 END AS c4_age,
           CASE WHEN c4_state = 'known' THEN threat_id END AS c4_row,
           CASE WHEN NOT is_former THEN looking_on END AS evaluation_since, looking_id AS evaluation_row,
           CASE WHEN NOT is_former AND tier <> 'D' THEN gone_on + {SUCCESSOR_DAYS} END AS champion_gone_since,
           gone_id AS champion_gone_row,"""
