"""Facts of the team layer, in the past tense."""

from dataclasses import dataclass
from datetime import date, datetime

from retention.lib.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(Fact):
    """Somebody can no longer sign in."""

    user_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonMoved(Fact):
    """Somebody left teams or joined others. Accounts keep their team unless ``accounts_to`` names one."""

    user_id: int
    left_team_ids: frozenset[int]
    joined_team_ids: frozenset[int]
    accounts_to: int | None
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CalendarChanged(Fact):
    """Working days of one person changed, or of everybody when ``user_id`` is None.

    ``days`` are the days that became free or worked; empty means that any day may have. ``countries``
    names whose public holidays changed; empty means the company's own days, or the person's.
    """

    user_id: int | None
    days: frozenset[date]
    countries: frozenset[str] = frozenset()
    by_id: int
    at: datetime
