"""One competitor over what customers say, white space and losses (docs/methods.md, Competitors)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from contacts.knowledge.competitors import MOST, Competitor, named_competitors, summed_up
from contacts.knowledge.our_words import OurLists, our_lists
from plans.models import WhitespaceCell
from plans.planning.room_words import CellState
from retention.renewals.models import LossReason
from retention.team.models import User

NOTHING = Decimal(0)


@dataclass(slots=True)
class Rival:
    """A competitor by all its names; revenue is that of the customers who name it.

    ``cells`` are those of white space where it sits now, ``ends_on`` the first end of its contracts there,
    ``losses`` renewals lost or made less by it.
    """

    name: str
    is_ours: bool | None = None
    accounts: int = 0
    looking: int = 0
    exposed: Decimal = NOTHING
    exposed_looking: Decimal = NOTHING
    decides_on: date | None = None
    last_named_on: date | None = None
    cells: int = 0
    ends_on: date | None = None
    losses: int = 0

    def named(self, by: Competitor) -> None:
        """Customers name it so."""
        self.accounts += by.accounts
        self.looking += by.looking
        self.exposed += by.exposed
        self.exposed_looking += by.exposed_looking
        self.decides_on = min(filter(None, (self.decides_on, by.decides_on)), default=None)
        self.last_named_on = max(filter(None, (self.last_named_on, by.last_named_on)), default=None)


@dataclass(slots=True)
class _Rivals:
    """Rivals by the first of their folded names."""

    ours: OurLists
    found: dict[str, Rival] = field(default_factory=dict)

    def called(self, key: str, name: str) -> Rival:
        """The one that goes by this folded name; *name* is shown where our own list has none."""
        word = next((each for each in self.ours.competitors if key in each.keys), None)
        is_ours = None if not self.ours.competitors else word is not None
        made = Rival(word.name if word else name, is_ours)
        return self.found.setdefault(word.keys[0] if word else key, made)


def rivals_of(user: User, named: Iterable[Competitor], ours: OurLists, *, on: date) -> list[Rival]:
    """Those whom customers *named*, who sit in white space, or took a renewal; in two queries.

    Names that our own list knows for one competitor are one; else whatever is spelt alike. Those with
    most revenue come first.
    """
    rivals = _Rivals(ours)
    for each in named:
        rivals.called(each.key, each.name).named(each)
    cells = WhitespaceCell.objects.visible_to(user).filter(state=CellState.COMPETITOR).exclude(competitor="")
    ahead = Min("competitor_ends_on", filter=Q(competitor_ends_on__gte=on))
    for row in (
        cells.order_by()
        .values("competitor_key")
        .annotate(name=Max("competitor"), number=Count("pk"), ends=ahead)
    ):
        rival = rivals.called(row["competitor_key"], row["name"])
        rival.cells += row["number"]
        rival.ends_on = min(filter(None, (rival.ends_on, row["ends"])), default=None)
    reasons = LossReason.objects.visible_to(user).filter(renewal__is_history=False)
    lost: QuerySet[Any] = reasons.with_competitor_key()
    for row in (
        lost.order_by().values("key").annotate(name=Max("competitor"), number=Count("renewal", distinct=True))
    ):
        rivals.called(row["key"], row["name"]).losses += row["number"]
    ranked = sorted(
        rivals.found.values(), key=lambda each: (-each.exposed, -each.cells, -each.losses, each.name)
    )
    return ranked[:MOST]


def rival_names(user: User) -> list[str]:
    """Names to choose from: our own list, what customers call them, who sits in white space; each once."""
    ours = our_lists()
    rivals = _Rivals(ours)
    for word in ours.competitors:
        rivals.called(word.keys[0], word.name)
    for each in summed_up(named_competitors(user), ours):
        rivals.called(each.key, each.name)
    cells = WhitespaceCell.objects.visible_to(user).exclude(competitor="").order_by()
    for row in cells.values("competitor_key").annotate(name=Max("competitor"))[:MOST]:
        rivals.called(row["competitor_key"], row["name"])
    return sorted({rival.name for rival in rivals.found.values()}, key=str.casefold)[:MOST]
