"""Whom customers see as our competitors, over all accounts (docs/methods.md, Competitors)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.choices import ContractState, LifecycleStage
from accounts.models import Contract
from retention.team.visibility import Reader

from ..models import KnownFact
from .our_words import OurLists, OurWord
from .words import FactOutcome, Threat, Topic

MOST = 50
"""So many competitors are summed up at once, those with most revenue first."""


@dataclass(frozen=True, slots=True)
class Competitor:
    """One competitor by the names customers use; revenue a year is in the workspace's currency."""

    key: str
    name: str
    accounts: int
    looking: int
    exposed: Decimal
    exposed_looking: Decimal
    decides_on: date | None
    last_named_on: date
    is_ours: bool | None = None
    """Whether our own list has it; None while we keep none."""


def named_competitors(reader: Reader) -> QuerySet[KnownFact]:
    """What stands of competitors named at customers the reader sees: the newest word of each account.

    Former customers are left out, and so is “nobody else”.
    """
    rows: QuerySet[KnownFact] = KnownFact.objects.visible_to(reader).current()
    rows = rows.filter(topic=Topic.COMPETITOR, outcome=FactOutcome.ANSWERED).exclude(named="")
    newer = KnownFact.objects.current().filter(
        Q(said_on__gt=OuterRef("said_on")) | Q(said_on=OuterRef("said_on"), pk__gt=OuterRef("pk")),
        topic=Topic.COMPETITOR, account=OuterRef("account"), named_key=OuterRef("named_key"),
    )  # fmt: skip
    return rows.exclude(account__stage=LifecycleStage.FORMER).filter(~Exists(newer))


def with_ends(rows: QuerySet[KnownFact]) -> QuerySet[KnownFact]:
    """The same with ``ends_on``: the next end of a contract in force, None where none ends."""
    ends = Contract.objects.filter(
        account=OuterRef("account"), state=ContractState.ACTIVE, term_end__isnull=False
    ).order_by("term_end")
    return rows.annotate(ends_on=Subquery(ends.values("term_end")[:1]))


def keys_of(ours: OurLists) -> list[str]:
    """Every folded word of our own list of competitors."""
    return [key for word in ours.competitors for key in word.keys]


def never_named(rows: QuerySet[KnownFact], ours: OurLists) -> list[OurWord]:
    """Those of our own list that no customer of these rows names, in one query."""
    named = set(rows.order_by().filter(named_key__in=keys_of(ours)).values_list("named_key", flat=True))
    return [word for word in ours.competitors if not named.intersection(word.keys)]


def summed_up(rows: QuerySet[KnownFact], ours: OurLists | None = None) -> list[Competitor]:
    """Competitors of these rows, those with most revenue exposed first; at most ``MOST``."""
    looking = Q(value=Threat.LOOKING)
    found = rows.order_by().values("named_key").annotate(
        name=Max("named"), accounts=Count("pk"), looking=Count("pk", filter=looking),
        exposed=Sum("account__arr_base"), exposed_looking=Sum("account__arr_base", filter=looking),
        decides_on=Min("account__next_decision_on"), last_named_on=Max("said_on"),
    )  # fmt: skip
    kept = ours or OurLists()
    keys = set(keys_of(kept)) if kept.competitors else None
    return list(_read(found.order_by("-exposed", "named_key")[:MOST], keys))


def _read(rows: Iterable[Any], keys: set[str] | None) -> Iterable[Competitor]:
    for row in rows:
        yield Competitor(
            key=row["named_key"], name=row["name"], accounts=row["accounts"], looking=row["looking"],
            exposed=row["exposed"] or Decimal(0), exposed_looking=row["exposed_looking"] or Decimal(0),
            decides_on=row["decides_on"], last_named_on=row["last_named_on"],
            is_ours=None if keys is None else row["named_key"] in keys,
        )  # fmt: skip
