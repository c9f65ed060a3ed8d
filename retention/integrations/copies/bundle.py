"""The file that a person is handed: their data to read and for programs, their files, and the manifest."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.html import format_html

from contacts.erasing.copies import Section

AT_ONCE = 1024 * 1024
_HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    "<title>What is held of you</title></head><body>"
)


class Bundle:
    """Written section by section into temporary files; ``sealed`` makes the one file of them."""

    def __init__(self, person_id: int, at: datetime) -> None:
        self.person_id, self.at = person_id, at
        self.records: Counter[str] = Counter()
        self.parts: list[dict[str, Any]] = []
        self.page, self.data = TemporaryFile(), TemporaryFile()  # noqa: SIM115 -- closed by close()
        self.file = TemporaryFile()  # noqa: SIM115
        self.zip = ZipFile(self.file, "w", ZIP_DEFLATED)
        self._say(self.data, f'{{"person": {person_id}, "made_at": "{at.isoformat()}", "sections": [')
        made = f"{at:%-d %B %Y, %H:%M} UTC"
        title = "<h1>What is held of you</h1><p>Person {}, made on {}.</p>"
        self._say(self.page, _HEAD + format_html(title, person_id, made))

    def add(self, section: Section) -> None:
        """Every record of one kind; nothing is written of a kind that holds none."""
        self.records[section.key] = 0
        for row in section.read():
            if not self.records[section.key]:
                self._begin(section)
            self.records[section.key] += 1
            comma = ", " if self.records[section.key] > 1 else ""
            self._say(self.data, comma + json.dumps(row, ensure_ascii=False, default=str))
            self._say(self.page, _listed(row))
        if self.records[section.key]:
            self._say(self.data, "]}")

    def add_file(self, name: str, content: bytes) -> None:
        """One file more, as it is."""
        self.zip.writestr(name, content)
        self.parts.append({"name": name, "bytes": len(content), "sha256": sha256(content).hexdigest()})

    def sealed(self) -> tuple[bytes, dict[str, Any]]:
        """The whole file and its manifest."""
        self._say(self.data, "]}")
        self._say(self.page, "</body></html>")
        for name, read in (("data.html", self.page), ("data.json", self.data)):
            self._take_in(name, read)
        manifest = {
            "person": self.person_id,
            "made_at": self.at.isoformat(),
            "records": dict(self.records),
            "files": self.parts,
        }
        self.zip.writestr("manifest.json", json.dumps(manifest, indent=1))
        self.zip.close()
        self.file.seek(0)
        return self.file.read(), manifest

    def close(self) -> None:
        """Throw away what was written beside it."""
        for each in (self.page, self.data, self.file):
            each.close()

    def _begin(self, section: Section) -> None:
        is_first = sum(1 for number in self.records.values() if number) == 0
        head = json.dumps({"key": section.key, "title": section.title}, ensure_ascii=False)
        self._say(self.data, f'{"" if is_first else ", "}{head[:-1]}, "rows": [')
        self._say(self.page, format_html("<h2>{}</h2>", section.title))

    def _take_in(self, name: str, read: Any) -> None:
        size, digest = read.tell(), sha256()
        read.seek(0)
        with self.zip.open(name, "w", force_zip64=True) as part:
            while piece := read.read(AT_ONCE):
                digest.update(piece)
                part.write(piece)
        self.parts.append({"name": name, "bytes": size, "sha256": digest.hexdigest()})

    @staticmethod
    def _say(to: Any, text: str) -> None:
        to.write(text.encode())


def _listed(row: dict[str, Any]) -> str:
    said: Iterable[str] = (
        format_html("<dt>{}</dt><dd>{}</dd>", name.replace("_", " "), _words(value))
        for name, value in row.items()
        if value not in (None, "", [], {})
    )
    return f"<dl>{''.join(said)}</dl><hr>"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
