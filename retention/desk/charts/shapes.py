"""The marks charts are made of, and the scales that place them."""

from collections.abc import Sequence
from dataclasses import dataclass


def px(value: float) -> str:
    """A coordinate with one decimal and a point, whatever the reader's language."""
    return f"{round(value, 1) + 0:g}"


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to pixels; ``to_start`` may be below ``to_end`` or above it."""

    low: float
    high: float
    to_start: float
    to_end: float

    def __call__(self, value: float) -> float:
        """Where a value is drawn; the middle when all values are the same."""
        if self.high == self.low:
            return (self.to_start + self.to_end) / 2
        return self.to_start + (value - self.low) * (self.to_end - self.to_start) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Label:
    """A word in a chart."""

    x: str
    y: str
    text: str
    anchor: str = "start"
    css: str = "tick"


@dataclass(frozen=True, slots=True)
class Guide:
    """A line across the chart, as an SVG path."""

    path: str
    css: str = "guide"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A health shape at a place; ``path`` is its outline."""

    path: str
    state: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def glyph(x: float, y: float, radius: float, state: str, title: str = "") -> Glyph:
    """Circle, diamond, triangle or ring of about the same visual weight."""
    r = round(radius, 1)  # so that the two halves of a circle meet exactly
    if state == "watch":
        r *= 1.2
        path = f"M{px(x)} {px(y - r)}l{px(r)} {px(r)} {px(-r)} {px(r)} {px(-r)} {px(-r)}z"
    elif state == "at_risk":
        path = f"M{px(x)} {px(y - r * 1.25)}l{px(r * 1.3)} {px(r * 2.2)}h{px(-r * 2.6)}z"
    else:
        path = (
            f"M{px(x - r)} {px(y)}a{px(r)} {px(r)} 0 1 0 {px(2 * r)} 0a{px(r)} {px(r)} 0 1 0 {px(-2 * r)} 0z"
        )
    return Glyph(path=path, state=state, title=title)


def polyline(points: Sequence[tuple[float, float]]) -> str:
    """The points attribute of a line."""
    return " ".join(f"{px(x)},{px(y)}" for x, y in points)


def runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Unbroken stretches of known values as (index, value): a line is not drawn over what is not known."""
    found: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append((index, value))
    return [stretch for stretch in found if stretch]
