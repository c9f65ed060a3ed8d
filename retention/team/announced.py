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
class CalendarChanged(Fact):
    """Working days of one person changed, or of everybody when ``user_id`` is None."""

    user_id: int | None
    days: frozenset[date]
    by_id: int
    at: datetime
