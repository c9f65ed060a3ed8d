"""Every account at both ends of a period and what moved it between them, in one statement.

The statement is set-based: a hundred thousand accounts cost one pass over their movements. ``positions``
gives the pieces; ``totals`` and ``accounts`` read them.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from .movements import moves
from .questions import Question, Statement
from .rates import RateSet

NOTHING = Decimal(0)
FLOWS = ("new", "reactivation", "expansion", "contraction", "churn", "correction")

_NETTED = """, before AS (
    SELECT account_id, currency, sum(own_amount) AS opening,
        coalesce(sum(own_amount) FILTER (WHERE is_parked), 0) AS parked_first
    FROM moves WHERE effective_on <= %(start)s{only} GROUP BY account_id, currency
), since AS (
    SELECT account_id, currency, sum(own_amount) AS moved,
        coalesce(sum(own_amount) FILTER (WHERE is_parked), 0) AS parked,
        {sums},
        -sum(own_amount) FILTER (WHERE subkind = 'downgrade' AND kind = 'contraction') AS downgrade,
        sum(own_amount) FILTER (WHERE subkind = 'escalator' AND kind = 'expansion') AS escalator,
        bool_or(subkind = 'insolvency' AND kind = 'churn') AS is_insolvent,
        bool_or(own_amount < 0 AND kind <> 'contraction') AS has_fallen
    FROM moves WHERE effective_on > %(start)s{only} GROUP BY account_id, currency
), summed AS (
    SELECT account_id, currency, coalesce(opening, 0) AS opening, coalesce(parked_first, 0) AS parked_first,
        coalesce(opening, 0) + coalesce(moved, 0) AS finish,
        coalesce(parked_first, 0) + coalesce(parked, 0) AS parked_last, {names},
        coalesce(is_insolvent, false) AS is_insolvent, coalesce(has_fallen, false) AS has_fallen
    FROM before FULL JOIN since USING (account_id, currency)
), netted AS (
    SELECT account_id, coalesce(sum(opening * at_start), 0) AS opening,
        coalesce(sum((opening - parked_first) * at_start), 0) AS first,
        coalesce(sum(finish * at_start), 0) AS finish,
        coalesce(sum((finish - parked_last) * at_start), 0) AS last,
        coalesce(sum(finish * at_end), 0) AS closing,
        {worths},
        bool_or(is_insolvent) AS is_insolvent, bool_or(has_fallen) AS has_fallen,
        bool_or(at_start IS NULL) AS is_unpriced
    FROM summed LEFT JOIN rate USING (currency) GROUP BY account_id
)"""
_SUM = "sum(own_amount) FILTER (WHERE kind = '{kind}') AS {kind}"
_WORTH = "coalesce(sum({name} * at_start), 0) AS {name}"

_GAPS = """, daily AS (
    SELECT m.account_id, m.effective_on, sum(m.amount) AS change
    FROM moves m JOIN netted n ON n.account_id = m.account_id
    WHERE n.first > 0 AND n.last > 0 AND n.has_fallen AND m.effective_on > %(start)s AND NOT m.is_parked
    GROUP BY m.account_id, m.effective_on HAVING sum(m.amount) <> 0
), levels AS (
    SELECT d.account_id, d.effective_on,
        n.first + sum(d.change) OVER (PARTITION BY d.account_id ORDER BY d.effective_on) AS level,
        lead(d.effective_on) OVER (PARTITION BY d.account_id ORDER BY d.effective_on) AS next_on
    FROM daily d JOIN netted n ON n.account_id = d.account_id
), gaps AS (
    SELECT DISTINCT account_id FROM levels
    WHERE level <= 0 AND coalesce(next_on, %(end)s) - effective_on > %(grace)s
), positions AS (
    SELECT s.*, n.*, g.account_id IS NOT NULL AS had_gap,
        n.first > 0 AND NOT n.is_unpriced AS in_cohort,
        CASE WHEN n.first > 0 AND g.account_id IS NULL THEN least(n.first, greatest(n.last, 0))
            ELSE 0 END AS kept,
        CASE WHEN n.first > 0 AND g.account_id IS NULL THEN greatest(n.last, 0) ELSE 0 END AS held
    FROM netted n JOIN scope s ON s.id = n.account_id LEFT JOIN gaps g ON g.account_id = n.account_id
)"""


_FALLEN = """, fallen AS (
    SELECT DISTINCT account_id FROM moves
    WHERE effective_on > %(start)s AND own_amount < 0 AND kind <> 'contraction'
)"""


def positions(
    question: Question, *, divided: bool = False, fallen: bool = False
) -> tuple[Statement, RateSet]:
    """The common table expressions up to ``positions``, one row per account that ever had a movement.

    ``opening``, ``finish`` and ``closing`` are the books' (closing at the last day's rates); ``first`` and
    ``last`` count what is only parked as still there. With *fallen* only accounts that lost something by
    more than a contraction: nobody else can have had a gap.
    """
    base, rates = moves(question, divided=divided)
    flows = (*FLOWS, "downgrade", "escalator")
    netted = _NETTED.format(
        only=" AND account_id IN (SELECT account_id FROM fallen)" if fallen else "",
        sums=",\n        ".join(_SUM.format(kind=kind) for kind in FLOWS),
        names=", ".join(f"coalesce({name}, 0) AS {name}" for name in flows),
        worths=", ".join(_WORTH.format(name=name) for name in flows),
    )
    return Statement(base.text + (_FALLEN if fallen else "") + netted + _GAPS, base.params), rates


_SUMS = {
    "opening": "sum(opening) FILTER (WHERE priced)",
    "closing": "sum(closing) FILTER (WHERE priced)",
    "finish": "sum(finish) FILTER (WHERE priced)",
    **{kind: f"sum({kind}) FILTER (WHERE priced)" for kind in FLOWS},
    "cohort": "count(*) FILTER (WHERE in_cohort)",
    "cohort_arr": "sum(first) FILTER (WHERE in_cohort)",
    "stayed": "count(*) FILTER (WHERE in_cohort AND held > 0)",
    "kept": "sum(kept) FILTER (WHERE in_cohort)",
    "held": "sum(held) FILTER (WHERE in_cohort)",
    "escalator": "sum(escalator) FILTER (WHERE in_cohort AND held > 0)",
    "solvent": "count(*) FILTER (WHERE in_cohort AND NOT is_insolvent)",
    "solvent_arr": "sum(first) FILTER (WHERE in_cohort AND NOT is_insolvent)",
    "solvent_kept": "sum(kept) FILTER (WHERE in_cohort AND NOT is_insolvent)",
    "cohort_churn": "-sum(churn) FILTER (WHERE in_cohort)",
    "cohort_contraction": "-sum(contraction) FILTER (WHERE in_cohort)",
    "cohort_downgrade": "sum(downgrade) FILTER (WHERE in_cohort)",
    "cohort_expansion": "sum(expansion) FILTER (WHERE in_cohort)",
    "won": "count(*) FILTER (WHERE priced AND first <= 0 AND new + reactivation > 0)",
    "won_arr": "sum(new + reactivation) FILTER (WHERE priced AND first <= 0)",
    "won_and_lost": "count(*) FILTER (WHERE priced AND first <= 0 AND churn < 0 AND last <= 0)",
    "won_and_lost_arr": "-sum(churn) FILTER (WHERE priced AND first <= 0 AND last <= 0)",
    "won_expansion": "sum(expansion) FILTER (WHERE priced AND first <= 0)",
    "gaps": "count(*) FILTER (WHERE in_cohort AND had_gap)",
    "unpriced": "count(*) FILTER (WHERE is_unpriced)",
    "accounts": "count(*)",
}
COUNTS = frozenset(name for name, text in _SUMS.items() if text.startswith("count"))


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of one period; amounts are in the workspace's currency, signed as the ledger has them.

    The names stand in ``_SUMS``; losses of the cohort (``cohort_…``) are positive amounts.
    """

    sums: dict[str, Decimal]
    rates: RateSet
    part: str = ""

    def __getitem__(self, name: str) -> Decimal:
        """One sum; 0 when there was nothing to add."""
        return self.sums[name]

    def count(self, name: str) -> int:
        """One of the counts."""
        return int(self.sums[name])


