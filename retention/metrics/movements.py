"""The ledger's rows as figures read them: of which customer, at which rates, and which are only parked.

The question says who is one customer: an account (after a merger, the one that went on) or an account family.
*Parked* is revenue on its way between two days of a late renewal, or suspended for a time: away for the
books, not lost for retention (docs/methods.md, Kept revenue).
"""

from typing import Any

from .as_known import parents
from .questions import FAMILY, Question, Statement, conditions, scope
from .rates import RateSet

OWN = "own"
"""Every account by itself, merged or not: for how long customers stay."""
_MOVES = """
rate AS (
    SELECT * FROM unnest(%(currencies)s::text[], %(at_start)s::numeric[], %(at_end)s::numeric[])
        AS r(currency, at_start, at_end)
), scope AS ({scope}), {entity}, moves AS NOT MATERIALIZED (
    SELECT s.id AS account_id, m.effective_on, m.kind, m.subkind, m.currency, m.amount AS own_amount,
        m.amount * r.at_start AS amount, r.currency IS NULL AS is_unpriced,
        m.subkind IN ('late_renewal', 'suspended') AND (
            m.kind IN ('transfer_in', 'transfer_out') OR m.meant_kind IN ('transfer_in', 'transfer_out')
            OR m.kind = 'correction' AND (
                SELECT o.kind FROM accounts_arrmovement o WHERE o.id = m.corrects_id
            ) IN ('transfer_in', 'transfer_out')) AS is_parked
    FROM accounts_arrmovement m LEFT JOIN entity e ON e.account_id = m.account_id
    JOIN scope s ON s.id = coalesce(e.entity_id, m.account_id){where}
    LEFT JOIN rate r ON r.currency = m.currency
    WHERE m.effective_on <= %(end)s AND (%(known_at)s::timestamptz IS NULL OR m.recorded_at <= %(known_at)s)
)"""
_ALONE = "entity AS (SELECT NULL::bigint AS account_id, NULL::bigint AS entity_id WHERE false)"
_SURVIVORS = """merged AS (
    SELECT merged_id, survivor_id FROM accounts_accountmerger
    WHERE "on" <= %(end)s AND undone_at IS NULL
    UNION ALL
    SELECT t.merged_id, m.survivor_id FROM merged t
    JOIN accounts_accountmerger m ON m.merged_id = t.survivor_id
    WHERE m."on" <= %(end)s AND m.undone_at IS NULL
), {name} AS (
    SELECT DISTINCT ON (merged_id) merged_id AS account_id, survivor_id AS entity_id FROM merged
    WHERE survivor_id NOT IN (SELECT merged_id FROM merged) ORDER BY merged_id
)"""
_FAMILIES = """{survivors}, {up}, tree AS (
    SELECT a.id, a.id AS root FROM up a WHERE a.parent_id IS NULL
        AND EXISTS (SELECT FROM up c WHERE c.parent_id = a.id)
    UNION ALL
    SELECT a.id, t.root FROM up a JOIN tree t ON a.parent_id = t.id
), family AS (
    SELECT t.id, first_value(s.id) OVER (PARTITION BY t.root ORDER BY s.id <> t.root, s.id) AS head
    FROM tree t JOIN scope s ON s.id = t.id
), entity AS (
    SELECT f.id AS account_id, f.head AS entity_id FROM family f
    WHERE f.id NOT IN (SELECT account_id FROM survivor)
    UNION ALL
    SELECT v.account_id, coalesce(f.head, v.entity_id)
    FROM survivor v LEFT JOIN family f ON f.id = v.entity_id
)"""
_AS_FAMILIES_SEE_IT = """, day_by_day AS (
    SELECT m.*, sum(CASE WHEN is_parked THEN 0 ELSE coalesce(amount, 0) END) OVER up_to AS after,
        sum(CASE WHEN is_parked THEN 0 ELSE coalesce(amount, 0) END) OVER (
            PARTITION BY account_id, effective_on) AS change,
        min(effective_on) OVER (PARTITION BY account_id) AS since
    FROM own_moves m WINDOW up_to AS (PARTITION BY account_id ORDER BY effective_on)
), moves AS (
    SELECT account_id, effective_on, currency, own_amount, amount, is_unpriced, is_parked,
        CASE WHEN kind = 'churn' AND after > 0 THEN 'contraction'
            WHEN kind IN ('new', 'reactivation') AND after - change > 0 THEN 'expansion'
            WHEN kind = 'new' AND since < effective_on THEN 'reactivation' ELSE kind END AS kind,
        CASE WHEN kind = 'churn' AND after > 0 THEN 'org_unit_drop'
            WHEN kind IN ('new', 'reactivation') AND after - change > 0 THEN 'new_org_unit'
            ELSE subkind END AS subkind
    FROM day_by_day
)"""
"""What is new or lost inside a family that goes on is growth or shrinking of the family."""


def rates_of(question: Question) -> RateSet:
    """The exchange rates of the first and the last day."""
    rates = question.rated().rates
    assert rates is not None  # noqa: S101 - rated() reads them
    return rates


def moves(question: Question, *, divided: bool = False, unit: str = "") -> tuple[Statement, RateSet]:
    """``WITH RECURSIVE … moves`` up to the last day; amounts at both days' rates.

    ``unit`` says who is one customer in place of the question.
    """
    rates, wanted = rates_of(question), unit or question.unit
    asked = scope(question, divided=divided, narrowed=wanted != FAMILY)
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
    up = parents(question)
    if wanted == FAMILY:
        params |= up.params
    return Statement("WITH RECURSIVE" + _text(question, asked.text, wanted, up.text), params), rates


def within(question: Question) -> str:
    """What is still asked of the head of a family beyond being seen; nothing for accounts."""
    asked = conditions(question, "s.") if question.unit == FAMILY else []
    return "".join(f" AND {condition}" for condition in asked)


def _text(question: Question, asked: str, unit: str, up: str) -> str:
    if unit != FAMILY:
        entity = _ALONE if unit == OWN else _SURVIVORS.format(name="entity")
        return _MOVES.format(scope=asked, entity=entity, where="")
    families = _FAMILIES.format(survivors=_SURVIVORS.format(name="survivor"), up=up)
    text = _MOVES.replace("moves AS NOT MATERIALIZED", "own_moves AS MATERIALIZED")
    return text.format(scope=asked, entity=families, where=within(question)) + _AS_FAMILIES_SEE_IT
