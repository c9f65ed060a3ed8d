"""All-day events as a calendar file (RFC 5545). Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75
"""Octets of one line; the rest goes on in the next one after a space."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None, "\x00": None})


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something that falls on a day; ``uid`` stays the same when it moves, ``version`` rises."""

    uid: str
    on: date
    title: str
    text: str
    url: str
    version: int = 0


def calendar_lines(name: str, events: Iterable[DayEvent], *, at: datetime) -> Iterator[str]:
    """The file, line by line; times are those of *at* in UTC."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield from _written(
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Keel//Renewals//EN", "CALSCALE:GREGORIAN"
    )
    yield from _written(
        "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"
    )
    for event in events:
        yield from _written(
            "BEGIN:VEVENT",
            f"UID:{escaped(event.uid)}",
            f"DTSTAMP:{stamp}",
            f"SEQUENCE:{event.version}",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(event.title)}",
            f"DESCRIPTION:{escaped(event.text)}",
            f"URL:{event.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        )
    yield from _written("END:VCALENDAR")


def escaped(text: str) -> str:
    """Text as a value: commas, semicolons, backslashes and line breaks escaped."""
    return text.translate(_ESCAPES)


def folded_line(line: str) -> str:
    """One content line, broken after at most 75 octets and never inside a character."""
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + octets
    return "\r\n".join([*parts, part]) + "\r\n"


def _written(*lines: str) -> Iterator[str]:
    return (folded_line(line) for line in lines)
