"""Lines over time: health with its bands, small trends side by side, and the sparkline."""

from collections.abc import Sequence
from dataclasses import dataclass

from .shapes import Glyph, Guide, Label, Scale, Table, glyph, polyline, px, runs

AT_RISK_BELOW = 40
HEALTHY_FROM = 70


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day (or month); ``value`` is None when there was no score."""

    label: str
    value: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineChart:
    """A drawn line: one drawing per width, because a scaled picture makes its words unreadable."""

    width: int
    height: int
    summary: str
    lines: tuple[str, ...]
    guides: tuple[Guide, ...]
    labels: tuple[Label, ...]
    glyphs: tuple[Glyph, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Spark:
    """A line of a word's size, without axes."""

    width: int
    height: int
    summary: str
    lines: tuple[str, ...]
    last: Glyph | None


def health_line(
    points: Sequence[Point], *, state: str, word: str, summary: str, head: tuple[str, str], width: int = 368
) -> LineChart:
    """Score over time between 0 and 100, with the lines of "at risk" (40) and "healthy" (70).

    ``state`` and ``word`` name the last score. A gap in the scores is a gap in the line. ``head`` names the
    columns of the table. Points with a note get it written above the line.
    """
    height, right, top, bottom = 150, 74, 22, 22
    known = [point.value for point in points if point.value is not None]
    low, high = min([*known, 30]), max([*known, 80])
    across = Scale(0, max(len(points) - 1, 1), 4, width - right)
    down = Scale(low - 4, high + 6, height - bottom, top)
    values = [point.value for point in points]
    stretches = runs(values)
    lines = tuple(polyline([(across(i), down(v)) for i, v in stretch]) for stretch in stretches)
    last = stretches[-1][-1] if stretches else None
    guides = tuple(_guide(down(line), width - right) for line in (AT_RISK_BELOW, HEALTHY_FROM))
    return LineChart(
        width=width,
        height=height,
        summary=summary,
        lines=lines,
        guides=(*guides, *_note_guides(points, across, down, top)),
        labels=(*_band_labels(last, word, down, width - right + 8), *_notes(points, across, top),
                *_time_labels([p.label for p in points], across, height - 5)),
        glyphs=(glyph(across(last[0]), down(last[1]), 5, state),) if last else (),
        table=Table(head, tuple((p.label, "—" if p.value is None else f"{p.value:.0f}") for p in points)),
    )  # fmt: skip


def _guide(y: float, to: float) -> Guide:
    return Guide(f"M4 {px(y)}H{px(to)}")


def _band_labels(last: tuple[int, float] | None, word: str, down: Scale, x: float) -> list[Label]:
    """The words of the bands at the right, kept clear of the label of the last value."""
    labels = [(down(HEALTHY_FROM) - 4, "70 healthy"), (down(AT_RISK_BELOW) + 13, "40 at risk")]
    if last is None:
        return [Label(px(x), px(y), text) for y, text in labels]
    y_last = down(last[1]) + 4
    shown = [Label(px(x), px(y), text) for y, text in labels if abs(y - y_last) > 13]
    return [*shown, Label(px(x), px(y_last), f"{word} {last[1]:.0f}", css="name")]


def _note_guides(points: Sequence[Point], across: Scale, down: Scale, top: float) -> list[Guide]:
    return [
        Guide(f"M{px(across(i))} {px(down(p.value) - 4)}V{px(top - 8)}")
        for i, p in enumerate(points)
        if p.note and p.value is not None
    ]


def _notes(points: Sequence[Point], across: Scale, top: float) -> list[Label]:
    last = len(points) - 1
    anchors = {0: "start", last: "end"}
    return [
        Label(px(across(i)), px(top - 11), p.note, anchors.get(i, "middle"))
        for i, p in enumerate(points)
        if p.note
    ]


def _time_labels(words: Sequence[str], across: Scale, y: float, at_most: int = 5) -> list[Label]:
    """About five words under the line, the first and the last among them."""
    last = len(words) - 1
    if last < 1:
        return [Label(px(across(0)), px(y), word) for word in words]
    steps = min(at_most - 1, last)
    chosen = sorted({round(step * last / steps) for step in range(steps + 1)})
    return [Label(px(across(i)), px(y), words[i], "start" if i == 0 else "middle") for i in chosen]


def sparkline(values: Sequence[float | None], *, state: str, summary: str) -> Spark:
    """The shape of a series, 88 by 20; unknown values leave a gap."""
    known = [value for value in values if value is not None]
    if not known:
        return Spark(88, 20, summary, (), None)
    across, down = Scale(0, max(len(values) - 1, 1), 2, 82), Scale(min(known), max(known), 16, 4)
    stretches = runs(values)
    i, v = stretches[-1][-1]
    lines = tuple(polyline([(across(i), down(v)) for i, v in stretch]) for stretch in stretches)
    return Spark(88, 20, summary, lines, glyph(across(i), down(v), 3, state))
