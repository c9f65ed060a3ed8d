"""The copy of a person's data as a file, sent while it is read: for programs, and for people to read."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.html import format_html

from contacts.erasing.copies import Section

FORMATS = (("html", "To read (HTML)"), ("json", "For a program (JSON)"))
KINDS = {"html": "text/html; charset=utf-8", "json": "application/json"}


def as_file(person_id: int, sections: Sequence[Section], *, kind: str, at: datetime) -> StreamingHttpResponse:
    """An answer that downloads as person-<id>.json or .html, read section by section."""
    made = (_json if kind == "json" else _html)(person_id, sections, at)
    answered = StreamingHttpResponse(made, content_type=KINDS[kind])
    answered["Content-Disposition"] = f'attachment; filename="person-{person_id}.{kind}"'
    return answered


def _json(person_id: int, sections: Sequence[Section], at: datetime) -> Iterator[str]:
    yield f'{{"person": {person_id}, "made_at": "{at.isoformat()}", "sections": ['
    for place, section in enumerate(sections):
        head = json.dumps({"key": section.key, "title": section.title}, ensure_ascii=False)
        yield f'{", " if place else ""}{head[:-1]}, "rows": ['
        for number, row in enumerate(section.read()):
            yield f"{', ' if number else ''}{json.dumps(row, ensure_ascii=False, default=str)}"
        yield "]}"
    yield "]}"


def _html(person_id: int, sections: Sequence[Section], at: datetime) -> Iterator[str]:
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield "<title>What is held of you</title></head><body>"
    yield format_html(
        "<h1>What is held of you</h1><p>Person {}, made on {}.</p>", person_id, f"{at:%-d %B %Y, %H:%M} UTC"
    )
    for section in sections:
        yield format_html("<h2>{}</h2>", section.title)
        for row in section.read():
            yield "<dl>"
            for name, value in row.items():
                if value not in (None, "", [], {}):
                    yield format_html("<dt>{}</dt><dd>{}</dd>", name.replace("_", " "), _words(value))
            yield "</dl><hr>"
    yield "</body></html>"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
