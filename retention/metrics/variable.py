"""Variable recurring revenue: what usage without a minimum brings (docs/methods.md, Usage).

Beside ARR and never in it, nor in what is kept.
"""

from datetime import timedelta
from typing import Any

from django.db import connection

from accounts.variable import MONTHS, months_before

from .metric import LeftOut, Metric, Place, Row
from .movements import rates_of
from .questions import Question, Statement, scope

CURRENCY_MODE = "rates of the last day; an estimate from the last three whole months"
_BY_ACCOUNT = """
WITH rate AS (
    SELECT * FROM unnest(%(currencies)s::text[], %(rates)s::numeric[]) AS r(currency, rate)
), scope AS ({scope}), line AS (
    SELECT s.id AS account_id, s.name, r.rate, l.id, count(u.id) AS months, sum(u.amount) AS billed
    FROM accounts_contractline l JOIN accounts_contract c ON c.id = l.contract_id
    JOIN scope s ON s.id = c.account_id LEFT JOIN rate r ON r.currency = c.currency
    LEFT JOIN accounts_monthusage u ON u.line_id = l.id AND u.month = ANY(%(months)s)
        AND (%(known_at)s::timestamptz IS NULL OR u.recorded_at <= %(known_at)s)
    WHERE l.price_model = 'usage' AND c.state <> 'draft' AND l.start_on <= %(on)s
        AND (l.end_on IS NULL OR l.end_on >= %(on)s)
    GROUP BY 1, 2, 3, 4
), known AS (
    SELECT account_id AS id, name, count(*) AS lines, sum(billed * rate) AS billed FROM line
    WHERE months = %(wanted)s AND rate IS NOT NULL GROUP BY 1, 2
)"""


def variable_recurring(question: Question) -> Metric:
    """The last three whole months up to the last day, times four; lines with a month missing are left out."""
    base = _usage(question)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{base.text} SELECT coalesce((SELECT sum(billed) FROM known), 0), "  # noqa: S608
            "coalesce((SELECT sum(lines) FROM known), 0), "
            "(SELECT count(*) FROM line WHERE months < %(wanted)s), "
            "(SELECT count(*) FROM line WHERE months = %(wanted)s AND rate IS NULL)",
            base.params,
        )
        billed, lines, missing, unpriced = cursor.fetchone()
    left_out = (LeftOut("with a month missing", missing), LeftOut("no exchange rate", unpriced))
    return Metric(
        code="variable_recurring",
        value=billed * 4,
        numerator=billed * 4,
        denominator=billed,
        n=int(lines),
        as_of=question.end,
        excluded=tuple(each for each in left_out if each.number),
        currency_mode=CURRENCY_MODE,
        kind="amount",
        read_rows=lambda after, limit: _rows(base, after, limit),
    )


def _usage(question: Question) -> Statement:
    rates, asked = rates_of(question), scope(question)
    currencies, values = rates.columns(1)
    params: dict[str, Any] = {**asked.params, "currencies": currencies, "rates": values}
    params |= {"on": question.end, "months": months_before(question.end + timedelta(days=1))}
    params |= {"wanted": MONTHS, "known_at": question.known_at}
    return Statement(_BY_ACCOUNT.format(scope=asked.text), params)


def _rows(base: Statement, after: Place | None, limit: int) -> list[Row]:
    """Accounts with what the three months billed and what that is a year, the largest first."""
    rank, pk = after or (None, None)
    text = (
        f"{base.text} SELECT id, id, name, billed, billed * 4, -billed FROM known "  # noqa: S608
        "WHERE %(rank)s::numeric IS NULL OR (-billed, id) > (%(rank)s::numeric, %(pk)s) "
        "ORDER BY -billed, id LIMIT %(limit)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, {**base.params, "rank": rank, "pk": pk, "limit": limit})
        return [Row(*row) for row in cursor.fetchall()]
