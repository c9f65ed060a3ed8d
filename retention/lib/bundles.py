"""Style sheets and scripts travel as one file each: a first visit asks for six things, not for twenty.

The sources in ``static/`` stay small and apart. The server joins them at its start, or
`collectstatic` does.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

STYLES = (
    "vendor/bootstrap-reboot.min.css",
    "vendor/bootstrap-grid.min.css",
    "css/tokens.css",
    "css/base.css",
    "css/shell.css",
    "css/components.css",
    "css/lists.css",
    "css/forms.css",
    "css/charts.css",
    "css/print.css",
)
LIBRARY, ENTRY = "vendor/htmx.min.js", "main"
TAKEN = re.compile(r'^import (\{[^}]+\}) from "\./(\w+)\.js";$', re.MULTILINE)
GIVEN = re.compile(r"^export (?=(?:async )?(?:function|const) (\w+))", re.MULTILINE)
LEFT = re.compile(r"^\s*(import|export)\b", re.MULTILINE)


class NotBundled(Exception):
    """A script imports or exports in a way that cannot be joined."""


def joined_styles(root: Path) -> str:
    """Every style sheet, in the order in which they build on each other."""
    return "\n".join((root / path).read_text() for path in STYLES)


def joined_scripts(root: Path) -> str:
    """The library, then every module once, before those that import it. Raises NotBundled."""
    parts = [(root / LIBRARY).read_text()]
    for name in _ordered(root / "js", ENTRY, []):
        parts.append(_as_constant(name, (root / "js" / f"{name}.js").read_text()))
    return ";\n".join(parts)


def _ordered(folder: Path, name: str, found: list[str]) -> list[str]:
    """The module after all that it imports, none of them twice."""
    for _, needed in TAKEN.findall((folder / f"{name}.js").read_text()):
        if needed not in found:
            _ordered(folder, needed, found)
    found.append(name)
    return found


def _as_constant(name: str, text: str) -> str:
    """A module as a constant that holds what it exports; what it imports are constants before it."""
    body = TAKEN.sub(r"const \1 = $\2", text)
    given = GIVEN.findall(body)
    body = GIVEN.sub("", body)
    if LEFT.search(body):
        raise NotBundled(f"{name}.js imports or exports in a way that cannot be joined")
    return f"const ${name} = (() => {{\n'use strict';\n{body}\nreturn {{ {', '.join(given)} }};\n}})()"


BUNDLES = {"css/keel.css": joined_styles, "js/keel.js": joined_scripts}


class BundleFinder(BaseFinder):
    """Finds the joined files; they are written again whenever they are asked for."""

    def __init__(self, app_names: Iterable[str] | None = None) -> None:
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "bundles")

    def find(self, path: str, find_all: bool = False, **options: Any) -> Any:
        """The place of a joined file, empty for any other."""
        if path not in BUNDLES:
            return []
        place = str(self._written(path))
        return [place] if find_all else place

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Both joined files."""
        for path in BUNDLES:
            self._written(path)
            yield path, self.storage

    def _written(self, path: str) -> Path:
        """Written under another name and moved, so that a server beside us never reads half of it."""
        place = Path(self.storage.path(path))
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(f".{os.getpid()}")
        draft.write_text(BUNDLES[path](Path(settings.BASE_DIR) / "static"))
        draft.replace(place)
        return place
