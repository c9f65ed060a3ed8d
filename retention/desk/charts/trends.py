"""Small lines side by side with equal span: a change of five looks like a change of five in each panel."""

from collections.abc import Sequence
from dataclasses import dataclass

from .shapes import Glyph, Label, Scale, Table, glyph, polyline, px

GAP = 36
ROW_GAP = 16
PANEL_HEIGHT = 118


@dataclass(frozen=True, slots=True)
class Series:
    """One panel: a state, its word, and a value per period."""

    state: str
    word: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawn panel."""

    line: str
    state: str
    axis: str
    labels: tuple[Label, ...]
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """All panels of one drawing."""

    width: int
    height: int
    summary: str
    panels: tuple[Panel, ...]
    table: Table
    span: int


def trends(
    periods: Sequence[str],
    series: Sequence[Series],
    *,
    summary: str,
    head: str,
    columns: int = 3,
    width: int = 1126,
) -> Trends:
    """Panels in ``columns``; every panel spans the same number of accounts, named in ``span``."""
    span = max([10, *(round(max(s.values) - min(s.values)) + 2 for s in series if s.values)])
    panel_width = (width - GAP * (columns - 1)) / columns
    panels = tuple(
        _panel(
            each,
            periods,
            (n % columns) * (panel_width + GAP),
            (n // columns) * (PANEL_HEIGHT + ROW_GAP),
            panel_width,
            span,
        )
        for n, each in enumerate(series)
        if each.values
    )
    rows = tuple(
        (period, *(f"{s.values[i]:.0f}" for s in series if i < len(s.values)))
        for i, period in enumerate(periods)
    )
    rows_needed = -(-len(series) // columns)
    height = PANEL_HEIGHT * rows_needed + ROW_GAP * (rows_needed - 1)
    table = Table((head, *(s.word for s in series)), rows)
    return Trends(width, height, summary, panels, table, span)


def _panel(series: Series, periods: Sequence[str], left: float, top: float, width: float, span: int) -> Panel:
    middle = round((max(series.values) + min(series.values)) / 2)
    across = Scale(0, max(len(series.values) - 1, 1), left + 30, left + width - 36)
    down = Scale(middle - span / 2, middle + span / 2, top + PANEL_HEIGHT - 24, top + 26)
    points = [(across(i), down(v)) for i, v in enumerate(series.values)]
    (x0, y0), (x1, y1) = points[0], points[-1]
    foot = top + PANEL_HEIGHT
    return Panel(
        line=polyline(points),
        state=series.state,
        axis=f"M{px(left)} {px(foot - 18)}H{px(left + width)}",
        labels=(
            Label(px(left + 17), px(top + 12), series.word, css="name"),
            Label(px(x0 - 7), px(y0 + 4), f"{series.values[0]:.0f}", "end"),
            Label(px(x1 + 10), px(y1 + 4), f"{series.values[-1]:.0f}", css="name"),
            Label(px(x0), px(foot - 3), periods[0], "middle"),
            Label(px(x1), px(foot - 3), periods[-1], "middle"),
        ),
        glyphs=(glyph(left + 6, top + 8, 5, series.state), glyph(x1, y1, 4, series.state)),
    )
