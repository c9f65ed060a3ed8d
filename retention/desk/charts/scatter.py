"""Low health, close renewal: which accounts are close to the edge and soon. Size is yearly revenue."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from .shapes import Glyph, Guide, Label, Scale, Table, glyph, px

DAYS = 180
FLOOR = 0
CLOSE_DAYS = 90
AT_RISK_BELOW = 40
HEALTHY_FROM = 70
LETTER = 6.4


@dataclass(frozen=True, slots=True)
class Dot:
    """An account: score 0 to 100, days until its renewal, share of the largest revenue shown (0 to 1)."""

    name: str
    score: float
    days: int
    size: float
    state: str
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """The corner that asks for action first."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Scatter:
    """One drawing for one width."""

    width: int
    height: int
    summary: str
    zone: Zone
    guides: tuple[Guide, ...]
    labels: tuple[Label, ...]
    glyphs: tuple[Glyph, ...]
    names: tuple[Label, ...]
    table: Table


def scatter(
    dots: Sequence[Dot], *, summary: str, head: tuple[str, str, str, str], width: int = 620, axis: str = ""
) -> Scatter:
    """Health (down) against days to renewal (across); the zone below 40 within 90 days says "Act first".

    Dots beyond 180 days are left out of the drawing and the table. Names stand beside the ones that matter
    most (low and soon) as long as they cover neither another name nor the edge. ``axis`` is written under the
    days, "days to renewal" unless they count to something else.
    """
    height = 300
    shown = sorted((dot for dot in dots if 0 <= dot.days <= DAYS), key=lambda dot: -dot.size)
    across, down = Scale(0, DAYS, 34, width - 12), Scale(FLOOR, 100, height - 34, 14)
    radius = {dot: 3.5 + 5.5 * max(dot.size, 0) ** 0.5 for dot in shown}
    return Scatter(
        width=width,
        height=height,
        summary=summary,
        zone=Zone(px(across(0)), px(down(AT_RISK_BELOW)), px(across(CLOSE_DAYS) - across(0)),
                  px(down(FLOOR) - down(AT_RISK_BELOW))),
        guides=_guides(down, width),
        labels=(*_axis_labels(across, down, width, height), _axis_word(across, height, axis)),
        glyphs=tuple(glyph(across(d.days), down(d.score), radius[d], d.state, d.name) for d in shown),
        names=_names(shown, across, down, radius, width),
        table=Table(head, tuple(_row(dot) for dot in by_urgency(shown))),
    )  # fmt: skip


def _row(dot: Dot) -> tuple[str, str, str, str]:
    return dot.name, f"{dot.score:.0f}", str(dot.days), dot.amount


def by_urgency(dots: Sequence[Dot]) -> list[Dot]:
    """Low and soon first: the distance to the corner of score 0, day 0."""
    return sorted(dots, key=lambda dot: (dot.score / 100) ** 2 + (dot.days / DAYS) ** 2)


def _guides(down: Scale, width: int) -> tuple[Guide, ...]:
    bands = [Guide(f"M34 {px(down(line))}H{width - 12}") for line in (AT_RISK_BELOW, HEALTHY_FROM)]
    return (*bands, Guide(f"M34 {px(down(FLOOR))}H{width - 12}", css="axis"))


def _axis_labels(across: Scale, down: Scale, width: int, height: int) -> tuple[Label, ...]:
    ticks = range(0, DAYS + 1, 30 if width > 450 else 60)
    days = [
        Label(px(across(day)), str(height - 18), str(day), "end" if day == DAYS else "middle")
        for day in ticks
    ]
    scores = [Label("28", px(down(line) + 4), str(line), "end") for line in (AT_RISK_BELOW, HEALTHY_FROM)]
    return (
        *days,
        *scores,
        Label("0", "11", gettext("Health")),
        Label(px(across(0) + 8), px(down(FLOOR) - 8), gettext("Act first"), css="name-late"),
    )


def _axis_word(across: Scale, height: int, axis: str) -> Label:
    return Label(px(across(0)), str(height - 3), axis or gettext("days to renewal"))


Box = tuple[float, float, float, float]


def _overlaps(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _names(
    dots: Sequence[Dot], across: Scale, down: Scale, radius: dict[Dot, float], width: int
) -> tuple[Label, ...]:
    """Place names greedily, the most urgent first: right of the dot, else left, else not at all."""
    places = {dot: (across(dot.days), down(dot.score)) for dot in dots}
    taken: list[Box] = [(34.0, down(FLOOR) - 20, 100.0, down(FLOOR))]
    taken += [(x - radius[d], y - radius[d], x + radius[d], y + radius[d]) for d, (x, y) in places.items()]
    labels = []
    for dot in by_urgency(dots)[: 8 if width > 450 else 4]:
        x, y = places[dot]
        long, gap = len(dot.name) * LETTER, radius[dot] + 5
        for start, anchor in ((x + gap, "start"), (x - gap - long, "end")):
            box = (start, y - 7, start + long, y + 7)
            if box[0] < 34 or box[2] > width - 4 or any(_overlaps(box, other) for other in taken):
                continue
            taken.append(box)
            labels.append(
                Label(px(x + gap if anchor == "start" else x - gap), px(y + 4), dot.name, anchor, "name halo")
            )
            break
    return tuple(labels)
