"""What is asked of the ledger: whose eyes, between which days, known when, which part of the customers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet

from accounts.arr import GRACE_DAYS
from accounts.choices import Tier
from accounts.models import Account
from retention.lib.errors import DomainError
from retention.lib.months import add_months
from retention.team.visibility import Reader

from .rates import RateSet, rates_on

DEFINITION_VERSION = "2026-11"
CONSTANT_CURRENCY = "constant: rates of the first day"
ACCOUNT, FAMILY = "account", "family"
UNITS = (ACCOUNT, FAMILY)
"""Who is one customer: an account with its own contract, or all accounts below one ultimate parent."""
DIMENSIONS = ("tier", "team", "country", "sector")
FIRST_DAY, MONTHS = date(1990, 1, 1), 12


class PeriodRefused(DomainError):
    """The days asked for are no period of the past."""


class SegmentRefused(DomainError):
    """Accounts are not divided like that."""


@dataclass(frozen=True, slots=True)
class Question:
    """One period seen by one reader.

    ``start`` and ``end`` are the days whose yearly revenue is compared; movements of the days after ``start``
    up to ``end`` lie between them. ``known_at`` leaves out what was recorded later. ``segment`` says which
    accounts, by what they were on ``start``: {"tier": "A"}; an empty text means "not said". ``unit`` is who
    counts as one customer; a family is in the segment of its ultimate parent, or of its first account seen.
    ``is_past`` says that ``end`` lies before today: contracts and families are read as that day knew them.
    """

    reader: Reader
    start: date
    end: date
    known_at: datetime | None = None
    segment: Mapping[str, str] = field(default_factory=dict)
    grace_days: int = GRACE_DAYS
    rates: RateSet | None = None
    unit: str = ACCOUNT
    is_past: bool = False

    def rated(self) -> "Question":
        """The same with the exchange rates of both days, read once for all figures."""
        return self if self.rates else replace(self, rates=rates_on((self.start, self.end)))

    def narrowed(self, dimension: str, value: str) -> "Question":
        """The same for one part only."""
        return replace(self, segment={**self.segment, dimension: value})


def ask(
    reader: Reader,
    *,
    today: date,
    as_of: date | None = None,
    months: int = MONTHS,
    start: date | None = None,
    known_at: datetime | None = None,
    segment: Mapping[str, str] | None = None,
    unit: str = ACCOUNT,
) -> Question:
    """A question about the *months* up to *as_of* (today), or from *start*.

    Raises PeriodRefused for days that are not past or in the wrong order, SegmentRefused for other parts
    than tier, team, country and sector, and for another unit than an account or a family.
    """
    if unit not in UNITS:
        raise SegmentRefused("Count accounts or account families.", field="unit")
    end = as_of or today
    if end > today:
        raise PeriodRefused("Choose a day that is not in the future.", field="as_of")
    if end < FIRST_DAY or not 1 <= months <= 120:
        raise PeriodRefused("Choose a period of 1 to 120 months since 1990.", field="as_of")
    first = start or add_months(end, -months)
    if first >= end:
        raise PeriodRefused("The first day must lie before the last.", field="start")
    return Question(reader, first, end, known_at, _segment(segment or {}), unit=unit, is_past=end < today)


def _segment(wanted: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, value in wanted.items():
        if name not in DIMENSIONS or "\x00" in value or len(value) > 100:
            raise SegmentRefused("Accounts are divided by tier, team, country or sector.", field=name[:20])
        if name == "tier" and value not in Tier.values:
            raise SegmentRefused("Choose one of the tiers.", field="tier")
        if name == "team" and value and not (value.isascii() and value.isdigit() and len(value) < 10):
            raise SegmentRefused("Choose one of the teams.", field="team")
        found[name] = value
    return found


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of SQL with its named parameters."""

    text: str
    params: dict[str, Any]


def visible_accounts(reader: Reader) -> Statement:
    """The ids of the accounts somebody may see; team ids stand in it as literals."""
    try:
        text, params = Account.objects.visible_to(reader).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Statement("SELECT id FROM accounts_account WHERE false", {})
    names = {f"seen_{place}": value for place, value in enumerate(params)}
    return Statement(text % tuple(f"%({name})s" for name in names), names)


_AS_THEY_WERE = """
SELECT a.id, a.name, (e.id IS NULL OR e.is_later) AS is_assumed,
    CASE WHEN e.id IS NULL THEN a.tier ELSE e.tier END AS tier,
    CASE WHEN e.id IS NULL THEN a.team_id ELSE e.team_id END::text AS team,
    CASE WHEN e.id IS NULL THEN a.country ELSE e.country END AS country,
    CASE WHEN e.id IS NULL THEN a.sector ELSE e.sector END AS sector
FROM accounts_account a LEFT JOIN (
    SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id AS id, tier, team_id, country, sector,
        pgh_created_at >= %(turn)s AS is_later
    FROM accounts_accountevent WHERE pgh_obj_id IN ({seen})
    ORDER BY pgh_obj_id, pgh_created_at >= %(turn)s,
        CASE WHEN pgh_created_at < %(turn)s THEN -pgh_id ELSE pgh_id END
) e ON e.id = a.id
WHERE a.id IN ({seen})
"""


def conditions(question: Question, of: str = "") -> list[str]:
    """What the segment asks of the accounts in ``scope``, in SQL; ``of`` is its name and a dot."""
    return [f"coalesce({of}{name}, '') = %(part_{name})s" for name in DIMENSIONS if name in question.segment]


def scope(question: Question, *, divided: bool = False, narrowed: bool = True) -> Statement:
    """The accounts asked about, with what they were on the first day when it matters.

    Without ``narrowed`` all that are seen, for whoever applies ``conditions`` later. An account whose history
    begins later counts with the first values known of it (``is_assumed``).
    """
    seen = visible_accounts(question.reader)
    if not question.segment and not divided:
        return Statement(f"SELECT id, name FROM accounts_account WHERE id IN ({seen.text})", seen.params)  # noqa: S608
    asked = conditions(question) if narrowed else []
    text = _AS_THEY_WERE.format(seen=seen.text)
    where = f" WHERE {' AND '.join(asked)}" if asked else ""
    params = {**seen.params, "turn": question.start + timedelta(days=1)}
    params |= {f"part_{name}": value for name, value in question.segment.items()}
    return Statement(f"SELECT * FROM ({text}) as_they_were{where}", params)  # noqa: S608
