"""A target drawn: the line from its baseline through its milestones, the figures measured, today. Pure."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from plans.accepting import plain
from plans.attainment import Goal, Reading, expected

from ..charts.lines import LineChart
from ..charts.shapes import Glyph, Guide, Label, Scale, Table, glyph, polyline, px

WIDTH, HEIGHT = 560, 150
LEFT, RIGHT, TOP, BOTTOM = 8, 92, 22, 24


def target_line(
    goal: Goal, readings: Sequence[Reading], *, unit: str, on: date, state: str, summary: str
) -> LineChart:
    """One picture per target; the numbers stand in its table with what was to be expected of each day."""
    days = [goal.baseline_on, goal.due_on, on, *(reading.on for reading in readings)]
    across = Scale(min(days).toordinal(), max(days).toordinal(), LEFT, WIDTH - RIGHT)
    values = [float(goal.baseline), float(goal.target), *(float(reading.value) for reading in readings)]
    down = Scale(min(values), max(values), HEIGHT - BOTTOM, TOP)

    def place(day: date, value: object) -> tuple[float, float]:
        return across(day.toordinal()), down(float(value))  # type: ignore[arg-type] # a Decimal

    way = [place(point.on, point.value) for point in goal.line]
    start, end = way[0], way[-1]
    measured = [place(reading.on, reading.value) for reading in readings]
    return LineChart(
        width=WIDTH,
        height=HEIGHT,
        summary=summary,
        lines=(polyline([start, *measured]),) if measured else (),
        guides=(
            # Each step on its own: a path of two points has no inside that could be painted.
            *(Guide(f"M{px(x)} {px(y)}L{px(to_x)} {px(to_y)}") for (x, y), (to_x, to_y) in pairwise(way)),
            Guide(f"M{px(across(on.toordinal()))} {TOP - 8}V{HEIGHT - BOTTOM}"),
        ),
        labels=_labels(goal, across, end, on),
        glyphs=_glyphs(measured, state),
        table=_table(goal, readings, unit),
    )


def _labels(goal: Goal, across: Scale, end: tuple[float, float], on: date) -> tuple[Label, ...]:
    """The target at the right, the first and the last day below, today above."""
    return (
        Label(
            px(WIDTH - RIGHT + 6),
            px(min(max(end[1] + 4, 14), HEIGHT - BOTTOM)),
            plain(goal.target),
            css="name",
        ),
        Label(px(LEFT), str(HEIGHT - 6), f"{goal.baseline_on:%-d %b %Y}"),
        Label(px(across(goal.due_on.toordinal())), str(HEIGHT - 6), f"{goal.due_on:%-d %b %Y}", "middle"),
        Label(px(across(on.toordinal())), "11", "today", "middle"),
    )


def _glyphs(measured: Sequence[tuple[float, float]], state: str) -> tuple[Glyph, ...]:
    if not measured:
        return ()
    *before, last = measured
    return (*(glyph(x, y, 3, "unknown") for x, y in before), glyph(*last, 5, state))


def _table(goal: Goal, readings: Sequence[Reading], unit: str) -> Table:
    """The baseline, every measurement and every milestone, in the order of their days."""
    days = {reading.on for reading in readings}
    measured = [(reading.on, plain(reading.value)) for reading in readings]
    ahead = [(point.on, "—") for point in goal.milestones if point.on not in days]
    rows = [(goal.baseline_on, plain(goal.baseline)), *sorted(measured + ahead)]
    return Table(
        ("Day", f"Measured, {unit}", f"Expected, {unit}"),
        tuple(
            (f"{day:%-d %b %Y}", said, plain(expected(goal, day)) if day > goal.baseline_on else "—")
            for day, said in rows
        ),
    )
