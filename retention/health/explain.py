"""Why a score is what it is, and why it changed; every part adds up (docs/methods.md, Explanation). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .cards import Card
from .scoring import KNOWN, MeasureScore, Reading, Score, rounded, score

NEUTRAL = Fraction(50)
ARROW_FROM = Fraction(5)
TREND_DAYS = 28


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one measure adds to (or takes from) the neutral score; shares sum to 1."""

    code: str
    share: Fraction
    score: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Change:
    """What one measure changed between two scores: by its own value, and by its weight among the others."""

    code: str
    value_part: Fraction
    weight_part: Fraction

    @property
    def total(self) -> Fraction:
        """Both parts together."""
        return self.value_part + self.weight_part


@dataclass(frozen=True, slots=True)
class Trend:
    """Like-for-like change; ``arrow`` is up, down, or empty below five points."""

    change: Fraction
    arrow: str


def contributions(result: Score, baseline: Fraction = NEUTRAL) -> list[Contribution]:
    """The measures that count, largest gain first; the points sum to score minus baseline."""
    parts = [
        Contribution(code, share, points, share * (points - baseline))
        for code, (share, points) in _counted(result).items()
    ]
    return sorted(parts, key=lambda part: (-part.points, part.code))


def changes(before: Score, after: Score) -> list[Change]:
    """What moved the score, largest move first; the totals sum to the difference exactly.

    A measure that is absent on one side takes its score from the other, so that all of its effect
    stands in the weight part. Empty when either side has no score.
    """
    if before.value is None or after.value is None:
        return []
    old, new = _counted(before), _counted(after)
    moves = []
    for code in sorted(old.keys() | new.keys()):
        weight_0, score_0 = old.get(code, (Fraction(0), new.get(code, (0, Fraction(0)))[1]))
        weight_1, score_1 = new.get(code, (Fraction(0), score_0))
        moves.append(
            Change(
                code,
                value_part=(weight_0 + weight_1) / 2 * (score_1 - score_0),
                weight_part=(weight_1 - weight_0) * (score_0 + score_1) / 2,
            )
        )
    return sorted(moves, key=lambda move: (-abs(move.total), move.code))


def _counted(result: Score) -> dict[str, tuple[Fraction, Fraction]]:
    known = sum((item.effective_weight for item in result.measures), Fraction(0))
    return {
        item.code: (item.effective_weight / known, item.score)
        for item in result.measures
        if item.score is not None and item.availability
    }


def trend(before: Score, after: Score) -> Trend | None:
    """The change over measures known on both days of the same card; None when there are none to compare."""
    old, new = _by_code(before), _by_code(after)
    shared = sorted(old.keys() & new.keys())
    if before.card != after.card or not shared:
        return None
    weight = sum((old[code].weight for code in shared), Fraction(0))
    moved = sum(
        (old[code].weight * ((new[code].score or 0) - (old[code].score or 0)) for code in shared), Fraction(0)
    )
    change = moved / weight
    arrow = "" if abs(change) < ARROW_FROM else "up" if change > 0 else "down"
    return Trend(change, arrow)


def _by_code(result: Score) -> dict[str, MeasureScore]:
    return {item.code: item for item in result.measures if item.absence == KNOWN and item.score is not None}


def best_rise(card: Card, readings: Mapping[str, Reading]) -> tuple[str, Fraction] | None:
    """The measure that would lift the score most by reaching its next threshold, and by how much.

    Mechanics, not a promise: the page says so. None when nothing known can rise.
    """
    now = score(card, readings)
    if now.value is None:
        return None
    gains = []
    for part in contributions(now):
        higher = [points for _, points in card.measure(part.code).points if points > part.score]
        if higher:
            gains.append((part.share * (min(higher) - part.score), part.code))
    best = max(gains, default=None, key=lambda gain: (gain[0], gain[1]))
    return (best[1], best[0]) if best else None


def shown(parts: list[Fraction], places: int = 2) -> list[Decimal]:
    """The parts rounded so that they still add up to the rounded total (largest remainder)."""
    quantum = Fraction(1, 10**places)
    floors = [part // quantum for part in parts]
    total = int(rounded(sum(parts, Fraction(0)), places) / Decimal(1).scaleb(-places))
    by_rest = sorted(range(len(parts)), key=lambda place: (floors[place] * quantum - parts[place], place))
    for place in by_rest[: total - sum(floors)]:
        floors[place] += 1
    return [Decimal(floor).scaleb(-places) for floor in floors]
