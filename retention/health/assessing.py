"""One account's health as an object, from the live inputs or from a kept snapshot. Scoring itself is pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .cards import Cap, Card
from .input_sql import CAPPED, MEASURED
from .inputs import Row, readings_of
from .models import HealthSnapshot
from .published import Published
from .scoring import NOT_APPLICABLE, Reading, Score, measured, missing, not_applicable, rounded, score


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind one reading: the two numbers it is the quotient of, its age, and a row's id."""

    value: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    age_days: int = 0
    row: int | None = None


@dataclass(frozen=True, slots=True)
class HeldCap:
    """A cap that holds, since when, and the row that proves it."""

    cap: Cap
    since: date
    row: int | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Readings and score of one account as of one day, by one version of the card."""

    published: Published
    score: Score
    readings: Mapping[str, Reading]
    behind: Mapping[str, Behind]
    caps: tuple[HeldCap, ...]

    @property
    def value(self) -> Decimal | None:
        """What lists show and bands are judged on; None means unknown."""
        return shown_value(self.score)


def shown_value(result: Score) -> Decimal | None:
    """The band value to two places: bands are judged on the number people see."""
    return None if result.band_value is None else rounded(result.band_value)


def assess(row: Row, published: Published) -> Assessment:
    """The assessment a row of ``inputs`` means."""
    behind = {code: _behind(row, code.lower()) for code in MEASURED}
    held = [
        HeldCap(cap, row[f"{cap.code}_since"], row[f"{cap.code}_row"])
        for cap in published.card.caps
        if cap.code in CAPPED and row[f"{cap.code}_since"] is not None
    ]
    return _assessment(published, readings_of(row, published.card), behind, held)


def recall(snapshot: HealthSnapshot, cards: Mapping[int, Published]) -> Assessment:
    """The assessment a snapshot kept, by the card it was made with: *cards* by version (``cards_of``)."""
    published = cards[snapshot.card_version]
    kept: Mapping[str, Mapping[str, Any]] = snapshot.measures
    behind = {code: _kept_behind(item) for code, item in kept.items()}
    readings = {code: _kept_reading(item, behind[code]) for code, item in kept.items()}
    return _assessment(published, readings, behind, _kept_caps(snapshot.caps, published.card))


def _assessment(
    published: Published,
    readings: Mapping[str, Reading],
    behind: Mapping[str, Behind],
    held: Iterable[HeldCap],
) -> Assessment:
    caps = tuple(held)
    result = score(published.card, readings, [item.cap for item in caps])
    return Assessment(published, result, readings, behind, caps)


def _behind(row: Row, code: str) -> Behind:
    return Behind(
        value=row[f"{code}_value"],
        part=_decimal(row[f"{code}_part"]),
        whole=_decimal(row[f"{code}_whole"]),
        age_days=row[f"{code}_age"],
        row=row[f"{code}_row"],
    )


def _kept_behind(item: Mapping[str, Any]) -> Behind:
    part, whole = item.get("of", (None, None))
    return Behind(
        value=_decimal(item.get("value")),
        part=_decimal(part),
        whole=_decimal(whole),
        age_days=item.get("age", 0),
        row=item.get("row"),
    )


def _kept_reading(item: Mapping[str, Any], behind: Behind) -> Reading:
    if item.get("state") == NOT_APPLICABLE:
        return not_applicable()
    return missing() if behind.value is None else measured(behind.value, age_days=behind.age_days)


def _kept_caps(kept: Iterable[Mapping[str, Any]], card: Card) -> list[HeldCap]:
    return [
        HeldCap(card.cap(item["code"]), date.fromisoformat(item["since"]), item.get("row")) for item in kept
    ]


def _decimal(number: Any) -> Decimal | None:
    return None if number is None else Decimal(str(number))
