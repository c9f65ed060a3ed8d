"""Is there anything to migrate? Asking Django takes seconds of each start; a note and one statement do not.

The note says which migrations of which version were last done with success, and what the database then said
of itself. It is believed only while both are still so: a restored backup, another database or another version
are migrated again.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .choices import ROOT

NOTE = "schema.json"  # the file in DATA_DIR
DONE = """SELECT md5(string_agg(concat_ws(' ', id, app, name, applied), ',' ORDER BY id))
FROM django_migrations"""


def _decisive(root: Path) -> Iterator[Path]:
    """The files that say what a database of this version looks like: ours, and the versions of others'."""
    yield root / "requirements.lock"
    yield root / "retention" / "settings" / "base.py"
    for place in ("*/migrations/*.py", "retention/*/migrations/*.py"):
        yield from sorted(root.glob(place))


def version_of(root: Path) -> str:
    """A mark that changes with every migration, every app and every package."""
    mark = hashlib.sha256()
    for file in _decisive(root):
        mark.update(f"{file.relative_to(root)} {file.stat().st_size}\n".encode())
        mark.update(file.read_bytes())
    return mark.hexdigest()


@dataclass(frozen=True)
class Schema:
    """The schema of the database at *url*, and the note about it in the folder *data*."""

    data: Path
    url: str
    root: Path = ROOT

    def is_current(self) -> bool:
        """Was this very database brought to this very version?"""
        try:
            noted = json.loads((self.data / NOTE).read_text())
        except (OSError, ValueError):
            return False
        return bool(noted) and noted == self._now()

    def note(self) -> None:
        """Remember that it is as this version wants it."""
        draft = self.data / f"{NOTE}.new"
        draft.write_text(json.dumps(self._now()))
        draft.replace(self.data / NOTE)

    def _now(self) -> dict[str, str]:
        """Version and migrations done; nothing when the database cannot be asked."""
        import psycopg2  # only here: the launcher is read before anything is installed

        try:
            connection = psycopg2.connect(self.url)
            try:
                with connection.cursor() as cursor:
                    cursor.execute(DONE)
                    found = cursor.fetchone()
            finally:
                connection.close()
        except psycopg2.Error:
            return {}
        return {"version": version_of(self.root), "done": str(found and found[0])}
