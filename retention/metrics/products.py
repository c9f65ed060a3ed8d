"""Gross kept per product and customer, from the lines as they were known (docs/methods.md, Kept revenue)."""

from django.db import connection

from .metric import LeftOut, Metric, Place, Row, share
from .movements import within
from .positions import positions
from .questions import Question, Statement

CURRENCY_MODE = "constant: rates of the first day; lines as they were known"
_NOW = """, lines AS (
    SELECT l.id, l.contract_id, l.product_id, l.arr, l.start_on, l.end_on, c.account_id, c.currency
    FROM accounts_contractline l JOIN accounts_contract c ON c.id = l.contract_id
    WHERE l.is_recurring AND c.state <> 'draft'
)"""
_THEN = """, lines AS (
    SELECT l.pgh_obj_id AS id, l.contract_id, l.product_id, l.arr, l.start_on, l.end_on, c.account_id,
        c.currency
    FROM (SELECT DISTINCT ON (pgh_obj_id) * FROM accounts_contractlineevent
        WHERE pgh_created_at <= %(known_at)s ORDER BY pgh_obj_id, pgh_id DESC) l
    JOIN (SELECT DISTINCT ON (pgh_obj_id) * FROM accounts_contractevent
        WHERE pgh_created_at <= %(known_at)s ORDER BY pgh_obj_id, pgh_id DESC) c
    ON c.pgh_obj_id = l.contract_id
    WHERE l.is_recurring AND c.state <> 'draft' AND l.pgh_label <> 'delete' AND c.pgh_label <> 'delete'
)"""
"""The audit trail keeps every line as it was on any day."""
_KEPT = """, held AS (
    SELECT coalesce(e.entity_id, h.holder) AS account_id, coalesce(h.product_id, 0) AS product_id, h.arr,
        h.currency, h.start_on, CASE
            WHEN h.back_on > h.end_on THEN h.back_on - 1
            WHEN h.next_on - h.end_on - 1 BETWEEN 1 AND %(grace)s THEN h.next_on - 1
            ELSE h.end_on END AS end_on
    FROM (
        SELECT l.*, o.holder, least(s.ends_on, s.until, s.lost_on - 1) + 1 AS back_on,
            lead(l.start_on) OVER (PARTITION BY o.holder, l.product_id ORDER BY l.start_on, l.id) AS next_on
        FROM lines l LEFT JOIN accounts_linesuspension s ON s.line_id = l.id
        CROSS JOIN LATERAL (SELECT coalesce((
            SELECT g.merged_id FROM accounts_accountmerger g JOIN accounts_accountmerger_contracts k
                ON k.accountmerger_id = g.id WHERE k.contract_id = l.contract_id AND g."on" > %(end)s
                AND g.undone_at IS NULL ORDER BY g."on" LIMIT 1), l.account_id) AS holder) o
    ) h LEFT JOIN entity e ON e.account_id = h.holder
), pairs AS (
    SELECT h.account_id, s.name, h.product_id,
        sum(h.arr * r.at_start) FILTER (WHERE h.start_on <= %(start)s
            AND (h.end_on IS NULL OR h.end_on >= %(start)s)) AS before,
        coalesce(sum(h.arr * r.at_start) FILTER (WHERE h.start_on <= %(end)s
            AND (h.end_on IS NULL OR h.end_on >= %(end)s)), 0) AS after,
        bool_or(r.currency IS NULL) AS is_unpriced
    FROM held h JOIN scope s ON s.id = h.account_id{where} LEFT JOIN rate r ON r.currency = h.currency
    GROUP BY h.account_id, s.name, h.product_id
), kept AS (
    SELECT p.account_id, p.name, p.product_id, coalesce(d.name, 'without a product') AS product, p.before,
        CASE WHEN z.had_gap THEN 0 ELSE least(p.before, p.after) END AS kept, p.is_unpriced
    FROM pairs p LEFT JOIN accounts_product d ON d.id = p.product_id
    LEFT JOIN positions z ON z.account_id = p.account_id WHERE p.before > 0 OR p.is_unpriced
)"""
"""A gap within the grace between two lines of one product is no loss of it, nor is a suspension."""


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
    base, _ = positions(question, fallen=True)
    lines = _NOW if question.known_at is None else _THEN
    return Statement(base.text + lines + _KEPT.format(where=within(question)), base.params)


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
