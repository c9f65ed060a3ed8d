"""Processes of ours that outlived their parent, found by their environment and their working folder."""

import contextlib
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

INSTANCE = "KEEL_INSTANCE"  # the environment variable that marks every process we start
PROC = Path("/proc")
POLITE = signal.SIGTERM


def living(instance: str | None, folders: Iterable[Path] = ()) -> list[int]:
    """The processes started under *instance*, or working in one of *folders*; never this one or its parents.

    The folders matter for PostgreSQL, whose processes overwrite their environment with their title. Without
    /proc (macOS) nothing is found.
    """
    mark = f"{INSTANCE}={instance}".encode() if instance else None
    places = {_identity(folder) for folder in folders} - {None}
    own = _lineage()
    found = []
    for entry in PROC.glob("[0-9]*"):
        pid = int(entry.name)
        if pid not in own and (_identity(entry / "cwd") in places or mark in _environment(entry)):
            found.append(pid)
    return sorted(found)


def end(pids: Iterable[int], *, polite: signal.Signals, patience: float) -> int:
    """Ask the processes to stop, wait *patience* seconds at most, then kill; how many there were."""
    pids = list(pids)
    _signal_all(pids, polite)
    deadline = time.monotonic() + patience
    while any(map(_is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    remaining = [pid for pid in pids if _is_running(pid)]
    _signal_all(remaining, signal.SIGKILL)
    while any(map(_is_running, remaining)) and time.monotonic() < deadline + 5:
        time.sleep(0.02)
    return len(pids)


def _signal_all(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _is_running(pid: int) -> bool:
    """A zombie has ended: it only waits for its parent to notice."""
    try:
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state not in "ZX"


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _environment(entry: Path) -> list[bytes]:
    try:
        return (entry / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _lineage() -> set[int]:
    lineage, pid = set(), os.getpid()
    while pid > 0 and pid not in lineage:
        lineage.add(pid)
        try:
            pid = int((PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            break
    return lineage
