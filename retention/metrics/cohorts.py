"""Customers by the quarter they came in, and what is left of each at every age (docs/methods.md, Cohorts)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from retention.lib.months import add_months

from .histories import levels
from .metric import Place, Row
from .questions import Question

AGES = (3, 6, 12, 18, 24, 36, 48, 60)
FEWEST = 5
_AGED = """, first AS (
    SELECT DISTINCT ON (account_id) account_id, effective_on AS since, level AS worth FROM levels
    WHERE level > 0 ORDER BY account_id, effective_on
), targets AS MATERIALIZED (
    SELECT * FROM (
        SELECT f.account_id, f.since, f.worth, a.age, (f.since + make_interval(months => a.age))::date AS day
        FROM first f CROSS JOIN unnest(%(ages)s::int[]) AS a(age)) x
    WHERE day <= %(end)s
), aged AS (
    SELECT t.account_id, t.since, t.worth, t.age, l.level
    FROM targets t
    JOIN levels l ON l.account_id = t.account_id AND t.day >= l.effective_on AND t.day < l.next_on
)"""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is left at an age, as shares of the start: customers, revenue with growth, revenue capped."""

    age: int
    customers: Decimal
    revenue: Decimal
    kept: Decimal


@dataclass(frozen=True, slots=True)
class Cohort:
    """The customers of one quarter; a cell is None while not every one of them can have reached the age."""

    first: date
    size: int
    revenue: Decimal
    last_start: date
    cells: tuple[Cell | None, ...]

    @property
    def name(self) -> str:
        """2025 Q3."""
        return f"{self.first.year} Q{(self.first.month + 2) // 3}"


@dataclass(frozen=True, slots=True)
class Average:
    """One column over all cohorts that show it, weighted by their size; ``cohorts`` says how many."""

    age: int
    cohorts: int
    customers: Decimal | None
    kept: Decimal | None


def cohorts(question: Question) -> list[Cohort]:
    """Every cohort up to the last day of the question, the newest first, at constant currency."""
    base = levels(question)
    text = (
        f"{base.text}{_AGED} SELECT date_trunc('quarter', since)::date, age, "  # noqa: S608
        "count(*) FILTER (WHERE level > 0), sum(greatest(level, 0)), sum(least(greatest(level, 0), worth)), "
        "count(*), sum(worth), max(since) FROM aged GROUP BY 1, 2"
    )
    found: dict[date, dict[int, Any]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(text, {**base.params, "ages": [0, *AGES]})
        for first, age, *sums in cursor.fetchall():
            found[first][age] = sums
    return [_cohort(first, by_age, question.end) for first, by_age in sorted(found.items(), reverse=True)]


def _cohort(first: date, by_age: dict[int, Any], end: date) -> Cohort:
    _, _, _, size, revenue, last_start = by_age[0]
    cells = []
    for age in AGES:
        reached = age in by_age and add_months(last_start, age) <= end
        cells.append(_cell(age, by_age[age], size, revenue) if reached else None)
    return Cohort(first, size, revenue, last_start, tuple(cells))


def _cell(age: int, sums: Any, size: int, revenue: Decimal) -> Cell:
    customers, level, kept = sums[:3]
    return Cell(age, Decimal(customers) / size, level / revenue, kept / revenue)


def averages(table: list[Cohort]) -> list[Average]:
    """The weighted mean of each column, over the cells that are shown."""
    means = []
    for place, age in enumerate(AGES):
        shown = [(cohort, cell) for cohort in table if (cell := cohort.cells[place]) is not None]
        size = sum(cohort.size for cohort, _ in shown)
        revenue = sum((cohort.revenue for cohort, _ in shown), Decimal(0))
        means.append(
            Average(
                age,
                len(shown),
                sum((cell.customers * cohort.size for cohort, cell in shown), Decimal(0)) / size
                if size
                else None,
                sum((cell.kept * cohort.revenue for cohort, cell in shown), Decimal(0)) / revenue
                if revenue
                else None,
            )
        )
    return means


@dataclass(frozen=True, slots=True)
class TenureYear:
    """What customers pay after so many years, beside what the same customers paid at first (means)."""

    years: int
    customers: int
    now: Decimal | None
    at_first: Decimal | None


def spend_by_tenure(question: Question, years: int = 5) -> list[TenureYear]:
    """The same customers at their start and after 1, 2 … years; fewer than five are not shown."""
    base = levels(question)
    text = (
        f"{base.text}{_AGED} SELECT age / 12, count(*), avg(level), avg(worth) FROM aged "  # noqa: S608
        "WHERE level > 0 GROUP BY 1 ORDER BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, {**base.params, "ages": [12 * year for year in range(1, years + 1)]})
        rows = cursor.fetchall()
    return [TenureYear(y, n, *((now, then) if n >= FEWEST else (None, None))) for y, n, now, then in rows]


def cohort_rows(question: Question, first: date, age: int, after: Place | None, limit: int) -> list[Row]:
    """The customers behind a cell: what they paid at first, and at that age."""
    base = levels(question)
    rank, pk = after or (None, None)
    text = (
        f"{base.text}{_AGED} SELECT id, id, name, worth, greatest(level, 0), "  # noqa: S608
        "greatest(level, 0) - worth AS change FROM aged JOIN accounts_account a ON a.id = account_id "
        "WHERE date_trunc('quarter', since)::date = %(first)s AND (%(rank)s::numeric IS NULL "
        "OR (greatest(level, 0) - worth, id) > (%(rank)s::numeric, %(pk)s)) ORDER BY 6, 1 LIMIT %(limit)s"
    )
    params = {**base.params, "ages": [age], "first": first, "rank": rank, "pk": pk, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return [Row(*row) for row in cursor.fetchall()]
