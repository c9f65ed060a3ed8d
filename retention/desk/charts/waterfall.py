"""What moved an amount from one day to another, step by step; bars start at zero."""

from collections.abc import Sequence
from dataclasses import dataclass

from .drawing import Bar, Drawing, bar
from .shapes import Guide, Label, Scale, Table, px

ROW, BAR = 28, 16
PALE = 0.45


@dataclass(frozen=True, slots=True)
class Step:
    """One row: a word, a signed amount and how it is written. A ``total`` stands by itself from zero."""

    label: str
    amount: float
    text: str
    is_total: bool = False


def waterfall(steps: Sequence[Step], *, summary: str, head: tuple[str, str], width: int = 680) -> Drawing:
    """One row per step: totals in ink, gains in the accent, losses in the paler accent."""
    levels = _levels(steps)
    across = Scale(
        min(0.0, *(min(pair) for pair in levels)), max(1.0, *(max(pair) for pair in levels)), 112, width - 92
    )
    bars, labels, guides = [], [], []
    for place, (step, (low, high)) in enumerate(zip(steps, levels, strict=True)):
        y = place * ROW + 6
        bars.append(_bar(step, across(min(low, high)), across(max(low, high)), y))
        labels += [
            Label("0", px(y + BAR - 3), step.label, css="name" if step.is_total else "tick"),
            Label(px(width), px(y + BAR - 3), step.text, "end", css="name" if step.is_total else "tick"),
        ]
        if place + 1 < len(steps):
            guides.append(Guide(f"M{px(across(high))} {px(y + BAR)}V{px(y + ROW)}"))
    return Drawing(
        width=width,
        height=len(steps) * ROW,
        summary=summary,
        table=Table(head, tuple((step.label, step.text) for step in steps)),
        bars=tuple(bars),
        guides=(*guides, Guide(f"M{px(across(0))} 0V{len(steps) * ROW}", css="axis")),
        labels=tuple(labels),
    )


def _levels(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """Where each bar begins and ends."""
    found, level = [], 0.0
    for step in steps:
        before = 0.0 if step.is_total else level
        level = before + step.amount
        found.append((before, level))
    return found or [(0.0, 0.0)]


def _bar(step: Step, left: float, right: float, y: float) -> Bar:
    if step.is_total:
        return bar(left, y, right - left, BAR, "fill-ink")
    return bar(left, y, right - left, BAR, "fill-accent", 1 if step.amount >= 0 else PALE)
