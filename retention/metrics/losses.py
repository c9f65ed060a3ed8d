"""What was lost, how it went and why (docs/methods.md, Losses)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from accounts.choices import MovementCause, MovementKind
from retention.renewals.choices import RootCause

from .metric import Place, Row
from .movements import moves
from .questions import Question
from .renewed import due_renewals

_HOW = """ SELECT kind, subkind, count(DISTINCT account_id), sum(amount) FROM moves
WHERE effective_on > %(start)s AND kind IN ('churn', 'contraction') AND NOT is_unpriced
GROUP BY kind, subkind ORDER BY 4, 1, 2"""
_WHY = """, why AS (
    SELECT r.*, CASE WHEN w.id IS NULL THEN 'none' WHEN w.root_cause = '' THEN 'waiting' ELSE w.root_cause END
        AS cause, w.stated_reason
    FROM renewals r LEFT JOIN LATERAL (
        SELECT id, root_cause, stated_reason FROM renewals_lossreason l WHERE l.renewal_id = r.id
        ORDER BY line_id IS NOT NULL, id LIMIT 1
    ) w ON true
    WHERE outcome IN ('renewed', 'lost') AND kept < due
)"""
_WORDS = {"none": "No reason recorded", "waiting": "Cause not yet judged"}


@dataclass(frozen=True, slots=True)
class Loss:
    """One line: how many accounts (or renewals), and the revenue lost with them, as a positive amount."""

    code: str
    label: str
    number: int
    arr: Decimal


def losses_by_way(question: Question) -> list[Loss]:
    """Churn and contraction of the period by what lay behind them: both steps of the bridge."""
    base, _ = moves(question)
    with connection.cursor() as cursor:
        cursor.execute(base.text + _HOW, base.params)
        rows = cursor.fetchall()
    return [Loss(f"{kind}.{way}", _way(kind, way), number, -amount) for kind, way, number, amount in rows]


def _way(kind: str, way: str) -> str:
    of = "Left" if kind == MovementKind.CHURN else "Smaller"
    cause = dict(MovementCause.choices).get(way)
    return f"{of}: {str(cause).lower()}" if cause else of


def losses_by_cause(question: Question) -> list[Loss]:
    """What decided renewals of the period did not keep, by root cause, the greatest first."""
    base = due_renewals(question)
    text = f"{base.text}{_WHY} SELECT cause, count(*), sum(due - kept) FROM why GROUP BY 1 ORDER BY 3 DESC, 1"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(text, base.params)
        rows = cursor.fetchall()
    words = {**_WORDS, **{value: str(label) for value, label in RootCause.choices}}
    return [Loss(cause, words.get(cause, cause), number, arr) for cause, number, arr in rows]


def cause_rows(question: Question, cause: str, after: Place | None, limit: int) -> list[Row]:
    """The renewals behind one cause, with what the customer said."""
    base = due_renewals(question)
    rank, pk = after or (None, None)
    text = (
        f"{base.text}{_WHY} SELECT id, account_id, name, due, kept, kept - due, "  # noqa: S608
        "coalesce(stated_reason, stage) FROM why WHERE cause = %(cause)s AND (%(rank)s::numeric IS NULL "
        "OR (kept - due, id) > (%(rank)s::numeric, %(pk)s)) ORDER BY 6, 1 LIMIT %(limit)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, {**base.params, "cause": cause, "rank": rank, "pk": pk, "limit": limit})
        return [Row(*row) for row in cursor.fetchall()]


def way_rows(question: Question, code: str, after: Place | None, limit: int) -> list[Row]:
    """The accounts behind one way of losing."""
    base, _ = moves(question)
    kind, _, way = code.partition(".")
    rank, pk = after or (None, None)
    text = (
        f"{base.text} SELECT account_id, account_id, name, 0, lost, -lost, '' FROM ("  # noqa: S608
        "SELECT m.account_id, s.name, -sum(m.amount) AS lost FROM moves m "
        "JOIN scope s ON s.id = m.account_id "
        "WHERE effective_on > %(start)s AND kind = %(kind)s AND subkind = %(way)s AND NOT is_unpriced "
        "GROUP BY 1, 2) x WHERE %(rank)s::numeric IS NULL "
        "OR (-lost, account_id) > (%(rank)s::numeric, %(pk)s) ORDER BY 6, 1 LIMIT %(limit)s"
    )
    params = {**base.params, "kind": kind, "way": way, "rank": rank, "pk": pk, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return [Row(*row) for row in cursor.fetchall()]
