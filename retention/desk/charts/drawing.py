"""A drawing of bars, areas and lines with its numbers as a table; components/chart_drawing.html shows it."""

from dataclasses import dataclass

from .shapes import Glyph, Guide, Label, Table, px


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; ``css`` decides its paint, ``opacity`` pales it."""

    x: str
    y: str
    width: str
    height: str
    css: str
    opacity: str = "1"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing per width, because a scaled picture makes its words unreadable."""

    width: int
    height: int
    summary: str
    table: Table
    bars: tuple[Bar, ...] = ()
    areas: tuple[str, ...] = ()
    guides: tuple[Guide, ...] = ()
    lines: tuple[str, ...] = ()
    glyphs: tuple[Glyph, ...] = ()
    labels: tuple[Label, ...] = ()


def bar(x: float, y: float, width: float, height: float, css: str, opacity: float = 1) -> Bar:
    """A bar at a place; a sliver stays visible."""
    return Bar(
        px(x), px(y), px(max(width, 1.5)), px(height), css, px(opacity) if opacity == 1 else f"{opacity:g}"
    )
