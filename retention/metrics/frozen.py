"""What was up for renewal when the period opened, and what changed since (docs/methods.md, Renewal rates).

The audit trail keeps every contract and line as it was known on any day, so that the amount that was
available at the opening can be read at any time and never moves. Contracts that were entered later count as
they were first known.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connection

from .metric import LeftOut, Metric, Place, Row
from .movements import rates_of
from .questions import Question, Statement, scope

_FROZEN = """
WITH rate AS (
    SELECT * FROM unnest(%(currencies)s::text[], %(rates)s::numeric[]) AS r(currency, rate)
), scope AS ({scope}), candidate AS MATERIALIZED (
    SELECT DISTINCT contract_id FROM accounts_contractlineevent
    WHERE end_on >= %(start)s AND end_on < %(end)s
), contract AS (
    SELECT DISTINCT ON (pgh_obj_id) *, pgh_created_at >= %(turn)s AS is_later FROM accounts_contractevent
    WHERE pgh_obj_id IN (SELECT contract_id FROM candidate)
    ORDER BY pgh_obj_id, pgh_created_at >= %(turn)s,
        CASE WHEN pgh_created_at < %(turn)s THEN -pgh_id ELSE pgh_id END
), line AS (
    SELECT DISTINCT ON (l.pgh_obj_id) l.*, c.is_later FROM accounts_contractlineevent l
    JOIN contract c ON c.pgh_obj_id = l.contract_id
    WHERE l.contract_id IN (SELECT contract_id FROM candidate)
        AND l.pgh_created_at < CASE WHEN c.is_later THEN c.pgh_created_at + interval '1 day' ELSE %(turn)s END
    ORDER BY l.pgh_obj_id, CASE WHEN c.is_later THEN l.pgh_id ELSE -l.pgh_id END
), opening AS (
    SELECT c.pgh_obj_id AS contract_id, k.account_id, c.currency, sum(l.arr) AS atr
    FROM line l JOIN contract c ON c.pgh_obj_id = l.contract_id
    JOIN accounts_contract k ON k.id = c.pgh_obj_id
    WHERE l.is_recurring AND l.pgh_label <> 'delete' AND c.pgh_label <> 'delete'
        AND (c.is_later OR c.state <> 'draft') AND (NOT c.is_later OR c.term_start <= %(start)s)
        AND l.end_on >= %(start)s AND l.end_on < %(end)s AND NOT EXISTS (
            SELECT FROM line n WHERE n.contract_id = l.contract_id AND n.start_on = l.end_on + 1
                AND n.is_recurring AND n.pgh_label <> 'delete' AND (n.pgh_obj_id = l.superseded_by_id
                    OR n.product_id IS NOT DISTINCT FROM l.product_id AND n.description = l.description
                        AND n.org_unit_id IS NOT DISTINCT FROM l.org_unit_id))
    GROUP BY 1, 2, 3
), today AS (
    SELECT contract_id, account_id, currency, sum(atr) FILTER (WHERE kind = 'term_end') AS atr,
        sum(atr) FILTER (WHERE kind <> 'term_end') AS by_break
    FROM renewals_renewal WHERE renewal_due_on > %(start)s AND renewal_due_on <= %(end)s AND stage <> 'void'
    GROUP BY 1, 2, 3
), frozen AS (
    SELECT coalesce(o.contract_id, t.contract_id) AS id, s.id AS account_id, s.name,
        (coalesce(o.atr, 0) + coalesce(t.by_break, 0)) * r.rate AS opening,
        (coalesce(t.atr, 0) + coalesce(t.by_break, 0)) * r.rate AS now, r.rate IS NULL AS is_unpriced
    FROM opening o FULL JOIN today t ON t.contract_id = o.contract_id
    JOIN scope s ON s.id = coalesce(t.account_id, o.account_id)
    LEFT JOIN rate r ON r.currency = coalesce(t.currency, o.currency)
)"""
CODES = ("atr_baseline", "atr_adjustments")


_SUMS = """ SELECT coalesce(sum(opening) FILTER (WHERE NOT is_unpriced), 0),
    coalesce(sum(now) FILTER (WHERE NOT is_unpriced), 0),
    count(*) FILTER (WHERE NOT is_unpriced AND opening > 0),
    count(*) FILTER (WHERE NOT is_unpriced AND opening <> now), count(*) FILTER (WHERE is_unpriced)
FROM frozen"""


def frozen_atr(question: Question) -> dict[str, Metric]:
    """What was available at the opening, and what contracts made of it since, by one statement."""
    base = _frozen(question)
    with connection.cursor() as cursor:
        cursor.execute(base.text + _SUMS, base.params)
        opening, now, due, changed, unpriced = cursor.fetchone()
    baseline = Metric(
        code="atr_baseline",
        value=opening,
        numerator=now,
        denominator=opening,
        n=due,
        as_of=question.end,
        excluded=(LeftOut("no exchange rate", unpriced),) if unpriced else (),
        kind="amount",
        read_rows=lambda after, limit: _rows(base, "opening > 0", after, limit),
    )
    adjusted = replace(
        baseline,
        code="atr_adjustments",
        value=now - opening,
        numerator=now - opening,
        n=changed,
        read_rows=lambda after, limit: _rows(base, "opening <> now", after, limit),
    )
    return {"atr_baseline": baseline, "atr_adjustments": adjusted}


def _frozen(question: Question) -> Statement:
    rates, asked = rates_of(question), scope(question)
    currencies, values = rates.columns(0)
    params: dict[str, Any] = {**asked.params, "currencies": currencies, "rates": values}
    params |= {"start": question.start, "end": question.end, "turn": question.start + timedelta(days=1)}
    return Statement(_FROZEN.format(scope=asked.text), params)


def _rows(base: Statement, where: str, after: Place | None, limit: int) -> list[Row]:
    """A row per contract, the largest reduction first."""
    rank, pk = after or (None, None)
    text = (  # the pieces come from this module
        f"{base.text} SELECT id, account_id, name, opening, now, now - opening FROM frozen "  # noqa: S608
        f"WHERE NOT is_unpriced AND {where} AND (%(rank)s::numeric IS NULL OR "
        "(now - opening, id) > (%(rank)s::numeric, %(pk)s)) ORDER BY now - opening, id LIMIT %(limit)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, {**base.params, "rank": rank, "pk": pk, "limit": limit})
        return [Row(*row) for row in cursor.fetchall()]
