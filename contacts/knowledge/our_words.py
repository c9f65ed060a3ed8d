"""Our own lists beside what customers say (docs/methods.md, What sets us apart)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Case, Count, F, Func, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.functions import Coalesce

from accounts.choices import LifecycleStage
from retention.lib.folding import folded
from retention.team.visibility import Reader

from ..models import KnownFact, OurWords
from .words import FactOutcome, Topic

_BETWEEN = "\n"


@dataclass(frozen=True, slots=True)
class OurWord:
    """One thing we say; ``keys`` are its name and its other words, folded."""

    name: str
    also: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OurLists:
    """Our two lists as they stand; version 0 while nobody published one."""

    version: int = 0
    differences: tuple[OurWord, ...] = ()
    competitors: tuple[OurWord, ...] = ()


@dataclass(frozen=True, slots=True)
class InTheirs:
    """How many customers name one of ours among what sets us apart, of those who said anything.

    ``share`` is 0 to 1, ``revenue`` that of those customers, a year, in the workspace's currency.
    """

    word: OurWord
    rank: int
    accounts: int
    share: Decimal | None
    revenue: Decimal


def our_lists() -> OurLists:
    """The newest version, in one query and one for the keys."""
    row = OurWords.objects.order_by("-version").first()
    if row is None:
        return OurLists()
    keys = _keys(word for each in (*row.differences, *row.competitors) for word in _spoken(each))
    return OurLists(row.version, *(_read(rows, keys) for rows in (row.differences, row.competitors)))


def names_of_one(name: str, ours: OurLists) -> tuple[str, ...]:
    """Every folded name of the competitor called so: those of our own list, else this one alone."""
    key = folded(name)
    return next((word.keys for word in ours.competitors if key in word.keys), (key,))


def every_version() -> QuerySet[OurWords]:
    """All that were published: they belong to nobody's account."""
    return OurWords.objects.all()


def _spoken(each: Mapping[str, Any]) -> list[str]:
    return [each["name"], *each["also"]]


def _keys(words: Iterable[str]) -> dict[str, str]:
    wanted = list(dict.fromkeys(words))
    if not wanted:
        return {}
    return dict(zip(wanted, folded(_BETWEEN.join(wanted)).split(_BETWEEN), strict=True))


def _read(rows: Iterable[Mapping[str, Any]], keys: Mapping[str, str]) -> tuple[OurWord, ...]:
    return tuple(
        OurWord(row["name"], tuple(row["also"]), tuple(keys[word] for word in _spoken(row))) for row in rows
    )


def said_to_set_us_apart(reader: Reader) -> QuerySet[KnownFact]:
    """What stands of it at customers the reader sees, with its text folded; former customers are left out."""
    rows: QuerySet[KnownFact] = KnownFact.objects.visible_to(reader).current()
    rows = rows.filter(topic=Topic.DIFFERENCE, outcome=FactOutcome.ANSWERED)
    rows = rows.exclude(account__stage=LifecycleStage.FORMER)
    return rows.annotate(folded_text=Func(F("text"), function="keel_fold", output_field=TextField()))


def names_it(word: OurWord) -> Q:
    """The folded text says one of ours in any of its words."""
    said = Q()
    for key in word.keys:
        said |= Q(folded_text__contains=key)
    return said


def with_ours(rows: QuerySet[KnownFact], ours: OurLists) -> QuerySet[KnownFact]:
    """The same with ``ours``: the name of the first of ours that each names, empty for none."""
    found = [When(names_it(word), then=Value(word.name)) for word in ours.differences]
    nothing = Value("", output_field=TextField())
    return rows.annotate(ours=Case(*found, default=nothing, output_field=TextField()) if found else nothing)


def in_theirs(rows: QuerySet[KnownFact], ours: OurLists) -> tuple[int, list[InTheirs]]:
    """How many customers said something, and for each of ours how many name it; in one query."""
    said = rows.order_by().values("account_id", "account__arr_base")
    said = said.annotate(**{f"n{i}": BoolOr(names_it(word)) for i, word in enumerate(ours.differences)})
    wanted: dict[str, Any] = {"asked": Count("account_id")}
    for i in range(len(ours.differences)):
        hit = Q(**{f"n{i}": True})
        wanted[f"c{i}"] = Count("account_id", filter=hit)
        wanted[f"r{i}"] = Coalesce(Sum("account__arr_base", filter=hit), Decimal(0))
    told = said.aggregate(**wanted)
    asked: int = told["asked"]
    return asked, [
        InTheirs(word, i + 1, told[f"c{i}"], Decimal(told[f"c{i}"]) / asked if asked else None, told[f"r{i}"])
        for i, word in enumerate(ours.differences)
    ]
