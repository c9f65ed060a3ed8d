"""A survival curve: a falling staircase with its band, and how many were seen at each age beneath it."""

from collections.abc import Sequence
from dataclasses import dataclass

from .drawing import Drawing
from .shapes import Guide, Label, Scale, Table, polyline, px

TOP, FOOT, LEFT, RIGHT = 10, 62, 40, 14


@dataclass(frozen=True, slots=True)
class Stair:
    """The share that stays from this age on, with its band where there is one."""

    months: int
    stay: float
    low: float | None
    high: float | None


def staircase(
    stairs: Sequence[Stair],
    seen: Sequence[tuple[int, int]],
    *,
    until: int,
    summary: str,
    table: Table,
    words: tuple[str, str],
    width: int = 560,
) -> Drawing:
    """The curve up to *until* months. ``seen`` has (age, number) for the row beneath; ``words`` name the axis
    and that row."""
    height = 260
    across, down = Scale(0, max(until, 1), LEFT, width - RIGHT), Scale(0, 1, height - FOOT, TOP)
    shown = [Stair(0, 1.0, 1.0, 1.0), *(stair for stair in stairs if 0 < stair.months <= until)]
    ages = seen if width > 450 else seen[:: 2 if len(seen) > 6 else 1]
    return Drawing(
        width=width,
        height=height,
        summary=summary,
        table=table,
        areas=(_band(shown, until, across, down),),
        lines=(polyline(_corners([(stair.months, stair.stay) for stair in shown], until, across, down)),),
        guides=(
            *(Guide(f"M{LEFT} {px(down(share))}H{width - RIGHT}") for share in (0.25, 0.5, 0.75, 1)),
            Guide(f"M{LEFT} {px(down(0))}H{width - RIGHT}", css="axis"),
        ),
        labels=(
            *(Label(str(LEFT - 6), px(down(share) + 4), f"{share:.0%}", "end") for share in (0, 0.5, 1)),
            *(Label(px(across(age)), str(height - FOOT + 16), str(age), "middle") for age, _ in ages),
            *(Label(px(across(age)), str(height - 16), str(number), "middle") for age, number in ages),
            Label(px(width - RIGHT), str(height - FOOT + 30), words[0], "end"),
            Label("0", str(height - 2), words[1]),
        ),
    )


def _corners(
    points: Sequence[tuple[int, float]], until: int, across: Scale, down: Scale
) -> list[tuple[float, float]]:
    """A step down at each age, flat between them."""
    corners, level = [], points[0][1]
    for age, share in points:
        corners += [(across(age), down(level)), (across(age), down(share))]
        level = share
    return [*corners, (across(until), down(level))]


def _band(shown: Sequence[Stair], until: int, across: Scale, down: Scale) -> str:
    """Along the upper edge and back along the lower; where a band is not known the curve itself stands in."""
    upper = [(s.months, s.high if s.high is not None else s.stay) for s in shown]
    lower = [(s.months, s.low if s.low is not None else s.stay) for s in shown]
    back = _corners(lower, until, across, down)
    return polyline([*_corners(upper, until, across, down), *reversed(back)])
