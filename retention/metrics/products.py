"""Gross kept per product and customer, from lines as they stand now (docs/methods.md, Kept revenue)."""

from typing import Any

from django.db import connection

from .metric import LeftOut, Metric, Place, Row, share
from .movements import rates_of
from .questions import Question, Statement, scope

CURRENCY_MODE = "constant: rates of the first day; lines as they stand now"
_PAIRS = """
WITH rate AS (
    SELECT * FROM unnest(%(currencies)s::text[], %(rates)s::numeric[]) AS r(currency, rate)
), scope AS ({scope}), pairs AS (
    SELECT s.id AS account_id, s.name, coalesce(l.product_id, 0) AS product_id,
        sum(l.arr * r.rate) FILTER (WHERE l.start_on <= %(start)s
            AND (l.end_on IS NULL OR l.end_on >= %(start)s)) AS before,
        coalesce(sum(l.arr * r.rate) FILTER (WHERE l.start_on <= %(end)s
            AND (l.end_on IS NULL OR l.end_on >= %(end)s)), 0) AS after,
        bool_or(r.currency IS NULL) AS is_unpriced
    FROM accounts_contractline l JOIN accounts_contract c ON c.id = l.contract_id
    JOIN scope s ON s.id = c.account_id LEFT JOIN rate r ON r.currency = c.currency
    WHERE l.is_recurring AND c.state <> 'draft'
    GROUP BY s.id, s.name, coalesce(l.product_id, 0)
), kept AS (
    SELECT p.account_id, p.name, p.product_id, coalesce(d.name, 'without a product') AS product, before,
        least(before, after) AS kept, is_unpriced
    FROM pairs p LEFT JOIN accounts_product d ON d.id = p.product_id WHERE before > 0 OR is_unpriced
)"""


def product_grr(question: Question) -> Metric:
    """Gross kept where each product of each customer stands by itself; a swap of products is a loss."""
    base = _pairs(question)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{base.text} SELECT coalesce(sum(kept) FILTER (WHERE NOT is_unpriced), 0), "  # noqa: S608
            "coalesce(sum(before) FILTER (WHERE NOT is_unpriced), 0), "
            "count(*) FILTER (WHERE NOT is_unpriced), count(*) FILTER (WHERE is_unpriced) FROM kept",
            base.params,
        )
        over, under, pairs, unpriced = cursor.fetchone()
    return Metric(
        code="product_grr",
        value=share(over, under),
        numerator=over,
        denominator=under,
        n=pairs,
        as_of=question.end,
        excluded=(LeftOut("no exchange rate", unpriced),) if unpriced else (),
        currency_mode=CURRENCY_MODE,
        read_rows=lambda after, limit: _rows(base, after, limit),
    )


def _pairs(question: Question) -> Statement:
    rates, asked = rates_of(question), scope(question)
    currencies, values = rates.columns(0)
    params: dict[str, Any] = {**asked.params, "currencies": currencies, "rates": values}
    params |= {"start": question.start, "end": question.end}
    return Statement(_PAIRS.format(scope=asked.text), params)


def _rows(base: Statement, after: Place | None, limit: int) -> list[Row]:
    """One row per account and product; the page's place is counted over both."""
    rank_after, pk_after = after or (None, None)
    text = (
        f"{base.text} SELECT pk, account_id, name, before, kept, kept - before, product FROM ("  # noqa: S608
        "SELECT *, row_number() OVER (ORDER BY account_id, product_id) AS pk FROM kept WHERE NOT is_unpriced"
        ") x WHERE %(rank)s IS NULL OR (kept - before, pk) > (%(rank)s::numeric, %(pk)s) "
        "ORDER BY kept - before, pk LIMIT %(limit)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, {**base.params, "rank": rank_after, "pk": pk_after, "limit": limit})
        return [Row(*row) for row in cursor.fetchall()]
