"""What is somebody's to do, everywhere: nobody leaves while anything open is theirs.

The layers above register what they keep (``offer_open_work`` in their apps.py), so that this layer can
list and hand over work whose tables it does not know.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from retention.lib.counting import counts_of

from .models import User


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing that is theirs, as a page shows it."""

    label: str
    note: str = ""
    url: str = ""


class HandOver(Protocol):
    """Gives everything of one kind to *to*, or to nobody where that may be; how many things moved."""

    def __call__(self, person: User, to: User | None, *, by: User, at: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One kind of work. ``order`` decides when it is handed over: accounts before what hangs on them."""

    order: int
    name: str
    label: str
    rows: Callable[[User], QuerySet[Any]]
    item: Callable[[Any], OpenItem]
    hand_over: HandOver
    may_be_left: bool = False
    """It may be left to nobody: a backup owner is good to have, an owner is needed."""
    only_for: Callable[[User], bool] = lambda person: person.is_active
    """Who may receive it."""
    out_of_sight: Callable[[User], int] = lambda person: 0
    """How many of them the person cannot see any more."""

    def count(self, person: User) -> int:
        """How many things of this kind are theirs."""
        return self.rows(person).count()

    def first(self, person: User, limit: int) -> list[OpenItem]:
        """The first of them, in a fixed order."""
        return [self.item(row) for row in self.rows(person)[:limit]]


_kinds: dict[str, OpenWork] = {}


def offer_open_work(*kinds: OpenWork) -> None:
    """Register kinds of work; called from ``apps.py`` only. Registering twice changes nothing."""
    for kind in kinds:
        _kinds[kind.name] = kind


def kinds_of_work() -> list[OpenWork]:
    """Every registered kind, in the order of handing over."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.name))


def open_work_of(person: User) -> dict[str, int]:
    """How much of each kind is theirs; kinds without any are left out."""
    return {kind.name: count for kind, count in counted_work(person)}


def counted_work(person: User) -> list[tuple[OpenWork, int]]:
    """The kinds of which anything is theirs, and how much, in one statement."""
    kinds = kinds_of_work()
    counts = counts_of(kind.rows(person) for kind in kinds)
    return [(kind, count) for kind, count in zip(kinds, counts, strict=True) if count]


def work_out_of_sight(person: User) -> dict[str, int]:
    """How much of each kind is theirs on accounts they no longer see."""
    counts = {kind.name: kind.out_of_sight(person) for kind in kinds_of_work()}
    return {name: count for name, count in counts.items() if count}


def in_words(counts: Mapping[str, int]) -> str:
    """3 accounts they own, 2 next steps."""
    labels = {kind.name: kind.label for kind in kinds_of_work()}
    return ", ".join(f"{labels[name].lower()}: {count}" for name, count in counts.items())
