"""The folder that holds everything that must be kept, and the short-lived one for its sockets."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .refusals import CannotStart
from .servant import Servant

ROOM_NEEDED = 300 * 1024 * 1024  # bytes; a new PostgreSQL with its first log takes about 60 MB
LONGEST_SOCKET = 103  # bytes; macOS ends at 104, Linux at 108
SOCKETS_NOTE = "sockets"  # the file in DATA_DIR that says where they are
LONGEST_NAME_IN_IT = len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class DataDir:
    """DATA_DIR, held by us alone as long as `lock` is open."""

    path: Path
    run: Path
    lock: IO[str]

    @classmethod
    def take(cls, path: Path, servant: Servant) -> "DataDir":
        """Make the folder, hold it, and make the folder of its sockets.

        Raises CannotStart when it cannot be written, is held by another start, or has no room left.
        """
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700 if servant.account is None else 0o711)
            lock = (path / "lock").open("a+", encoding="ascii")
        except OSError as refusal:
            raise CannotStart(f"cannot write to DATA_DIR {path}: {refusal.strerror}") from None
        _hold(lock, path)
        _require_room(path)
        run = _socket_folder(path, servant)
        (path / SOCKETS_NOTE).write_text(str(run))
        return cls(path, run, lock)

    @property
    def instance(self) -> str:
        """The mark by which processes started on this folder are known."""
        return instance_of(self.path)

    def folder(self, name: str, owner: Servant | None = None) -> Path:
        """The sub-folder *name*, made when missing, readable by its owner alone."""
        folder = self.path / name
        folder.mkdir(mode=0o700, exist_ok=True)
        if owner is not None:
            owner.own(folder)
        return folder

    def release(self) -> None:
        """Let go of the folder; its sockets are gone by now."""
        shutil.rmtree(self.run, ignore_errors=True)
        self.lock.close()


def instance_of(path: Path) -> str:
    """Twelve letters that stand for a data folder on this machine."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]


def is_held(path: Path) -> bool:
    """Does a running Keel hold the data folder?"""
    try:
        with open(path / "lock", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _hold(lock: IO[str], path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        raise CannotStart(
            f"Keel is already running on {path} (process {holder}): stop it, or set another DATA_DIR"
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


def _require_room(path: Path) -> None:
    free = shutil.disk_usage(path).free
    if free < ROOM_NEEDED:
        raise CannotStart(
            f"{path} has {free // 2**20} MB free and Keel needs {ROOM_NEEDED // 2**20}: "
            "make room, or set DATA_DIR elsewhere"
        )


def _socket_folder(path: Path, servant: Servant) -> Path:
    """A short path, since a socket's name has about a hundred bytes; never one prepared by a stranger."""
    own = os.environ.get("XDG_RUNTIME_DIR") if servant.account is None else None
    places = [place for place in (own, tempfile.gettempdir(), "/tmp") if place and os.access(place, os.W_OK)]  # noqa: S108
    name = f"keel-{instance_of(path)}"
    fitting = [place for place in places if len(place) + 1 + len(name) + LONGEST_NAME_IN_IT <= LONGEST_SOCKET]
    reachable = [place for place in fitting if servant.can_reach(Path(place))]
    if not reachable:
        raise CannotStart("no short folder for sockets that can be written: set TMPDIR to one, such as /tmp")
    folder = Path(reachable[0]) / name
    folder.mkdir(mode=0o700, exist_ok=True)
    owners = {os.geteuid(), servant.account.pw_uid if servant.account else os.geteuid()}
    if folder.is_symlink() or folder.stat().st_uid not in owners:
        raise CannotStart(f"{folder} belongs to somebody else: remove it, or set TMPDIR")
    folder.chmod(0o700)
    servant.own(folder)
    return folder
