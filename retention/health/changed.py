"""How a score moved in four weeks, and the sentence that tells it."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from .assessing import Assessment, recall
from .explain import TREND_DAYS, changes, shown, trend
from .explained import ChangeFact
from .models import HealthSnapshot
from .scoring import rounded
from .words import signed, whole

TREND = timedelta(days=TREND_DAYS)


def change_since(before: HealthSnapshot | None, on: date, found: Assessment) -> ChangeFact | None:
    """The like-for-like change up to *on* since the snapshot *before*, kept ``TREND`` earlier.

    None when nothing was kept then, or by another card.
    """
    if before is None or before.card_version != found.published.version:
        return None
    then = recall(before, {before.card_version: found.published})
    moved = trend(then.score, found.score)
    if moved is None:
        return None
    parts, card = changes(then.score, found.score), found.published.card
    amounts = shown([part.total for part in parts], 1)
    said = [
        (card.measure(part.code).label, amount) for part, amount in zip(parts, amounts, strict=True) if amount
    ]
    total = sum(amounts, Decimal(0))
    return ChangeFact(on - TREND, rounded(moved.change, 1), moved.arrow, total, tuple(said))


def sentence(found: Assessment, change: ChangeFact | None, rise: tuple[str, Decimal] | None) -> str:
    """“Score 61 (−9.0 in 28 days). Mostly: latest mood (−4.1). Would rise most by: …”"""
    if found.value is None:
        known = found.score.coverage * 100
        return f"No score: {float(known):.0f}% of what it is made of is known, 40% is needed."
    said = [f"Score {whole(found.value)}"]
    if change is not None:
        said[0] += f" ({signed(change.points)} in {TREND_DAYS} days)"
    said[0] += "."
    said += [f"{held.cap.text}: at most {float(held.cap.at_most):.0f}." for held in found.caps]
    mostly = _mostly(change)
    if mostly:
        said.append(f"Mostly: {mostly}.")
    if rise:
        said.append(f"Would rise most by: {_lower(rise[0])} ({signed(rise[1])}).")
    return " ".join(said)


def _mostly(change: ChangeFact | None) -> str:
    if change is None or not change.arrow:
        return ""
    parts = (part for part in change.parts if (part[1] > 0) == (change.points > 0))
    return ", ".join(f"{_lower(label)} ({signed(points)})" for label, points in _first(parts, 2))


def _first(parts: Iterable[tuple[str, Decimal]], count: int) -> list[tuple[str, Decimal]]:
    return list(parts)[:count]


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
