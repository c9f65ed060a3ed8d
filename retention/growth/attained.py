"""What came of a quarter by person and by team, at the year's plan rates (docs/methods.md, Targets)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from accounts.fx import base_currency
from accounts.models import Account
from retention.metrics.positions import positions
from retention.metrics.questions import Question, Statement
from retention.team.machine import the_machine
from retention.team.models import Team
from retention.team.visibility import Reader

from .models import PlanRate, Target, TargetKind
from .quarters import last_day

ZERO = Decimal(0)
PEOPLE, TEAMS = "owner_id", "team_id"

_THEIRS = """, theirs AS (
    SELECT a.id, CASE WHEN e.id IS NULL THEN a.owner_id ELSE e.owner_id END AS owner_id,
           CASE WHEN e.id IS NULL THEN a.team_id ELSE e.team_id END AS team_id
    FROM accounts_account a LEFT JOIN (
        SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id AS id, owner_id, team_id FROM accounts_accountevent
        ORDER BY pgh_obj_id, pgh_created_at >= %(turn)s,
                 CASE WHEN pgh_created_at < %(turn)s THEN -pgh_id ELSE pgh_id END
    ) e ON e.id = a.id
), book AS (
    SELECT p.account_id, t.owner_id, t.team_id, p.is_unpriced, p.first AS opening, p.kept,
           p.held - p.kept AS grown
    FROM positions p JOIN theirs t ON t.id = p.account_id WHERE p.first > 0 OR p.is_unpriced
)"""
_SUMS = """
SELECT owner_id, team_id, count(*) FILTER (WHERE NOT is_unpriced), count(*) FILTER (WHERE is_unpriced),
       coalesce(sum(opening) FILTER (WHERE NOT is_unpriced), 0),
       coalesce(sum(kept) FILTER (WHERE NOT is_unpriced), 0),
       coalesce(sum(grown) FILTER (WHERE NOT is_unpriced), 0)
FROM book GROUP BY owner_id, team_id"""


@dataclass(frozen=True, slots=True)
class Attained:
    """Customers at the quarter's begin, what they paid a year, and what of that was kept and added since.

    Amounts are in the workspace's currency at plan rates. ``unpriced`` customers lack a plan rate and are
    left out of every sum.
    """

    accounts: int = 0
    unpriced: int = 0
    opening: Decimal = ZERO
    kept: Decimal = ZERO
    grown: Decimal = ZERO

    def __add__(self, other: "Attained") -> "Attained":
        return Attained(
            self.accounts + other.accounts,
            self.unpriced + other.unpriced,
            self.opening + other.opening,
            self.kept + other.kept,
            self.grown + other.grown,
        )

    def reached(self, kind: str) -> Decimal:
        """The amount kept, or grown."""
        return self.kept if kind == TargetKind.RETENTION else self.grown

    def share(self, kind: str) -> Decimal | None:
        """The same as a share of the opening; None when there was nothing to keep."""
        return self.reached(kind) / self.opening if self.opening else None


@dataclass(frozen=True, slots=True)
class BookRow:
    """One customer behind a figure."""

    account: Account
    opening: Decimal
    kept: Decimal
    grown: Decimal


@dataclass(frozen=True, slots=True)
class Behind:
    """The customers behind a figure, losses first; the sums of more of them, and of those one may not see."""

    rows: tuple[BookRow, ...]
    more: Attained
    unseen: Attained


class Quarter:
    """What came of one quarter so far, read once and asked by person and team."""

    def __init__(self, quarter: date, *, today: date) -> None:
        self.first, self.today = quarter, today
        self.until = min(last_day(quarter), today)
        self.rates = plan_rates(quarter.year)
        self._sums: list[tuple[int | None, int | None, Attained]] | None = None

    @property
    def has_begun(self) -> bool:
        """There is at least one day to look at."""
        return self.first <= self.today

    def of(self, target: Target, teams: dict[int, set[int]]) -> Attained:
        """Of one target's person or team; *teams* are the ids below each team (``teams_below``)."""
        found = [
            sums for owner_id, team_id, sums in self._read()
            if (owner_id == target.owner_id if target.owner_id else team_id in teams[target.team_id or 0])
        ]  # fmt: skip
        return sum(found, Attained())

    def goal(self, target: Target, attained: Attained) -> Decimal | None:
        """What the target means as an amount in the workspace's currency; None without a plan rate."""
        if target.fraction is not None:
            return target.fraction * attained.opening
        rate = self.rates.get(target.currency)
        return None if rate is None else (target.amount or ZERO) * rate

    def behind(self, target: Target, teams: dict[int, set[int]], reader: Reader, *, limit: int) -> Behind:
        """The customers behind a target's figures."""
        statement = self._statement()
        column, ids = (PEOPLE, {target.owner_id}) if target.owner_id else (TEAMS, teams[target.team_id or 0])
        text = (  # names come from this module
            f"{statement.text} SELECT account_id, opening, kept, grown FROM book "  # noqa: S608
            f"WHERE {column} = ANY(%(theirs)s) AND NOT is_unpriced "
            f"ORDER BY kept - opening, grown DESC, account_id"
        )
        with connection.cursor() as cursor:
            cursor.execute(text, {**statement.params, "theirs": list(ids)})
            found = cursor.fetchall()
        return _seen_of(found, reader, limit)

    def _read(self) -> list[tuple[int | None, int | None, Attained]]:
        if self._sums is None:
            self._sums = [] if not self.has_begun else self._ask()
        return self._sums

    def _ask(self) -> list[tuple[int | None, int | None, Attained]]:
        statement = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(statement.text + _SUMS, statement.params)
            return [(owner, team, Attained(*sums)) for owner, team, *sums in cursor.fetchall()]

    def _statement(self) -> Statement:
        """Positions of every customer between the day before the quarter and its last day, at plan rates."""
        question = Question(reader=the_machine(), start=self.first - timedelta(days=1), end=self.until)
        base, _ = positions(question)
        rates = list(self.rates.values())
        more = {"currencies": list(self.rates), "at_start": rates, "at_end": rates, "turn": self.first}
        return Statement(base.text + _THEIRS, {**base.params, **more})


def _seen_of(found: list[tuple[int, Decimal, Decimal, Decimal]], reader: Reader, limit: int) -> Behind:
    seen = Account.objects.visible_to(reader).in_bulk([row[0] for row in found])
    rows = [BookRow(seen[pk], *sums) for pk, *sums in found if pk in seen]
    others = [Attained(1, 0, *sums) for pk, *sums in found if pk not in seen]
    more = [Attained(1, 0, row.opening, row.kept, row.grown) for row in rows[limit:]]
    return Behind(tuple(rows[:limit]), sum(more, Attained()), sum(others, Attained()))


def plan_rates(year: int) -> dict[str, Decimal]:
    """Rate by currency of a year's plan, the workspace's own currency included."""
    rows = PlanRate.objects.filter(year=year).order_by("currency").values_list("currency", "rate")
    return dict(rows) | {base_currency(): Decimal(1)}


def teams_below(team_ids: Collection[int]) -> dict[int, set[int]]:
    """Each of these teams with all teams below it."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for team_id, parent_id in Team.objects.values_list("id", "parent_id"):
        children[parent_id].append(team_id)
    return {team_id: set(_down(team_id, children)) for team_id in team_ids}


def _down(team_id: int, children: dict[int | None, list[int]]) -> Iterable[int]:
    found, waiting = set[int](), [team_id]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += children[one]
    return found
