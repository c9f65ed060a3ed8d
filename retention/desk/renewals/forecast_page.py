"""Facts of the forecast page: the quarter's sums, what changed, how right the last quarters were."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.choices import Tier
from accounts.fx import base_currency
from retention.renewals.forecast import Calibration
from retention.renewals.forecast_changes import Waterfall
from retention.renewals.forecast_facts import RollUp, of_quarter, roll_up
from retention.renewals.forecast_history import (
    Accuracy,
    Slipped,
    accuracy,
    calibration,
    change_since,
    freezes,
    last_monday,
    slipped,
)
from retention.renewals.models import ForecastFreeze, ForecastSnapshot, Renewal
from retention.renewals.out_of_quarter import Line, out_of_quarter
from retention.renewals.quarters import Quarter, quarter_of
from retention.team.models import Team, User
from retention.team.visibility import teams_seen_by

from ..charts.meters import Stacked, stacked
from ..charts.shapes import px

QUARTERS_JUDGED = 4
STEP_WORDS = {
    "moved_in": "Moved into the quarter",
    "moved_out": "Moved out of the quarter",
    "called_up": "Called up",
    "called_down": "Called down",
    "amount": "Another amount, same call",
    "closed_more": "Closed for more",
    "closed_less": "Closed for less, or lost",
}
OUT_WORDS = {
    "pulled_out": "Pulled forward: signed before the quarter, counted here",
    "pulled_in": "Pulled forward: signed in this quarter, counted in a later one",
    "slipped_out": "Slipped: due in this quarter, not decided in it",
    "slipped_in": "Slipped: decided in this quarter, counted in an earlier one",
    "slipped_open": "Slipped: due in an earlier quarter and still open",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the waterfall: its words, sum, and where its bar of 1000 units lies."""

    label: str
    amount: Decimal
    n: int | None
    x: str
    width: str
    css: str


@dataclass(frozen=True, slots=True)
class QuarterJudged:
    """One past quarter: accuracy and slippage, where something was kept."""

    quarter: Quarter
    accuracy: Accuracy | None
    slipped: Slipped | None


@dataclass(frozen=True)
class ForecastPage:
    """Everything the page shows, in the workspace's currency."""

    quarter: Quarter
    today: date
    team: Team | None
    currency: str
    sums: RollUp
    bar: Stacked
    since: date | None
    steps: Sequence[Bar]
    quarters: Sequence[QuarterJudged]
    by_team: Sequence[Accuracy]
    by_tier: Sequence[Accuracy]
    calibrated: Sequence[Calibration]
    frozen: Sequence[ForecastFreeze]
    out: Sequence[Line]
    without_owner: int
    teams: Sequence[Team] = field(default_factory=list)


def forecast_page(user: User, quarter: Quarter, team: Team | None, *, on: date) -> ForecastPage:
    """Gather the page for one reader; ``team`` narrows it to one of the teams they see."""
    rows, kept = Renewal.objects.visible_to(user), ForecastSnapshot.objects.visible_to(user)
    if team is not None:
        rows, kept = rows.filter(account__team=team), kept.filter(team=team)
    sums, since = roll_up(rows, quarter, on=on), last_monday(on)
    now = quarter_of(on)
    judged = [now.shifted(-back) for back in range(1, QUARTERS_JUDGED + 1)]
    return ForecastPage(
        quarter=quarter,
        today=on,
        team=team,
        currency=base_currency(),
        sums=sums,
        bar=_bar(sums),
        since=since,
        steps=_bars(change_since(since, rows, kept, quarter, on=on)) if since else [],
        quarters=_quarters(kept, judged, on),
        by_team=_by_team(kept, judged, user),
        by_tier=_by_tier(kept, judged),
        calibrated=calibration(kept, judged),
        frozen=list(freezes(user, quarter)),
        out=out_of_quarter(rows, quarter, on=on),
        without_owner=of_quarter(rows, quarter).filter(account__owner=None, closed_on=None).count(),
        teams=list(teams_seen_by(user)[:8]),
    )


def _bar(sums: RollUp) -> Stacked:
    """Closed, committed, most likely, and everything else that came up."""
    calls = sums.calls
    parts = [
        ("fill-ink", sums.closed),
        ("fill-accent", calls.get("commit", Decimal(0))),
        ("fill-tint is-accent", calls.get("most_likely", Decimal(0))),
        ("fill-soft", max(sums.gap, Decimal(0))),
    ]
    return stacked("", [(css, float(amount)) for css, amount in parts], height=18)


def _bars(found: Waterfall) -> list[Bar]:
    """The steps hang where the one before ended."""
    ends, level = [found.before], found.before
    for step in found.steps:
        level += step.change
        ends.append(level)
    top = max([*ends, found.now, Decimal(1)])

    def bar(label: str, amount: Decimal, n: int | None, low: Decimal, high: Decimal, css: str) -> Bar:
        width = max(float((high - low) / top) * 1000, 2)
        return Bar(label, amount, n, px(float(low / top) * 1000), px(width), css)

    zero = Decimal(0)
    bars = [bar("Then", found.before, None, zero, found.before, "fill-ink")]
    for step, start, end in zip(found.steps, ends, ends[1:], strict=False):
        css = "fill-accent" if step.change >= 0 else "fill-state is-at_risk"
        words = STEP_WORDS[step.name]
        bars.append(bar(words, step.change, step.n, min(start, end), max(start, end), css))
    return [*bars, bar("Now", found.now, None, zero, found.now, "fill-ink")]


def _quarters(kept: QuerySet[ForecastSnapshot], judged: Sequence[Quarter], on: date) -> list[QuarterJudged]:
    known, late = accuracy(kept, judged), slipped(kept, judged, on=on)
    return [QuarterJudged(quarter, known.get(quarter.first), late.get(quarter.first)) for quarter in judged]


def _by_team(kept: QuerySet[ForecastSnapshot], judged: Sequence[Quarter], user: User) -> list[Accuracy]:
    found: dict[Any, Accuracy] = accuracy(kept, judged, by="team_id")
    names = dict(Team.objects.filter(pk__in=[key for key in found if key]).values_list("pk", "name"))
    rows = [Accuracy(names.get(key, "No team"), row.sums, row.excluded) for key, row in found.items()]
    return sorted(rows, key=lambda row: row.name)


def _by_tier(kept: QuerySet[ForecastSnapshot], judged: Sequence[Quarter]) -> list[Accuracy]:
    found: dict[Any, Accuracy] = accuracy(kept, judged, by="tier")
    return [Accuracy(str(Tier(key).label), found[key].sums, found[key].excluded) for key in sorted(found)]
