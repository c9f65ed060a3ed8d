"""Published scorecards: how a card is written down, and which one is in use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from retention.team.asking import planned

from .cards import STARTER, Cap, Card, Measure
from .models import Scorecard

STARTER_VERSION = 1

Shelf = Mapping[int, datetime]
"""When each card was published, by version."""


@dataclass(frozen=True, slots=True)
class Published:
    """A card and the number under which snapshots know it."""

    version: int
    card: Card


def shelf_of_cards() -> Shelf:
    """The published cards: for whoever needs the current card and older ones, in one query."""
    return dict(_every())


def current_card(shelf: Shelf | None = None) -> Published:
    """The newest published card, of *shelf* where that was read; the starter where none is published."""
    rows = list(shelf.items()) if shelf is not None else _newest()
    newest = max(rows, default=None)
    return _read(*newest) if newest else Published(STARTER_VERSION, STARTER)


def cards_of(versions: Iterable[int], shelf: Shelf | None = None) -> dict[int, Published]:
    """The cards of these versions, of *shelf* or in one query.

    Raises Scorecard.DoesNotExist for one that never was.
    """
    wanted = set(versions)
    rows = shelf.items() if shelf is not None else _published().filter(version__in=wanted)
    found = {version: _read(version, at) for version, at in rows if version in wanted}
    if STARTER_VERSION in wanted:
        found.setdefault(STARTER_VERSION, Published(STARTER_VERSION, STARTER))
    if wanted - found.keys():
        raise Scorecard.DoesNotExist(f"no scorecard of version {min(wanted - found.keys())}")
    return found


def definition_of(card: Card) -> dict[str, Any]:
    """The card as it is stored: every number a text, so that .3 stays three tenths."""
    return {
        "version": card.version,
        "measures_planned": card.measures_planned,
        "measures": [
            {
                "code": item.code,
                "label": item.label,
                "weight": _text(item.weight),
                "points": [[_text(value), _text(score)] for value, score in item.points],
                "fresh_days": item.fresh_days,
                "stale_days": item.stale_days,
            }
            for item in card.measures
        ],
        "caps": [{"code": cap.code, "at_most": _text(cap.at_most), "text": cap.text} for cap in card.caps],
    }


def card_from(definition: dict[str, Any]) -> Card:
    """The card that a definition describes. Raises KeyError or ValueError for one that is none."""
    return Card(
        version=definition["version"],
        measures=tuple(_measure(item) for item in definition["measures"]),
        caps=tuple(Cap(cap["code"], Fraction(cap["at_most"]), cap["text"]) for cap in definition["caps"]),
        measures_planned=definition["measures_planned"],
    )


def _measure(item: dict[str, Any]) -> Measure:
    return Measure(
        code=item["code"],
        label=item["label"],
        weight=Fraction(item["weight"]),
        points=tuple((Fraction(value), Fraction(score)) for value, score in item["points"]),
        fresh_days=item["fresh_days"],
        stale_days=item["stale_days"],
    )


def _text(number: Fraction) -> str:
    return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


@planned
def _newest() -> QuerySet[Scorecard, tuple[int, datetime]]:
    newest: QuerySet[Scorecard, tuple[int, datetime]] = _published().order_by("-version")[:1]
    return newest


@planned
def _every() -> QuerySet[Scorecard, tuple[int, datetime]]:
    rows: QuerySet[Scorecard, tuple[int, datetime]] = _published()
    return rows


def _published() -> Any:
    rows = Scorecard.objects.filter(published_at__isnull=False)
    return rows.values_list("version", "published_at")


@lru_cache(maxsize=16)
def _read(version: int, published_at: datetime) -> Published:
    """Read once per process: what was published at an instant never changes."""
    definition = Scorecard.objects.values_list("definition", flat=True).get(
        version=version, published_at=published_at
    )
    return Published(version, card_from(definition))
