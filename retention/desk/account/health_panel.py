"""The panel "why this score": the explanation of the health package and its line over time."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Account
from retention.health.explained import HealthFact
from retention.health.facts import explain_with_weeks
from retention.health.history import HealthPoint
from retention.team.models import User

from ..charts.lines import LineChart, Point, health_line
from ..formats import day_text

WEEKS = 26


@dataclass(frozen=True)
class HealthPanel:
    """What the panel shows; ``chart`` is None until two weeks are kept."""

    fact: HealthFact | None
    chart: LineChart | None
    reconstructed: bool
    contracts_url: str


def _chart(account: Account, points: list[HealthPoint]) -> LineChart | None:
    known = [point for point in points if point.band is not None]
    if len(known) < 2:
        return None
    first = points.index(known[0])
    shown = [
        Point(day_text(point.on), float(point.value) if point.value is not None else None)
        for point in points[first:]
    ]
    word = account.get_health_band_display()
    summary = f"Health of {account.name} week by week, now {word.lower()}"
    return health_line(shown, state=account.health_band, word=word, summary=summary, head=("Week", "Health"))


def health_panel(account: Account, user: User, *, at: datetime) -> HealthPanel:
    """Gather the panel for one reader."""
    fact, points = explain_with_weeks(account, reader=user, at=at, weeks=WEEKS)
    return HealthPanel(
        fact=fact,
        chart=_chart(account, points),
        reconstructed=any(point.is_reconstructed for point in points),
        contracts_url=f"/accounts/{account.pk}/contracts/",
    )
