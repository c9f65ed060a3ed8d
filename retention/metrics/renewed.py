"""Renewal rates: what was due in a period and what became of it (docs/methods.md, Renewal rates)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from retention.renewals.timeliness import LATE_WINDOW_DAYS

from .metric import LeftOut, Metric, Place, ReadRows, Row, share
from .movements import rates_of
from .questions import Question, Statement, scope

_DUE = """
WITH rate AS (
    SELECT * FROM unnest(%(currencies)s::text[], %(rates)s::numeric[]) AS r(currency, rate)
), scope AS ({scope}), due AS (
    SELECT r.id, r.account_id, s.name, r.stage, r.term_end, r.closed_on, r.successor_id,
        r.atr * q.rate AS due, r.renewed_arr * q.rate AS said, q.rate IS NULL AS is_unpriced,
        coalesce(c.signed_on, r.closed_on) AS signed_on,
        CASE WHEN r.successor_id IS NOT NULL THEN r.atr / nullif(sum(r.atr) OVER (
            PARTITION BY r.successor_id), 0) END AS part
    FROM renewals_renewal r JOIN scope s ON s.id = r.account_id
    LEFT JOIN rate q ON q.currency = r.currency LEFT JOIN accounts_contract c ON c.id = r.successor_id
    WHERE r.renewal_due_on > %(start)s AND r.renewal_due_on <= %(end)s
        AND (%(known_at)s::timestamptz IS NULL OR r.recorded_at <= %(known_at)s)
), followed AS (
    SELECT c.id, sum(l.arr * q.rate) AS arr
    FROM accounts_contract c JOIN accounts_contractline l ON l.contract_id = c.id AND l.is_recurring
    JOIN rate q ON q.currency = c.currency
    WHERE c.id IN (SELECT successor_id FROM due) AND l.start_on <= c.term_start
        AND (l.end_on IS NULL OR l.end_on >= c.term_start)
    GROUP BY c.id
), judged AS (
    SELECT d.*, CASE
            WHEN d.stage = 'void' THEN 'void'
            WHEN d.closed_on IS NULL OR d.closed_on > %(end)s THEN 'open'
            WHEN d.stage = 'lost' THEN 'lost'
            WHEN d.stage = 'unresolved' THEN
                CASE WHEN d.term_end + %(window)s < %(end)s THEN 'lost' ELSE 'open' END
            WHEN d.stage <> 'auto_renewed' AND d.signed_on > d.term_end + %(window)s THEN 'lost'
            ELSE 'renewed' END AS outcome,
        coalesce(d.said, f.arr * d.part, d.due) AS new_arr
    FROM due d LEFT JOIN followed f ON f.id = d.successor_id
), renewals AS (
    SELECT *, CASE WHEN outcome = 'renewed' THEN new_arr ELSE 0 END AS renewed,
        CASE WHEN outcome = 'renewed' THEN least(due, new_arr) ELSE 0 END AS kept,
        outcome = 'renewed' AND (stage = 'auto_renewed' OR signed_on <= term_end) AS is_on_time,
        outcome = 'renewed' AND stage <> 'auto_renewed' AND signed_on > term_end AS is_late,
        outcome = 'renewed' AND stage <> 'auto_renewed' AS is_active
    FROM judged WHERE outcome <> 'void' AND NOT is_unpriced
)"""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in SQL: what is added up above and below the line, of which renewals."""

    over: str
    under: str
    where: str = "true"
    after: str = "renewed"
    kind: str = "share"


_RESOLVED, BY_NUMBER = "outcome IN ('renewed', 'lost')", "1"
_WAS_RENEWED = "(outcome = 'renewed')::int"
RATES = {
    "atr": Rate("due", "due", kind="amount"),
    "renewal_count_resolved": Rate(_WAS_RENEWED, BY_NUMBER, _RESOLVED),
    "renewal_count_strict": Rate(_WAS_RENEWED, BY_NUMBER),
    "renewal_on_time": Rate("is_on_time::int", BY_NUMBER),
    "renewal_late": Rate("is_late::int", BY_NUMBER),
    "renewal_gross_resolved": Rate("kept", "due", _RESOLVED, "kept"),
    "renewal_gross_strict": Rate("kept", "due", after="kept"),
    "renewal_net_resolved": Rate("renewed", "due", _RESOLVED, kind="times"),
    "renewal_net_strict": Rate("renewed", "due", kind="times"),
    "renewal_active": Rate("is_active::int", BY_NUMBER, "outcome = 'renewed'"),
}


def renewal_rates(question: Question) -> dict[str, Metric]:
    """Every figure of RATES for renewals due in the period, by one statement."""
    base = due_renewals(question)
    sums = ", ".join(
        f"coalesce(sum({each.over}) FILTER (WHERE {each.where}), 0), "
        f"coalesce(sum({each.under}) FILTER (WHERE {each.where}), 0), count(*) FILTER (WHERE {each.where})"
        for each in RATES.values()
    )
    left_out = "(SELECT count(*) FROM judged WHERE outcome = 'void'), "
    left_out += "(SELECT count(*) FROM judged WHERE is_unpriced AND outcome <> 'void')"
    with connection.cursor() as cursor:
        cursor.execute(f"{base.text} SELECT {left_out}, {sums} FROM renewals", base.params)  # noqa: S608
        void, unpriced, *found = cursor.fetchone()
    reasons = (LeftOut("void or merged", void), LeftOut("no exchange rate", unpriced))
    excluded = tuple(each for each in reasons if each.number)
    return {
        code: _metric(question, base, code, tuple(found[3 * place : 3 * place + 3]), excluded)
        for place, code in enumerate(RATES)
    }


def _metric(
    question: Question, base: Statement, code: str, sums: tuple[Any, ...], excluded: tuple[LeftOut, ...]
) -> Metric:
    rate, over, under = RATES[code], Decimal(sums[0]), Decimal(sums[1])
    return Metric(
        code=code,
        value=over if rate.kind == "amount" else share(over, under),
        numerator=over,
        denominator=under,
        n=sums[2],
        as_of=question.end,
        excluded=excluded,
        kind=rate.kind,
        read_rows=_reader(base, rate),
    )


def due_renewals(question: Question) -> Statement:
    """``renewals``: a row per renewal due in the period, with what became of it by its last day."""
    rates, asked = rates_of(question), scope(question)
    currencies, values = rates.columns(0)
    params: dict[str, Any] = {**asked.params, "currencies": currencies, "rates": values}
    params |= {"start": question.start, "end": question.end, "known_at": question.known_at}
    return Statement(_DUE.format(scope=asked.text), {**params, "window": LATE_WINDOW_DAYS})


def _reader(base: Statement, rate: Rate) -> ReadRows:
    def read(after: Place | None, limit: int) -> list[Row]:
        rank_after, pk_after = after or (None, None)
        text = (  # the pieces come from this module
            f"{base.text} SELECT id, account_id, name, due, {rate.after}, {rate.after} - due, stage "  # noqa: S608
            f"FROM renewals WHERE {rate.where} AND (%(rank)s::numeric IS NULL OR "
            f"({rate.after} - due, id) > (%(rank)s::numeric, %(pk)s)) ORDER BY 6, 1 LIMIT %(limit)s"
        )
        with connection.cursor() as cursor:
            cursor.execute(text, {**base.params, "rank": rank_after, "pk": pk_after, "limit": limit})
            return [Row(*row) for row in cursor.fetchall()]

    return read
