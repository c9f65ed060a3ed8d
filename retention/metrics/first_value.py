"""Time to value over customers (docs/methods.md, Time to value)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from .questions import Question, visible_accounts
from .survival import Spell, kaplan_meier

_SEGMENT = {
    "tier": "a.tier = %(of_tier)s",
    "team": "coalesce(a.team_id::text, '') = %(of_team)s",
    "country": "a.country = %(of_country)s",
    "sector": "a.sector = %(of_sector)s",
}


@dataclass(frozen=True, slots=True)
class TimeToValue:
    """Days until half, and nine of ten, got there; None where the curve does not go down so far.

    ``unknown`` of ``customers`` have no day: they count as not there yet, up to the last day.
    """

    customers: int
    unknown: int
    median: int | None
    p90: int | None


def from_spells(spells: Iterable[Spell]) -> TimeToValue:
    """Kaplan-Meier over days: who has no day yet is seen no further than the last day. Pure."""
    curve = kaplan_meier(spells)

    def until(share: float) -> int | None:
        return next((point.months for point in curve.points if point.stay <= share + 1e-9), None)

    return TimeToValue(curve.customers, curve.customers - curve.left, until(0.5), until(0.1))


def time_to_value(question: Question) -> TimeToValue:
    """Of customers whose first contract began by the last day; parts are those of today."""
    seen = visible_accounts(question.reader)
    part = "".join(f" AND {_SEGMENT[name]}" for name in question.segment)
    text = (  # the parts come from this module
        "SELECT greatest(0, coalesce(reached, seen) - start_on), reached IS NOT NULL, count(*) FROM ("  # noqa: S608
        "SELECT min(c.term_start) AS start_on, CASE WHEN a.first_value_on <= %(end)s::date "
        "THEN a.first_value_on END AS reached, CASE WHEN a.stage = 'former' "
        "THEN least(max(c.term_end), %(end)s::date) ELSE %(end)s::date END AS seen "
        "FROM accounts_account a JOIN accounts_contract c ON c.account_id = a.id AND c.state <> 'draft' "
        f"WHERE a.id IN ({seen.text}) AND c.term_start <= %(end)s::date{part} GROUP BY a.id) v GROUP BY 1, 2"
    )
    params = {**seen.params, "end": question.end} | {
        f"of_{name}": value for name, value in question.segment.items()
    }
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return from_spells(Spell(days, got_there, number=number) for days, got_there, number in cursor)
