"""Milestones of a target: points that its line goes through (docs/methods.md, ROI targets). Pure.

They are kept as ``[{"on": "2026-04-11", "value": "36"}]`` in the order of their days.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from retention.lib import accepts

from .attainment import Goal, Reading

MOST = 24
Kept = list[dict[str, str]]
_day = accepts.day("The day of a milestone", required=True)
_figure = accepts.amount("The figure of a milestone", places=4, least=-(10**12))


def read_milestones(value: Any, field: str) -> Kept:
    """Days with figures as they are kept, in the order of their days. Raises InputRefused."""
    said = list(value or ())
    if len(said) > MOST:
        raise accepts.InputRefused(f"More than {MOST} milestones are not milestones any more.", field=field)
    if not all(isinstance(one, Mapping) and {"on", "value"} <= set(one) for one in said):
        raise accepts.InputRefused("A milestone is a day with a figure.", field=field)
    found = [(_a_day(one["on"], field), _figure(one["value"], field)) for one in said]
    return [{"on": on.isoformat(), "value": _plain(figure)} for on, figure in sorted(found)]


def readings_of(kept: Iterable[Mapping[str, str]]) -> tuple[Reading, ...]:
    """Milestones as points of a line."""
    return tuple(Reading(date.fromisoformat(one["on"]), Decimal(one["value"])) for one in kept)


def refuse_off_the_way(goal: Goal, field: str = "milestones") -> None:
    """They lie between the day of the baseline and the day it is due, one a day, and never lead back.

    Raises InputRefused.
    """
    rises = goal.target > goal.baseline
    for before, one in pairwise(goal.line[:-1]):
        day = f"{one.on:%-d %B %Y}"
        if not goal.baseline_on < one.on < goal.due_on:
            words = f"The milestone of {day} must lie after the baseline and before the target is due."
        elif one.on == before.on:
            words = f"There are two milestones of {day}: a day has one figure."
        elif not min(goal.baseline, goal.target) <= one.value <= max(goal.baseline, goal.target):
            words = f"The milestone of {day} must lie between the baseline and the target."
        elif one.value != before.value and (one.value > before.value) != rises:
            words = f"The milestone of {day} leads back: each must come nearer to the target."
        else:
            continue
        raise accepts.InputRefused(words, field=field)


def still_on_the_way(kept: Kept, *, baseline: Decimal, target: Decimal, due_on: date) -> Kept:
    """The milestones that a target keeps when its figure or its day moved; the database holds the same."""
    least, most = min(baseline, target), max(baseline, target)
    return [
        one for one in kept
        if date.fromisoformat(one["on"]) < due_on and least <= Decimal(one["value"]) <= most
    ]  # fmt: skip


def left_behind(kept: Kept, **moved: Any) -> Kept:
    """The others: what such a move takes off the way."""
    stay = still_on_the_way(kept, **moved)
    return [one for one in kept if one not in stay]


def _a_day(value: Any, field: str) -> date:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise accepts.InputRefused(
                f"“{value[:20]}” is not a day. Write it like 2027-01-31.", field=field
            ) from None
    day: date = _day(value, field)
    return day


def _plain(figure: Decimal) -> str:
    text = f"{figure:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
