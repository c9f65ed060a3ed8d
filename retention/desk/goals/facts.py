"""What the value page of an account shows: targets with their standing, the value log, what moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from accounts.models import Account
from plans.accepting import plain
from plans.attainment import Goal, Reading, contradict, expected, latest, ratio, standing, weighted
from plans.choices import Decision, GoalSource
from plans.education import Education, education_of
from plans.models import ChangeRecord, ExpectationGap, GoodwillEntry, Measurement, RoiTarget, ValueEntry
from plans.our_side import margin_of_a_year
from plans.worth import Realised, TwoSides, realised, year_to
from retention.team.models import User

from ..charts.lines import LineChart
from .chart import target_line

STANDING = {
    "confirmed": ("Reached, confirmed", "healthy"),
    "reached": ("Reached, unconfirmed", "watch"),
    "on_track": ("On track", "healthy"),
    "behind": ("Behind", "watch"),
    "missed": ("Missed", "at_risk"),
    "unknown": ("Not measured yet", "unknown"),
}
"""Words and paint of how a target goes."""
MOST = 100
VOLATILE_DAYS, VOLATILE_CHANGES = 180, 2
GAP_OPEN_DAYS, NEAR_DAYS = 30, 180


@dataclass(frozen=True)
class ShownTarget:
    """A target with its last figure, how it goes, and its drawing."""

    row: RoiTarget
    last: Measurement | None
    measurements: Sequence[Measurement]
    ratio: Decimal | None
    expected: Decimal
    word: str
    state: str
    chart: LineChart
    contradicts: tuple[str, ...] = ()

    @property
    def is_ours_alone(self) -> bool:
        """Not said by the customer: it counts for nothing."""
        return self.row.source != GoalSource.CUSTOMER


@dataclass(frozen=True)
class ValueFacts:
    """The value page of one account for one reader."""

    account: Account
    today: date
    targets: list[ShownTarget]
    attainment: Decimal | None
    entries: list[ValueEntry]
    confirmed: Realised
    sides: TwoSides
    goodwill: list[GoodwillEntry]
    changes: list[ChangeRecord]
    gaps: list[ExpectationGap]
    education: Education

    @property
    def absorbed(self) -> list[ChangeRecord]:
        """Accepted more than ten days ago, acknowledged by nobody."""
        return [row for row in self.changes if row.is_absorbed(on=self.today)]

    @property
    def is_volatile(self) -> bool:
        """Two accepted changes within 180 days: agree the goals anew."""
        since = self.today - timedelta(days=VOLATILE_DAYS)
        recent = [
            row for row in self.changes
            if row.decision == Decision.ACCEPTED and row.decided_on and row.decided_on > since
        ]  # fmt: skip
        return len(recent) >= VOLATILE_CHANGES

    @property
    def waiting_gaps(self) -> list[ExpectationGap]:
        """Not settled for 30 days, with a decision within 180."""
        decision = self.account.next_decision_on
        if decision is None or decision > self.today + timedelta(days=NEAR_DAYS):
            return []
        before = self.today - timedelta(days=GAP_OPEN_DAYS)
        return [row for row in self.gaps if row.settled_on is None and row.noticed_on < before]

    @property
    def agreed(self) -> list[ShownTarget]:
        """What the customer agreed to."""
        return [shown for shown in self.targets if shown.row.is_agreed]


def value_facts(account: Account, user: User, *, on: date) -> ValueFacts:
    """Everything the page needs, one query per block."""
    targets = shown_targets(account, user, on=on)
    entries = ValueEntry.objects.visible_to(user).filter(account=account)
    entries = entries.select_related("answered_by__person", "target").order_by("-happened_on", "-id")[:MOST]
    goodwill = GoodwillEntry.objects.visible_to(user).standing().filter(account=account)
    changes = ChangeRecord.objects.visible_to(user).filter(account=account)
    gaps = ExpectationGap.objects.visible_to(user).filter(account=account)
    confirmed = confirmed_in_a_year(account, user, on=on)
    return ValueFacts(
        account=account,
        today=on,
        targets=targets,
        attainment=_attainment(targets),
        entries=list(entries),
        confirmed=confirmed,
        sides=_sides(account, confirmed, on),
        goodwill=list(goodwill.select_related("told_to__person").order_by("-given_on", "-id")[:MOST]),
        changes=list(
            changes.select_related("asked_by__person", "acknowledged_by__person", "target")
            .order_by("-asked_on", "-id")[:MOST]
        ),
        gaps=list(gaps.select_related("contact__person").order_by("-noticed_on", "-id")[:MOST]),
        education=education_of(account, year_to(on)),
    )  # fmt: skip


def _sides(account: Account, confirmed: Realised, on: date) -> TwoSides:
    """Their benefit, what they pay and what stays with us."""
    benefit = confirmed.in_one(account.currency)
    return TwoSides(benefit, account.arr or None, margin_of_a_year(account, on))


def confirmed_in_a_year(account: Account, user: User, *, on: date) -> Realised:
    """What contacts confirmed of the last twelve months, each currency apart."""
    first, last = year_to(on)
    rows = ValueEntry.objects.visible_to(user).filter(account=account).confirmed().within(first, last)
    return realised(rows.order_by("id").values_list("amount", "currency"))


def shown_targets(account: Account, user: User, *, on: date) -> list[ShownTarget]:
    """The targets that stand, agreed ones first, each with its figures."""
    rows = RoiTarget.objects.visible_to(user).standing().filter(account=account)
    rows = rows.select_related("stakeholder__person", "agreed_with__person", "confirmed_by__person")
    targets = sorted(rows.order_by("due_on", "id")[:MOST], key=lambda row: not row.is_agreed)
    figures: dict[int, list[Measurement]] = {row.pk: [] for row in targets}
    found = Measurement.objects.visible_to(user).current().filter(target__in=targets, is_void=False)
    for figure in found.order_by("measured_on", "id"):
        figures[figure.target_id].append(figure)
    return [_shown(row, figures[row.pk], targets, on) for row in targets]


def goal_of(row: RoiTarget) -> Goal:
    """The line of a target."""
    return row.goal


def _shown(
    row: RoiTarget, figures: Sequence[Measurement], others: Sequence[RoiTarget], on: date
) -> ShownTarget:
    goal = goal_of(row)
    readings = [Reading(figure.measured_on, figure.value) for figure in figures]
    last = latest(readings, on)
    word, state = STANDING[standing(goal, last, on, is_confirmed=row.confirmed_on is not None)]
    said = f"{row.metric}: {word.lower()}, from {plain(row.baseline)} to {plain(row.target)} {row.unit}"
    return ShownTarget(
        row=row,
        last=next((figure for figure in reversed(figures) if figure.measured_on <= on), None),
        measurements=figures,
        ratio=_places(ratio(goal, last, on)),
        expected=expected(goal, on),
        word=word,
        state=state,
        chart=target_line(goal, readings, unit=row.unit, on=on, state=state, summary=said),
        contradicts=tuple(whom_it_contradicts(row, others)),
    )


def whom_it_contradicts(row: RoiTarget, others: Sequence[RoiTarget]) -> list[str]:
    """Names of other stakeholders who want something else of the same figure."""
    return [
        other.stakeholder.name if other.stakeholder else other.metric
        for other in others
        if other.pk != row.pk
        and other.stakeholder_id != row.stakeholder_id
        and other.metric.casefold() == row.metric.casefold()
        and other.unit.casefold() == row.unit.casefold()
        and contradict(goal_of(row), goal_of(other))
    ]


def _attainment(targets: Sequence[ShownTarget]) -> Decimal | None:
    parts = [
        (None if shown.ratio is None else Fraction(shown.ratio), shown.row.weight)
        for shown in targets
        if shown.row.is_agreed
    ]
    return _places(weighted(parts))


def _places(value: Fraction | None) -> Decimal | None:
    return None if value is None else round(Decimal(value.numerator) / Decimal(value.denominator), 4)