def totals(question: Question) -> Totals:
    """All sums of the period in one statement."""
    return _totals(question, "")[0]


def totals_by(question: Question, dimension: str) -> list[Totals]:
    """The same for each value that *dimension* had on the first day, the largest opening first."""
    return _totals(question, dimension)


def together(parts: list[Totals], rates: RateSet) -> Totals:
    """The whole from its parts: every sum and count adds up."""
    sums = {name: sum((part[name] for part in parts), NOTHING) for name in _SUMS}
    return Totals(sums, rates)


def _totals(question: Question, dimension: str) -> list[Totals]:
    base, rates = positions(question, divided=bool(dimension))
    columns = ", ".join(f"coalesce({text}, 0)" for text in _SUMS.values())
    part, group = (f"coalesce({dimension}, '')", " GROUP BY 1") if dimension else ("''", "")
    text = (  # names come from this module
        f"{base.text} SELECT {part}, {columns} "  # noqa: S608
        f"FROM (SELECT *, NOT is_unpriced AS priced FROM positions) p{group}"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, base.params)
        rows = cursor.fetchall()
    found = [Totals(dict(zip(_SUMS, map(Decimal, row[1:]), strict=True)), rates, row[0]) for row in rows]
    return sorted(found, key=lambda each: (-each["cohort_arr"], each.part))
