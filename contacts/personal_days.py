"""Days that matter to a person: a label, a day of the year, and the year where it is known. Pure.

They are kept as ``[{"label": "Birthday", "month": 6, "day": 14, "year": null}]``, in the order of the year
(docs/methods.md, Days that matter to a person).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from retention.lib import accepts

from .recognition import SHOWN_DAYS

MOST, SOON_DAYS = 12, 14
LABEL = 60
LEAP_YEAR = 2024
Kept = list[dict[str, Any]]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LINE = re.compile(r"(\d{1,2})\.? +([A-Za-z]{3,9})\.?(?: +(\d{4}))?[ ,:]+(\S.*)")
_label = accepts.text("What the day is", LABEL, required=True)
_year = accepts.number("The year", least=accepts.FIRST_YEAR, most=accepts.LAST_YEAR)


@dataclass(frozen=True, slots=True)
class Coming:
    """A day that matters, on the calendar."""

    label: str
    on: date


def read_days(value: Any, field: str) -> Kept:
    """Days as they are kept, each once, in the order of the year. Raises InputRefused."""
    said = list(value or ())
    if len(said) > MOST:
        raise accepts.InputRefused(f"At most {MOST} days of one person can be kept.", field=field)
    if not all(isinstance(one, Mapping) and {"label", "month", "day"} <= set(one) for one in said):
        raise accepts.InputRefused("A day is what it is, a day and a month.", field=field)
    kept: Kept = []
    for one in (_read(one, field) for one in said):
        if one not in kept:
            kept.append(one)
    return sorted(kept, key=lambda one: (one["month"], one["day"], one["label"]))


def _read(one: Mapping[str, Any], field: str) -> dict[str, Any]:
    label, year = _label(one["label"], field), _year(one.get("year"), field)
    try:
        on = date(year or LEAP_YEAR, one["month"], one["day"])
    except (TypeError, ValueError):
        raise accepts.InputRefused(f"“{label}”: there is no such day in the year.", field=field) from None
    return {"label": label, "month": on.month, "day": on.day, "year": year}


def days_of_lines(written: str, field: str) -> Kept:
    """Lines such as “14 June Birthday” or “2 May 2019 Joined the board”. Raises InputRefused."""
    said = [line.strip() for line in written.splitlines() if line.strip()]
    return read_days([_of_line(line, field) for line in said], field)


def _of_line(line: str, field: str) -> dict[str, Any]:
    found = _LINE.fullmatch(line)
    name = found[2].lower()[:3] if found else ""
    if found is None or name not in MONTHS:
        words = f"“{line[:40]}” is not a day and what it is. Write it like 14 June Birthday."
        raise accepts.InputRefused(words, field=field)
    year = int(found[3]) if found[3] else None
    return {"label": found[4], "month": MONTHS.index(name) + 1, "day": int(found[1]), "year": year}


def lines_of(kept: Iterable[Mapping[str, Any]]) -> str:
    """What :func:`days_of_lines` reads: one day a line."""
    return "\n".join(f"{_day(one)} {one['label']}" for one in kept)


def in_words(kept: Iterable[Mapping[str, Any]]) -> list[str]:
    """“Birthday: 14 Jun”, “Joined the board: 2 May 2019”."""
    return [f"{one['label']}: {_day(one)}" for one in kept]


def coming(kept: Iterable[Mapping[str, Any]], *, on: date, until: date) -> list[Coming]:
    """Days from a week before *on* to *until*, the soonest first; none before the year it began.

    What falls on 29 February is thought of on the 28th in other years.
    """
    found = [
        Coming(str(one["label"]), day)
        for one in kept
        for day in (_in(one, year) for year in (on.year - 1, on.year, on.year + 1))
        if on - timedelta(days=SHOWN_DAYS) < day <= until and day.year >= (one["year"] or 0)
    ]
    return sorted(found, key=lambda one: (one.on, one.label))


def soon(kept: Iterable[Mapping[str, Any]], *, on: date) -> list[Coming]:
    """Days from today to a fortnight ahead."""
    return [one for one in coming(kept, on=on, until=on + timedelta(days=SOON_DAYS)) if one.on >= on]


def both(first: Kept, second: Kept) -> Kept:
    """Days of two entries of one person, each once; those of the first stay when they are too many."""
    return read_days([*first, *(one for one in second if one not in first)][:MOST], "important_dates")


def _day(one: Mapping[str, Any]) -> str:
    day = date(one["year"] or LEAP_YEAR, one["month"], one["day"])
    return f"{day:%-d %b %Y}" if one["year"] else f"{day:%-d %b}"


def _in(one: Mapping[str, Any], year: int) -> date:
    try:
        return date(year, one["month"], one["day"])
    except ValueError:
        return date(year, one["month"], 28)
