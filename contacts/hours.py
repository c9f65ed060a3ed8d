"""When somebody is best reached, by the clock where they are (docs/methods.md, Best hours). Pure."""

from collections.abc import Collection
from datetime import datetime, time
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from retention.lib import accepts
from retention.lib.zones import is_zone

from .choices import Weekday

SHORT = {day: str(day.label)[:3] for day in Weekday}


def time_of_day(label: str) -> accepts.Check:
    """A time on the clock to the minute, or none."""

    def check(value: Any, field: str) -> time | None:
        if value in (None, ""):
            return None
        if not isinstance(value, time):
            raise accepts.InputRefused(f"{label} is not a time of day such as 09:30.", field=field)
        return value.replace(second=0, microsecond=0, tzinfo=None)

    return check


def weekdays(value: Any, field: str) -> list[str]:
    """Days of the week, each once, Monday first."""
    said: list[str] = accepts.some_of("A day of the week", Weekday)(value, field)
    return sorted(said, key=Weekday.values.index)


def refuse_odd_hours(first: time | None, last: time | None) -> None:
    """Raise InputRefused unless both are said, the earlier one first, or neither."""
    if (first is None) != (last is None):
        field = "hours_from" if first is None else "hours_until"
        raise accepts.InputRefused("Say from when until when, or neither.", field=field)
    if first is not None and last is not None and first >= last:
        words = "The end of the hours must be later than their start."
        raise accepts.InputRefused(words, field="hours_until")


def best_hours(days: Collection[str], first: time | None, last: time | None) -> str:
    """“Tue–Thu 9–11”, “Mon, Fri”, “14:30–16”; empty when nothing is known."""
    hours = f"{_clock(first)}–{_clock(last)}" if first is not None and last is not None else ""
    return " ".join(part for part in (_runs(days), hours) if part)


def time_there(zone_name: str, at: datetime) -> str:
    """What the clock shows there, as “14:20”; empty when nobody said where they are."""
    return f"{at.astimezone(ZoneInfo(zone_name)):%H:%M}" if is_zone(zone_name) else ""


def best_reached(hours: str, zone_name: str, at: datetime) -> str:
    """“Tue–Thu 9–11, their time, now 14:20 there”; empty without hours."""
    now = time_there(zone_name, at)
    return f"{hours}, their time{f', now {now} there' if now else ''}" if hours else ""


def _clock(when: time) -> str:
    return f"{when:%-H:%M}" if when.minute else f"{when:%-H}"


def _runs(days: Collection[str]) -> str:
    """Three days and more that follow each other are written as a span."""
    places = sorted(Weekday.values.index(day) for day in days)
    runs: list[list[int]] = [[place] for place in places[:1]]
    for before, place in pairwise(places):
        if place == before + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    short = list(SHORT.values())
    return ", ".join(
        f"{short[run[0]]}–{short[run[-1]]}" if len(run) > 2 else ", ".join(short[place] for place in run)
        for run in runs
    )
