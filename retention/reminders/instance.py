"""Which installation a database belongs to, kept outside of it: DATA_DIR/instance_id.

Three lines: the instance's id, the folder the file was written in, and the number of the last batch of mails.
"""

import contextlib
import os
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from .models import Gate


@dataclass(frozen=True, slots=True)
class Tie:
    """What the file says."""

    instance: str
    place: str
    mark: int

    @property
    def is_in_place(self) -> bool:
        """True while the file lies where it was written."""
        return self.place == str(_path().parent)


def _path() -> Path:
    return Path(settings.DATA_DIR).resolve() / "instance_id"


def read_tie() -> Tie | None:
    """The file's words; None when there is none, or what is there is not ours."""
    try:
        instance, place, mark = _path().read_text(encoding="utf-8").splitlines()[:3]
        return Tie(instance, place, int(mark))
    except (OSError, ValueError):
        return None


def write_tie(instance: str, mark: int) -> None:
    """Write the file whole or not at all, and to the disk before we go on."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".instance_id-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{instance}\n{path.parent}\n{mark}\n")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def tie_new_database() -> Gate:
    """Tie a database without a gate to this installation.

    The file is written before the row is committed: a second process waits at the row, and one killed in
    between leaves a file that the next one adopts.
    """
    with transaction.atomic():
        found = read_tie()
        known = found if found is not None and found.is_in_place else None
        gate = Gate(instance=known.instance if known else str(uuid.uuid4()), mark=known.mark if known else 0)
        Gate.objects.bulk_create([gate], ignore_conflicts=True)
        kept = Gate.objects.get(pk=1)
        if known is None and kept.instance == gate.instance:
            write_tie(kept.instance, kept.mark)
    return kept
