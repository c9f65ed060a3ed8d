"""What was kept, lost and grown between two days, from the ledger (docs/methods.md, Kept revenue)."""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.db import connection

from .metric import LeftOut, Metric, Place, ReadRows, Row, share
from .positions import NOTHING, Totals, positions, totals
from .questions import Question

SMALL = 50
_LOST, _WON = "-(churn + contraction)", "new + reactivation + expansion"
_LEFT_AGAIN = "CASE WHEN churn < 0 AND last <= 0 THEN -churn ELSE 0 END"


@dataclass(frozen=True, slots=True)
class Fraction:
    """How one figure is made of the sums, and of which accounts: SQL over ``positions``.

    ``over`` and ``under`` add up names of Totals (a leading minus subtracts). Rows come in order of ``rank``.
    """

    over: str
    under: str
    n: str
    where: str = "in_cohort"
    before: str = "first"
    after: str = "kept"
    rank: str = ""
    kind: str = "share"


def _flow(over: str, column: str) -> Fraction:
    return Fraction(
        over, "cohort_arr", "cohort", f"in_cohort AND {column} <> 0", "first", column, f"-({column})"
    )


FRACTIONS = {
    "logo": Fraction("stayed", "cohort", "cohort", after="held"),
    "grr": Fraction("kept", "cohort_arr", "cohort"),
    "nrr": Fraction("held", "cohort_arr", "cohort", after="held", kind="times"),
    "nrr_ex_escalator": Fraction(
        "held -escalator",
        "cohort_arr",
        "cohort",
        after="CASE WHEN held > 0 THEN held - escalator ELSE 0 END",
        kind="times",
    ),
    "grr_ex_insolvency": Fraction(
        "solvent_kept", "solvent_arr", "solvent", where="in_cohort AND NOT is_insolvent"
    ),
    "churn_rate": _flow("cohort_churn", "-churn"),
    "contraction_rate": _flow("cohort_contraction", "-contraction"),
    "downgrade_rate": _flow("cohort_downgrade", "downgrade"),
    "expansion_rate": _flow("cohort_expansion", "expansion"),
    "gross_loss_rate": _flow("cohort_churn cohort_contraction", _LOST),
    "quick_ratio": Fraction(
        "new reactivation expansion",
        "-contraction -churn",
        "accounts",
        f"NOT is_unpriced AND ({_LOST} <> 0 OR {_WON} <> 0)",
        _LOST,
        _WON,
        f"-({_LOST})",
        "times",
    ),
    "in_period_churn": Fraction(
        "won_and_lost",
        "won",
        "won",
        "NOT is_unpriced AND first <= 0 AND new + reactivation > 0",
        "new + reactivation",
        _LEFT_AGAIN,
        f"-({_LEFT_AGAIN})",
    ),
}


def kept(question: Question, code: str, known: Totals | None = None) -> Metric:
    """One of FRACTIONS for the period; *known* saves computing the sums again."""
    sums, fraction = known or totals(question), FRACTIONS[code]
    over, under = _added(sums, fraction.over), _added(sums, fraction.under)
    return Metric(
        code=code,
        value=share(over, under),
        numerator=over,
        denominator=under,
        n=sums.count(fraction.n),
        as_of=question.end,
        excluded=_left_out(sums, code),
        kind=fraction.kind,
        read_rows=reader_of_rows(question, fraction),
    )


def _added(sums: Totals, names: str) -> Decimal:
    return sum(
        (-sums[name[1:]] if name.startswith("-") else sums[name] for name in names.split()), start=NOTHING
    )


def _left_out(sums: Totals, code: str) -> tuple[LeftOut, ...]:
    found = [LeftOut("no exchange rate", sums.count("unpriced"))]
    if code == "grr_ex_insolvency":
        found.append(LeftOut("insolvent", sums.count("cohort") - sums.count("solvent")))
    return tuple(each for each in found if each.number)


def reader_of_rows(question: Question, fraction: Fraction) -> ReadRows:
    """A function that reads the accounts behind a fraction, page by page."""

    def read(after: Place | None, limit: int) -> list[Row]:
        base, _ = positions(question)
        rank = fraction.rank or f"({fraction.after}) - ({fraction.before})"
        beyond = "WHERE (rank, id) > (%(rank)s::numeric, %(pk)s)" if after else ""
        text = (  # the pieces come from this module
            f"{base.text} SELECT id, name, before, after, rank FROM (SELECT id, name, {fraction.before} AS "  # noqa: S608
            f"before, {fraction.after} AS after, {rank} AS rank FROM positions WHERE {fraction.where}) x "
            f"{beyond} ORDER BY rank, id LIMIT %(limit)s"
        )
        rank_after, pk_after = after or (None, None)
        params = {**base.params, "limit": limit, "rank": rank_after, "pk": pk_after}
        with connection.cursor() as cursor:
            cursor.execute(text, params)
            return [Row(pk, pk, name, *amounts) for pk, name, *amounts in cursor.fetchall()]

    return read


@dataclass(frozen=True, slots=True)
class Companions:
    """What stands beside net retention of fewer than 50 customers: the median, and without the largest."""

    median: Decimal | None
    without_largest: Decimal | None


def companions(question: Question, metric: Metric) -> Companions | None:
    """None from 50 customers on: then one of them cannot carry the figure."""
    if metric.n >= SMALL:
        return None
    rows = metric.rows(limit=SMALL)
    if not rows:
        return Companions(None, None)
    rest = sorted(rows, key=lambda row: (row.before, row.pk))[:-1]
    return Companions(
        median=median(row.after / row.before for row in rows),
        without_largest=share(
            sum((row.after for row in rest), NOTHING), sum((row.before for row in rest), NOTHING)
        ),
    )
