"""What came of many targets at once, for lists."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from .attained import Quarter, teams_below
from .models import Target

PLACES = 2


def attained_by_row(rows: Iterable[Mapping[str, Any]], *, today: date) -> dict[int, dict[str, Any]]:
    """Opening, reached and goal by id of rows of Target; None where nothing has begun or no rate is known."""
    found = list(rows)
    teams = teams_below({row["team_id"] for row in found if row["team_id"]})
    quarters = {day: Quarter(day, today=today) for day in {row["quarter"] for row in found}}
    return {row["id"]: _one(row, quarters[row["quarter"]], teams) for row in found}


def _one(row: Mapping[str, Any], quarter: Quarter, teams: dict[int, set[int]]) -> dict[str, Any]:
    names = ("owner_id", "team_id", "kind", "fraction", "amount", "currency")
    target = Target(**{name: row[name] for name in names})
    sums = quarter.of(target, teams)
    goal = quarter.goal(target, sums) if quarter.has_begun or target.fraction is None else None
    return {
        "opening": round(sums.opening, PLACES) if quarter.has_begun else None,
        "reached": round(sums.reached(target.kind), PLACES) if quarter.has_begun else None,
        "goal": None if goal is None else round(goal, PLACES),
        "unpriced_accounts": sums.unpriced,
    }
