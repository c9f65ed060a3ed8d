"""Whom customers see as our competitors, over all accounts (docs/methods.md, Competitors)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

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


def _by_one_name(rows: QuerySet[KnownFact], ours: OurLists) -> QuerySet[Any]:
    """The rows with ``one``, the same for all names of one competitor; of an account the newest of each."""
    found = [When(named_key__in=word.keys, then=Value(word.keys[0])) for word in ours.competitors]
    named: QuerySet[Any] = rows.annotate(one=Case(*found, default=F("named_key"), output_field=CharField()))
    if not any(len(word.keys) > 1 for word in ours.competitors):
        return named
    newer = named.order_by().filter(
        Q(said_on__gt=OuterRef("said_on")) | Q(said_on=OuterRef("said_on"), pk__gt=OuterRef("pk")),
        account=OuterRef("account"), one=OuterRef("one"),
    )  # fmt: skip
    return named.filter(~Exists(newer))


def summed_up(rows: QuerySet[KnownFact], ours: OurLists | None = None) -> list[Competitor]:
    """Competitors of these rows, those with most revenue exposed first; at most ``MOST``.

    What our own list knows as other names of one competitor is one.
    """
    looking, kept = Q(value=Threat.LOOKING), ours or OurLists()
    found = _by_one_name(rows, kept).order_by().values("one").annotate(
        name=Max("named"), accounts=Count("pk"), looking=Count("pk", filter=looking),
        exposed=Sum("account__arr_base"), exposed_looking=Sum("account__arr_base", filter=looking),
        decides_on=Min("account__next_decision_on"), last_named_on=Max("said_on"),
    )  # fmt: skip
    names = {word.keys[0]: word.name for word in kept.competitors}
    return list(_read(found.order_by("-exposed", "one")[:MOST], names if kept.competitors else None))


def _read(rows: Iterable[Any], names: Mapping[str, str] | None) -> Iterable[Competitor]:
    for row in rows:
        yield Competitor(
            key=row["one"], name=(names or {}).get(row["one"], row["name"]), accounts=row["accounts"],
            looking=row["looking"], exposed=row["exposed"] or Decimal(0),
            exposed_looking=row["exposed_looking"] or Decimal(0), decides_on=row["decides_on"],
            last_named_on=row["last_named_on"], is_ours=None if names is None else row["one"] in names,
        )  # fmt: skip
