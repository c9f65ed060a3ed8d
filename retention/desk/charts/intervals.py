"""Differences with their intervals: a dot, a line through it, and the line of no difference."""

from collections.abc import Sequence
from dataclasses import dataclass

from .drawing import Drawing
from .shapes import Guide, Label, Scale, Table, glyph, px

ROW, TOP, FOOT = 34, 8, 26


@dataclass(frozen=True, slots=True)
class Span:
    """One row: words, a difference of shares with its interval, and how many stand behind it."""

    label: str
    value: float
    low: float
    high: float
    note: str


def intervals(spans: Sequence[Span], *, summary: str, table: Table, axis: str, width: int = 1080) -> Drawing:
    """One row per span between minus and plus one; words above each line, so that phones can show them."""
    reach = max([0.2, *(max(abs(span.low), abs(span.high)) for span in spans)])
    across = Scale(-reach, reach, 8, width - 8)
    height = TOP + ROW * len(spans) + FOOT
    rows = [(span, TOP + ROW * place + 24) for place, span in enumerate(spans)]
    return Drawing(
        width=width,
        height=height,
        summary=summary,
        table=table,
        guides=(
            Guide(f"M{px(across(0))} {TOP}V{height - FOOT}", css="axis"),
            *(Guide(f"M{px(across(span.low))} {px(y)}H{px(across(span.high))}") for span, y in rows),
        ),
        glyphs=tuple(glyph(across(span.value), y, 5, "accent") for span, y in rows),
        labels=(
            *(Label("0", px(y - 10), span.label, css="name") for span, y in rows),
            *(Label(px(width), px(y - 10), span.note, "end") for span, y in rows),
            Label(px(across(0)), str(height - 8), axis, "middle"),
        ),
    )
