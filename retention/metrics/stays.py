"""How long customers stay, from the ledger (docs/methods.md, Survival)."""

from collections import defaultdict

from django.db import connection

from .histories import spells, whole_months_sql
from .metric import Place, Row
from .questions import Question
from .survival import Curve, Spell, kaplan_meier

_SEEN = """, seen AS (
    SELECT p.account_id, p.start_on, p.end_on,
        CASE WHEN p.number = 1 AND a.customer_since < p.start_on THEN a.customer_since ELSE p.start_on END
            AS since, g.id IS NOT NULL AS has_merged
    FROM spells p JOIN accounts_account a ON a.id = p.account_id
    LEFT JOIN accounts_accountmerger g ON g.merged_id = p.account_id AND g."on" = p.end_on
        AND g.undone_at IS NULL
), aged AS (
    SELECT account_id, since, start_on, end_on, {months} AS months,
        end_on IS NOT NULL AND NOT has_merged AS has_left, has_merged,
        {entered} AS entered FROM seen
)"""


def curve_of(question: Question) -> Curve:
    """The survival curve of everybody who ever was a customer, as of the last day of the question.

    A customer since before our first movement of them enters late, at the age they had then.
    """
    return kaplan_meier(_spells(question, "''")[""])


def stays_by(question: Question, dimension: str) -> dict[str, list[Spell]]:
    """The same stays for each value that *dimension* had on the first day; together they are the curve."""
    return _spells(question, f"coalesce(s.{dimension}, '')")


def _spells(question: Question, part: str) -> dict[str, list[Spell]]:
    base = spells(question, divided=part != "''")
    text = (  # the part comes from this module
        f"{base.text}{_aged()} SELECT {part}, months, has_left, entered, count(*) FROM aged "  # noqa: S608
        "JOIN scope s ON s.id = account_id WHERE months >= 0 GROUP BY 1, 2, 3, 4"
    )
    found: dict[str, list[Spell]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(text, base.params)
        for value, *spell in cursor.fetchall():
            found[value].append(Spell(*spell))
    return found


def spell_rows(question: Question, after: Place | None, limit: int) -> list[Row]:
    """The stays behind the curve, the longest first: ``after`` is months, ``before`` the age first seen."""
    base = spells(question)
    rank, pk = after or (None, None)
    text = (
        f"{base.text}{_aged()} SELECT r.pk, r.account_id, a.name, entered, months, -months, "  # noqa: S608
        "CASE WHEN has_left THEN 'left ' || end_on WHEN has_merged THEN 'merged ' || end_on ELSE 'here' END "
        "FROM (SELECT *, row_number() OVER (ORDER BY account_id, start_on) AS pk FROM aged "
        "WHERE months >= 0) r "
        "JOIN accounts_account a ON a.id = r.account_id WHERE %(rank)s::numeric IS NULL "
        "OR (-months, r.pk) > (%(rank)s::numeric, %(pk)s) ORDER BY -months, r.pk LIMIT %(limit)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, {**base.params, "rank": rank, "pk": pk, "limit": limit})
        return [Row(*row) for row in cursor.fetchall()]


def _aged() -> str:
    return _SEEN.format(
        months=whole_months_sql("since", "coalesce(end_on, %(end)s::date)"),
        entered=whole_months_sql("since", "start_on"),
    )
