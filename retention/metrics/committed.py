"""What is committed: what runs, plus what is signed, less what is known to end (docs/methods.md, CARR)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from .as_known import LIVE, books
from .metric import LeftOut, Metric, Place, Row
from .movements import rates_of
from .questions import Question, Statement, scope

CURRENCY_MODE = "rates of the last day; contracts and lines as that day knew them"
ENTERED_LATER = "with contracts entered after that day, as these were first known"
LINES = """{books}, line AS MATERIALIZED (
    SELECT l.id, l.contract_id, l.arr, l.start_on, l.end_on, l.agreed_end_on, l.escalator_on,
        l.superseded_by_id, l.org_unit_id, c.account_id, c.currency, c.is_later, s.id AS pause_id, s.lost_on,
        coalesce(c.signed_on, %(on)s) <= %(on)s AS is_signed, coalesce(c.notice_received_on <= %(on)s, false)
            OR c.end_cause <> '' AND NOT c.is_later AS is_ending,
        coalesce(l.product_id::text, l.description) AS sold
    FROM contract_line l JOIN contract c ON c.id = l.contract_id LEFT JOIN pause s ON s.line_id = l.id
    WHERE l.is_recurring AND c.state <> 'draft' AND (l.end_on IS NULL OR l.end_on >= %(on)s)
        AND c.account_id IN ({accounts})
), going_on AS (
    SELECT f.id FROM line f JOIN line p ON p.superseded_by_id = f.id
    WHERE p.start_on > %(on)s
        OR p.contract_id = f.contract_id AND (p.escalator_on = f.start_on OR p.pause_id IS NOT NULL)
    UNION
    SELECT f.id FROM line f JOIN line p ON p.contract_id = f.contract_id AND p.end_on = f.start_on - 1
        AND p.sold = f.sold AND p.org_unit_id IS NOT DISTINCT FROM f.org_unit_id
    WHERE p.superseded_by_id IS NULL
), renewed AS (
    SELECT predecessor_id AS contract_id FROM contract
    WHERE predecessor_id IS NOT NULL AND state <> 'draft' AND coalesce(signed_on, %(on)s) <= %(on)s
), lost AS (
    SELECT contract_id, term_end FROM renewal WHERE stage = 'lost' AND closed_on <= %(on)s
    UNION SELECT p.contract_id, p.term_end FROM renewal p JOIN renewal r ON r.id = p.joined_to_id
    WHERE r.stage = 'lost' AND r.closed_on <= %(on)s
), priced_line AS (
    SELECT l.account_id, l.currency, l.arr AS now, 0 AS signed, CASE WHEN l.is_ending
        OR l.end_on < l.agreed_end_on AND NOT l.is_later AND (l.pause_id IS NULL OR l.lost_on IS NOT NULL)
        OR l.end_on IS NOT NULL AND n.contract_id IS NOT NULL OR r.contract_id IS NOT NULL
        OR f.is_signed AND (f.contract_id <> l.contract_id
            OR l.escalator_on IS DISTINCT FROM f.start_on AND l.pause_id IS NULL)
        THEN l.arr ELSE 0 END AS leaving, l.is_later
    FROM line l LEFT JOIN line f ON f.id = l.superseded_by_id
    LEFT JOIN renewed n ON n.contract_id = l.contract_id
    LEFT JOIN lost r ON r.contract_id = l.contract_id AND r.term_end = l.end_on
    WHERE l.start_on <= %(on)s
    UNION ALL
    SELECT l.account_id, l.currency, 0, l.arr, 0, l.is_later FROM line l LEFT JOIN going_on g ON g.id = l.id
    WHERE l.start_on > %(on)s AND g.id IS NULL AND l.is_signed AND NOT l.is_ending
)"""
"""``priced_line``: what each line that runs or will run adds to the three sums, in its own currency."""

_BY_ACCOUNT = """
WITH rate AS (
    SELECT * FROM unnest(%(currencies)s::text[], %(rates)s::numeric[]) AS r(currency, rate)
), scope AS ({scope}), {lines}, committed AS (
    SELECT s.id, s.name, sum(now * rate) AS now, sum(signed * rate) AS signed, sum(leaving * rate) AS leaving,
        bool_or(rate IS NULL) AS is_unpriced, bool_or(is_later) AS is_later
    FROM priced_line l JOIN scope s ON s.id = l.account_id LEFT JOIN rate USING (currency)
    GROUP BY s.id, s.name
)"""


@dataclass(frozen=True, slots=True)
class Committed:
    """Yearly amounts in one currency: running on the day, signed but not begun, known to end."""

    now: Decimal
    signed: Decimal
    leaving: Decimal

    @property
    def total(self) -> Decimal:
        """CARR."""
        return self.now + self.signed - self.leaving


def carr(question: Question) -> Metric:
    """Committed yearly revenue of the question's last day; the denominator is what runs on it."""
    base = _committed(question)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{base.text} SELECT coalesce(sum(now + signed - leaving) FILTER (WHERE NOT is_unpriced), 0), "  # noqa: S608
            "coalesce(sum(now) FILTER (WHERE NOT is_unpriced), 0), count(*) FILTER (WHERE NOT is_unpriced), "
            "count(*) FILTER (WHERE is_unpriced), count(*) FILTER (WHERE NOT is_unpriced AND is_later) "
            "FROM committed",
            base.params,
        )
        total, now, accounts, unpriced, later = cursor.fetchone()
    return Metric(
        code="carr",
        value=total,
        numerator=total,
        denominator=now,
        n=accounts,
        as_of=question.end,
        excluded=(LeftOut("no exchange rate", unpriced),) if unpriced else (),
        currency_mode=CURRENCY_MODE,
        kind="amount",
        assumed=(LeftOut(ENTERED_LATER, later),) if later else (),
        read_rows=lambda after, limit: _rows(base, after, limit),
    )


def committed_of(account_id: int, *, on: date) -> dict[str, Committed]:
    """One account's today, by the currency of its contracts; currencies without any are left out."""
    lines = LINES.format(books=LIVE, accounts="%(account)s")
    text = (
        f"WITH {lines} SELECT currency, sum(now), sum(signed), sum(leaving) "  # noqa: S608
        "FROM priced_line GROUP BY currency ORDER BY currency"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, {"account": account_id, "on": on})
        return {currency: Committed(*sums) for currency, *sums in cursor.fetchall()}


def _committed(question: Question) -> Statement:
    rates, asked = rates_of(question), scope(question)
    currencies, values = rates.columns(1)
    known = books(question)
    lines = LINES.format(books=known.text, accounts="SELECT id FROM scope")
    text = _BY_ACCOUNT.format(scope=asked.text, lines=lines)
    params: dict[str, Any] = {**asked.params, **known.params, "currencies": currencies, "rates": values}
    params["on"] = question.end
    return Statement(text, params)


def _rows(base: Statement, after: Place | None, limit: int) -> list[Row]:
    """Accounts with what runs and what is committed, the largest known loss first."""
    rank, pk = after or (None, None)
    text = (
        f"{base.text} SELECT id, id, name, now, now + signed - leaving, signed - leaving FROM committed "  # noqa: S608
        "WHERE NOT is_unpriced AND (%(rank)s::numeric IS NULL OR (signed - leaving, id) > "
        "(%(rank)s::numeric, %(pk)s)) ORDER BY signed - leaving, id LIMIT %(limit)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, {**base.params, "rank": rank, "pk": pk, "limit": limit})
        return [Row(*row) for row in cursor.fetchall()]
