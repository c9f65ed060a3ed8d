"""The board: open renewals by stage, each lane with its count, its sum and its first few cards."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from contacts.models import NextStep
from retention.renewals.models import CLOSED_STAGES, Renewal, RenewalStage
from retention.renewals.questions import disputed, late_on, with_views
from retention.team.models import User

from .worth import Purse, Worth, total

CARDS = 6
OPEN_STAGES = [stage for stage in RenewalStage if stage not in CLOSED_STAGES]


@dataclass
class Lane:
    """One stage: what stands in it, and the cards to be decided first."""

    stage: RenewalStage
    worth: Worth = field(default_factory=Worth)
    late: int = 0
    disputed: Worth = field(default_factory=Worth)
    cards: list[Renewal] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The stage in an address."""
        return self.stage.value

    @property
    def label(self) -> str:
        """The stage in words."""
        return str(self.stage.label)

    @property
    def more(self) -> int:
        """How many have no card here."""
        return self.worth.number - len(self.cards)


@dataclass(frozen=True)
class Board:
    """Lanes in the order of the pipeline; stages in which nothing stands are only named."""

    lanes: list[Lane]
    empty: list[str]

    @property
    def worth(self) -> Worth:
        """Everything on the board."""
        return total(lane.worth for lane in self.lanes)

    @property
    def late(self) -> int:
        """How many are past their day."""
        return sum(lane.late for lane in self.lanes)

    @property
    def disputed(self) -> Worth:
        """Where the owner's call and the system's estimate contradict each other."""
        return total(lane.disputed for lane in self.lanes)


def board(rows: QuerySet[Renewal], *, on: date) -> Board:
    """Put filtered rows on the board: sums by one statement, cards by another."""
    lanes = {stage.value: Lane(stage) for stage in OPEN_STAGES}
    purse = Purse(on)
    for group in _sums(rows, on):
        lane = lanes[group["stage"]]
        lane.worth += purse.worth(group["currency"], group["amount"], group["number"])
        lane.late += group["late"]
        lane.disputed += purse.worth(group["currency"], group["disputed_amount"], group["disputed"])
    for card in _cards(rows, [code for code, lane in lanes.items() if lane.worth.number]):
        lanes[card.stage].cards.append(card)
    return Board(
        lanes=[lane for lane in lanes.values() if lane.worth.number],
        empty=[lane.label for lane in lanes.values() if not lane.worth.number],
    )


def _sums(rows: QuerySet[Renewal], on: date) -> Iterable[Any]:
    opened = rows.filter(stage__in=OPEN_STAGES).order_by().values("stage", "currency")
    return opened.annotate(
        amount=Sum("atr"),
        number=Count("id"),
        late=Count("id", filter=late_on(on)),
        disputed=Count("id", filter=disputed()),
        disputed_amount=Sum("atr", filter=disputed()),
    )


def _cards(rows: QuerySet[Renewal], stages: list[str]) -> Iterable[Renewal]:
    """The first few of each stage: one short read of the index per lane, in one statement."""
    firsts = [
        rows.filter(stage=stage).order_by("decision_on", "id").values_list("id", flat=True)[:CARDS]
        for stage in stages
    ]
    if not firsts:
        return []
    ids = firsts[0].union(*firsts[1:], all=True) if len(firsts) > 1 else firsts[0]
    found = with_views(rows.filter(Q(pk__in=list(ids))))
    return found.select_related("account__owner", "contract", "call_by").order_by("decision_on", "id")


def first_steps(cards: Iterable[Renewal], user: User) -> dict[int, NextStep]:
    """By account, the open step that is due first."""
    steps = NextStep.objects.visible_to(user).open().filter(account__in={card.account_id for card in cards})
    firsts = steps.order_by("account_id", "due_on", "id").distinct("account_id")
    return {step.account_id: step for step in firsts}
