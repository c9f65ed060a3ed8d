"""The ledger's rows as figures read them: of which customer, at which rates, and which are only parked.

Customers that merged are one from the day of the merger. *Parked* is revenue on its way between two days of a
late renewal, or suspended for a time: for the books it is away, for retention it is not lost
(docs/methods.md, Kept revenue).
"""

from typing import Any

from .questions import Question, Statement, scope
from .rates import RateSet

_MOVES = """
rate AS (
    SELECT * FROM unnest(%(currencies)s::text[], %(at_start)s::numeric[], %(at_end)s::numeric[])
        AS r(currency, at_start, at_end)
), scope AS ({scope}), merged AS (
    SELECT merged_id, survivor_id FROM accounts_accountmerger WHERE "on" <= %(end)s
    UNION ALL
    SELECT t.merged_id, m.survivor_id FROM merged t
    JOIN accounts_accountmerger m ON m.merged_id = t.survivor_id WHERE m."on" <= %(end)s
), entity AS (
    SELECT DISTINCT ON (merged_id) merged_id, survivor_id FROM merged
    WHERE survivor_id NOT IN (SELECT merged_id FROM merged) ORDER BY merged_id
), moves AS NOT MATERIALIZED (
    SELECT s.id AS account_id, m.effective_on, m.kind, m.subkind, m.currency, m.amount AS own_amount,
        m.amount * r.at_start AS amount, r.currency IS NULL AS is_unpriced,
        m.subkind IN ('late_renewal', 'suspended') AND (
            m.kind IN ('transfer_in', 'transfer_out') OR m.meant_kind IN ('transfer_in', 'transfer_out')
            OR m.kind = 'correction' AND (
                SELECT o.kind FROM accounts_arrmovement o WHERE o.id = m.corrects_id
            ) IN ('transfer_in', 'transfer_out')) AS is_parked
    FROM accounts_arrmovement m LEFT JOIN entity e ON e.merged_id = m.account_id
    JOIN scope s ON s.id = coalesce(e.survivor_id, m.account_id)
    LEFT JOIN rate r ON r.currency = m.currency
    WHERE m.effective_on <= %(end)s AND (%(known_at)s::timestamptz IS NULL OR m.recorded_at <= %(known_at)s)
)"""


def rates_of(question: Question) -> RateSet:
    """The exchange rates of the first and the last day."""
    rates = question.rated().rates
    assert rates is not None  # noqa: S101 - rated() reads them
    return rates


def moves(question: Question, *, divided: bool = False) -> tuple[Statement, RateSet]:
    """``WITH RECURSIVE … moves`` up to the last day; amounts at both days' rates."""
    rates, asked = rates_of(question), scope(question, divided=divided)
    currencies, at_start = rates.columns(0)
    params: dict[str, Any] = {
        **asked.params,
        "start": question.start,
        "end": question.end,
        "known_at": question.known_at,
        "grace": question.grace_days,
        "currencies": currencies,
        "at_start": at_start,
        "at_end": rates.columns(1)[1],
    }
    return Statement("WITH RECURSIVE" + _MOVES.format(scope=asked.text), params), rates
