"""Small bars without axes: meter, dots, stacked bar, and the strip of shapes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .shapes import px

STATES = ("at_risk", "watch", "healthy", "unknown")
STRIP_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Meter:
    """A bar of 100 units; ``width`` is None when there is no value."""

    width: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Dots:
    """``squares`` are (x, filled)."""

    width: str
    squares: tuple[tuple[str, bool], ...]
    state: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a stacked bar of 1000 units."""

    x: str
    width: str
    state: str


@dataclass(frozen=True, slots=True)
class Stacked:
    """One horizontal bar, never a pie; the words and sums stand in its legend."""

    label: str
    height: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """One shape per account; above the limit each shape stands for ``each`` accounts."""

    shapes: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    total: int
    each: int


def meter(value: float | None, *, state: str = "accent", out_of: float = 100) -> Meter:
    """The share of ``value`` in ``out_of``, held between nothing and full."""
    if value is None or out_of <= 0:
        return Meter(width=None, state=state)
    return Meter(width=px(min(max(float(value) / float(out_of), 0), 1) * 100), state=state)


def dots(filled: int, total: int, *, state: str = "healthy") -> Dots:
    """Squares of 9 units, 2 apart; more than twelve are scaled down to twelve."""
    shown = min(total, 12)
    full = round(filled * shown / total) if total else 0
    if 0 < filled < total:
        full = min(max(full, 1), shown - 1)
    return Dots(px(max(shown * 11 - 2, 1)), tuple((px(i * 11), i < full) for i in range(shown)), state)


def stacked(label: str, parts: Sequence[tuple[str, float]], *, height: int = 14) -> Stacked:
    """Split 1000 units by amount; nothing is drawn for zero, and a sliver stays visible."""
    known = [(state, float(amount)) for state, amount in parts if amount and amount > 0]
    total = sum(amount for _, amount in known)
    drawn, x = [], 0.0
    for state, amount in known:
        width = amount / total * 1000
        drawn.append(Part(px(x), px(max(width - 4, 3)), state))
        x += width
    return Stacked(label, height, tuple(drawn))


def strip(counts: Mapping[str, int]) -> Strip:
    """The worst first. More than 120 accounts share shapes evenly, each state keeping at least one."""
    total = sum(counts.values())
    each = -(-total // STRIP_LIMIT) if total else 1
    shapes = [state for state in STATES for _ in range(-(-counts.get(state, 0) // each))]
    shown = tuple((state, counts.get(state, 0)) for state in ("healthy", "watch", "at_risk", "unknown"))
    return Strip(tuple(shapes), shown, total, each)
