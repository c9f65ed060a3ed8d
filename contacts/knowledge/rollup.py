"""How much is known over many accounts, question by question (docs/methods.md, Knowledge completeness).

One statement says in SQL what ``gathering`` says for one account; a test holds one to the other.
"""

# ruff: noqa: S608, S611 - the statement is made of words and numbers of ours

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from accounts.choices import LifecycleStage
from accounts.models import Account
from retention.lib.zones import day_bounds
from retention.team.models import User

from ..choices import Direction, Outcome, Purpose
from .completeness import FADES_OVER_DAYS, FRESH_DAYS
from .mix import NOT_OURS_TO_COUNT, PULL, WINDOW_DAYS
from .questions import QUESTIONS, Question
from .words import FactOutcome, Topic

_TWO_WAY = f"outcome IN ('{Outcome.CONNECTED.value}', '{Outcome.REPLIED.value}')"
_SENT = f"direction = '{Direction.OUTBOUND.value}'"
_PULLS = ", ".join(f"'{purpose.value}'" for purpose in (*PULL, Purpose.SELL))
_OTHERS = ", ".join(f"'{outcome.value}'" for outcome in NOT_OURS_TO_COUNT)

KNOWN = f"""
    SELECT f.account_id, f.topic, f.fresh_until AS until FROM contacts_knownfact f
    WHERE f.is_current AND f.outcome <> '{FactOutcome.WAITING.value}'
  UNION ALL
    SELECT f.account_id, '{Topic.OPERATION.value}', f.fresh_until FROM contacts_knownfact f
    WHERE f.is_current AND f.topic = '{Topic.DRIVER.value}' AND f.operation <> ''
  UNION ALL
    SELECT f.account_id, '{Topic.PERFORMANCE.value}', f.fresh_until FROM contacts_knownfact f
    WHERE f.is_current AND f.topic = '{Topic.DRIVER.value}' AND f.performance IS NOT NULL
  UNION ALL
    SELECT t.account_id, q.topic, max((t.happened_at AT TIME ZONE 'UTC')::date) + {FRESH_DAYS}
    FROM contacts_touchpoint t
    CROSS JOIN (VALUES ('{Topic.PROACTIVE.value}'), ('{Topic.PERSONAL.value}'),
                       ('{Topic.PULL.value}')) q (topic)
    WHERE t.is_current AND t.happened_at >= %s AND t.outcome NOT IN ({_OTHERS})
    GROUP BY t.account_id, q.topic
    HAVING CASE q.topic WHEN '{Topic.PROACTIVE.value}' THEN bool_or(t.{_TWO_WAY})
                        WHEN '{Topic.PERSONAL.value}' THEN bool_or(t.{_SENT})
                        ELSE bool_or(t.{_SENT} AND t.purpose IN ({_PULLS})) END
  UNION ALL
    SELECT c.account_id, '{Topic.PREFERENCE.value}', %s::date FROM contacts_contact c
    WHERE c.status <> 'departed' AND NOT c.is_placeholder AND c.preference_source <> 'default'"""


@dataclass(frozen=True, slots=True)
class Standing:
    """One question over many accounts: of which share of yearly revenue (0 to 1) it is known and fresh."""

    question: Question
    share: Decimal | None
    lacking: int


def customers(reader: User) -> QuerySet[Account]:
    """Whose knowledge counts: what the reader sees, without former customers."""
    rows: QuerySet[Account] = Account.objects.visible_to(reader)
    return rows.exclude(stage=LifecycleStage.FORMER)


def standings(reader: User, *, on: date) -> list[Standing]:
    """Every question, in one statement; the share is None while no customer brings revenue."""
    inside, given = customers(reader).order_by().values("id", "arr_base").query.sql_with_params()
    topics = ", ".join(f"('{question.topic.value}')" for question in QUESTIONS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH a AS MATERIALIZED ({inside}),
            k AS (SELECT account_id, topic, max(until) AS until FROM ({KNOWN}) known
                  WHERE account_id IN (SELECT id FROM a) GROUP BY account_id, topic)
            SELECT q.topic, sum(a.arr_base * CASE WHEN k.until IS NULL THEN 0 ELSE
                       GREATEST(0, LEAST(1, 1 - (%s::date - k.until)::numeric / {FADES_OVER_DAYS})) END)
                       / NULLIF(sum(a.arr_base), 0), count(*) FILTER (WHERE k.until IS NULL)
            FROM a CROSS JOIN (VALUES {topics}) q (topic)
            LEFT JOIN k ON k.account_id = a.id AND k.topic = q.topic GROUP BY q.topic""",
            [*given, *_since(reader, on), on],
        )
        found = {topic: (share, lacking) for topic, share, lacking in cursor.fetchall()}
    return [Standing(question, *found.get(question.topic.value, (None, 0))) for question in QUESTIONS]


def share_known(rows: list[Standing]) -> Decimal | None:
    """The completeness of the company, weighted by yearly revenue; None while there is none."""
    if any(row.share is None for row in rows):
        return None
    total = sum(row.question.weight for row in rows)
    return sum((row.question.weight * (row.share or Decimal(0)) for row in rows), Decimal(0)) / total


def lacking(reader: User, topic: str, *, on: date) -> QuerySet[Account]:
    """Customers of whom nothing answers this question."""
    known: Any = RawSQL(
        f"SELECT account_id FROM ({KNOWN}) known WHERE topic = %s", [*_since(reader, on), topic]
    )
    return customers(reader).filter(~Q(pk__in=known))


def _since(reader: User, on: date) -> list[Any]:
    return [day_bounds(on - timedelta(days=WINDOW_DAYS - 1), reader.time_zone)[0], on]
