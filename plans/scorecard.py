"""The operational scorecard of an account: why they stay, our work behind it, and how it goes.

docs/methods.md, Operations behind the drivers. What is asked for was read through ``visible_to`` before.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Account
from contacts.knowledge.words import FactOutcome, Topic
from contacts.models import KnownFact
from retention.lib.zones import local_day

from .choices import Better, MeasuredBy, Strength
from .models import DriverLink, OperationMetric, OperationReading
from .operating import Point, change, is_late, state_of, trend

SHOWN_POINTS = 12


@dataclass(frozen=True, slots=True)
class Driver:
    """A reason to stay: what they said of it, how it weighs, how well we do there."""

    fact_id: int
    text: str
    importance: int | None
    performance: int | None


@dataclass(frozen=True, slots=True)
class Explains:
    """That a figure explains a reason to stay, and how sure that is."""

    link_id: int
    driver: Driver
    strength: Strength
    evidence: str


@dataclass(frozen=True, slots=True)
class ScorecardRow:
    """One figure of our work; ``actual`` is the last reading up to the day, None while there is none.

    ``known_at`` is when we learned of it, ``state`` healthy, watch, at_risk or unknown, ``trend`` better,
    worse, same or empty.
    """

    metric_id: int
    name: str
    unit: str
    lower_is_better: bool
    target: Decimal | None
    actual: Decimal | None
    actual_on: date | None
    known_at: datetime | None
    reading_id: int | None
    source: str
    feed: str
    every_days: int
    change: Decimal | None
    trend: str
    state: str
    is_late: bool
    points: tuple[Point, ...]
    explains: tuple[Explains, ...]

    @property
    def moved(self) -> Decimal | None:
        """How far the last reading is from the one before it, whichever way."""
        return None if self.change is None else abs(self.change)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Every figure of an account on a day, and the reasons to stay that no figure explains."""

    account_id: int
    on: date
    rows: tuple[ScorecardRow, ...]
    unmapped: tuple[Driver, ...]

    @property
    def late(self) -> tuple[ScorecardRow, ...]:
        """Figures whose feed is late."""
        return tuple(row for row in self.rows if row.is_late)

    @property
    def off_target(self) -> tuple[ScorecardRow, ...]:
        """Figures that miss their target."""
        return tuple(row for row in self.rows if row.state in ("watch", "at_risk"))


def scorecard_of(account: Account, on: date, *, known_at: datetime | None = None) -> Scorecard:
    """The scorecard of a day in four queries; ``known_at`` leaves out readings we learned of later.

    Figures that explain the weightiest reasons come first. Corrections count as of ``known_at`` too, so
    that a pack of a past day can be drawn again as it was.
    """
    metrics = list(OperationMetric.objects.standing().filter(account=account).order_by("id"))
    readings = _readings(metrics, on, known_at)
    drivers = {row.pk: _driver(row) for row in _facts(account)}
    explains: dict[int, list[Explains]] = defaultdict(list)
    links = DriverLink.objects.filter(metric__in=metrics, driver__in=drivers).order_by("id")
    for link in links:
        found = Explains(link.pk, drivers[link.driver_id], Strength(link.strength), link.evidence)
        explains[link.metric_id].append(found)
    rows = [_row(metric, readings[metric.pk], explains[metric.pk], on) for metric in metrics]
    mapped = {each.driver.fact_id for each in _all(explains.values())}
    return Scorecard(
        account_id=account.pk,
        on=on,
        rows=tuple(sorted(rows, key=_weightiest_first)),
        unmapped=tuple(driver for pk, driver in drivers.items() if pk not in mapped),
    )


def _all(parts: Iterable[list[Explains]]) -> list[Explains]:
    return [each for part in parts for each in part]


def _facts(account: Account) -> list[KnownFact]:
    """What stands of why they stay, the weightiest first; asked without an answer explains nothing."""
    rows = KnownFact.objects.current().filter(account=account, topic=Topic.DRIVER)
    rows = rows.filter(outcome=FactOutcome.ANSWERED)
    return sorted(rows.order_by("id"), key=lambda row: -(row.importance or 0))


def _driver(row: KnownFact) -> Driver:
    return Driver(row.pk, row.text or row.said, row.importance, row.performance)


def _readings(
    metrics: list[OperationMetric], on: date, known_at: datetime | None
) -> dict[int, list[OperationReading]]:
    """Each figure's readings up to the day, the newest row of each as it was known, oldest day first."""
    rows = OperationReading.objects.filter(metric__in=metrics)
    rows = rows.filter(recorded_at__lte=known_at) if known_at else rows.current()
    newest: dict[int, OperationReading] = {}
    for row in rows.order_by("version"):
        newest[row.thread] = row
    found: dict[int, list[OperationReading]] = defaultdict(list)
    for row in sorted(newest.values(), key=lambda each: (each.measured_on, each.pk)):
        if not row.is_void and row.measured_on <= on:
            found[row.metric_id].append(row)
    return found


def _row(
    metric: OperationMetric, readings: list[OperationReading], explains: list[Explains], on: date
) -> ScorecardRow:
    points = [Point(row.measured_on, row.value) for row in readings]
    lower = metric.direction == Better.LOWER
    last = readings[-1] if readings else None
    late = is_late(last.measured_on if last else local_day(metric.recorded_at, "UTC"), metric.every_days, on)
    return ScorecardRow(
        metric_id=metric.pk, name=metric.name, unit=metric.unit, lower_is_better=lower, target=metric.target,
        actual=last.value if last else None, actual_on=last.measured_on if last else None,
        known_at=last.recorded_at if last else None, reading_id=last.thread if last else None,
        source=MeasuredBy(last.source).label if last else "", feed=metric.feed, every_days=metric.every_days,
        change=change(points), trend=trend(points, lower_is_better=lower), is_late=late,
        state=state_of(last.value if last else None, metric.target, lower_is_better=lower, late=late),
        points=tuple(points[-SHOWN_POINTS:]), explains=tuple(explains),
    )  # fmt: skip


def _weightiest_first(row: ScorecardRow) -> tuple[int, int]:
    heaviest = max((each.driver.importance or 0 for each in row.explains), default=-1)
    return (-heaviest, row.metric_id)
