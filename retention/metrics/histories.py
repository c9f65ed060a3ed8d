"""Each customer's yearly revenue from day to day, and the spells in which they were customers, in SQL."""

from .movements import OWN, moves
from .questions import FAMILY, Question, Statement

_LEVELS = """, daily AS (
    SELECT account_id, effective_on, sum(amount) AS change FROM moves
    WHERE NOT is_parked AND NOT is_unpriced GROUP BY account_id, effective_on HAVING sum(amount) <> 0
), levels AS (
    SELECT account_id, effective_on, change,
        sum(change) OVER (PARTITION BY account_id ORDER BY effective_on) AS level,
        coalesce(lead(effective_on) OVER (PARTITION BY account_id ORDER BY effective_on), %(end)s + 1)
            AS next_on
    FROM daily
)"""

_SPELLS = """, edges AS (
    SELECT account_id, effective_on, level > 0 AS is_up FROM levels WHERE (level > 0) <> (level - change > 0)
), paired AS (
    SELECT account_id, is_up, effective_on AS start_on,
        lead(effective_on) OVER (PARTITION BY account_id ORDER BY effective_on) AS end_on FROM edges
), stays AS (
    SELECT account_id, start_on, end_on,
        CASE WHEN start_on - lag(end_on) OVER w <= %(grace)s THEN 0 ELSE 1 END AS is_new
    FROM paired WHERE is_up WINDOW w AS (PARTITION BY account_id ORDER BY start_on)
), numbered AS (
    SELECT *, sum(is_new) OVER (PARTITION BY account_id ORDER BY start_on) AS number FROM stays
), spells AS (
    SELECT account_id, number, min(start_on) AS start_on,
        CASE WHEN bool_or(end_on IS NULL) THEN NULL ELSE max(end_on) END AS end_on
    FROM numbered GROUP BY account_id, number
)"""


def levels(question: Question, *, unit: str = "", divided: bool = False) -> Statement:
    """``levels``: a row per step of a customer's revenue, with the day of the next one."""
    base, _ = moves(question, unit=unit, divided=divided)
    return Statement(base.text + _LEVELS, base.params)


def spells(question: Question, *, divided: bool = False) -> Statement:
    """``spells``: a row per stay of a customer, joined over gaps within the grace.

    ``end_on`` is the first day without revenue, empty while they are here. Accounts that merged stay by
    themselves: see ``stays``.
    """
    base = levels(question, unit=question.unit if question.unit == FAMILY else OWN, divided=divided)
    return Statement(base.text + _SPELLS, base.params)


def whole_months_sql(first: str, later: str) -> str:
    """How many whole months lie between two days, counted from the first (docs/methods.md, Months)."""
    between = (
        f"((extract(year FROM {later}) - extract(year FROM {first})) * 12 "
        f"+ extract(month FROM {later}) - extract(month FROM {first}))::int"
    )
    return f"({between} - (({first} + make_interval(months => {between}))::date > {later})::int)"
