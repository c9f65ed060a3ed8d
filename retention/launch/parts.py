"""A part: one program of the running product, and how it is started, heard and ended."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
LONGEST_LINE = 4000  # bytes of one line shown; a part may say more, nobody reads it
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _nothing() -> None:
    pass


def _yes() -> bool:
    return True


@dataclass(frozen=True)
class Part:
    """What to run and how to end it. Parts of a lower rank start before, and stop after, the others."""

    name: str
    command: tuple[str, ...]
    rank: int = 2
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    """Seconds it may take to stop by itself."""
    identity: Mapping[str, Any] = field(default_factory=dict)
    descriptors: tuple[int, ...] = ()
    before_start: Callable[[], None] = _nothing
    is_ready: Callable[[], bool] = _yes
    hushed: tuple[str, ...] = ()
    """Lines with one of these in them are not shown: they say what the launcher says already."""
    copy_to: Path | None = None
    """A file that keeps what it says."""
    is_restarted: bool = True
    waits_to_be_asked: bool = False
    """Whether it does nothing by itself, so that it may start while the database is being filled.

    A worker does: it looks for what is due as soon as it lives.
    """
    speaks_directly: bool = False
    """Whether it writes to the terminal itself, as pytest does with its colours and widths."""


class RunningPart:
    """A started part, in a process group of its own: Ctrl-C reaches only us, and its children die with it."""

    def __init__(self, part: Part) -> None:
        self.part = part
        part.before_start()
        self.process = subprocess.Popen(
            part.command,
            stdin=subprocess.DEVNULL,
            stdout=None if part.speaks_directly else subprocess.PIPE,
            stderr=None if part.speaks_directly else subprocess.STDOUT,
            cwd=part.folder,
            env=dict(part.environment),
            pass_fds=part.descriptors,
            process_group=0,
            preexec_fn=lambda: _end_with_parent(part.stop_signal),
            **part.identity,
        )
        self.output = self.process.stdout
        if self.output is not None:
            os.set_blocking(self.output.fileno(), False)
        self._unfinished = b""

    def lines(self) -> list[str]:
        """The whole lines said since last asked."""
        self._read()
        whole, newline, self._unfinished = self._unfinished.rpartition(b"\n")
        if not newline:
            self._unfinished = self._unfinished[-LONGEST_LINE:]
        lines = [line[:LONGEST_LINE].decode("utf-8", "replace").rstrip() for line in whole.splitlines()]
        return [line for line in lines if not any(chatter in line for chatter in self.part.hushed)]

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self.output is not None and len(self._unfinished) < 2**20:
                more = os.read(self.output.fileno(), 65536)
                self._unfinished += more
                if not more:
                    self._hang_up()

    def _hang_up(self) -> None:
        if self.output is not None:
            self.output.close()
            self.output = None

    def has_ended(self) -> bool:
        """Is the program itself gone?"""
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Send its stop signal."""
        if not self.has_ended():
            self.process.send_signal(self.part.stop_signal)

    def kill(self) -> None:
        """End whatever is left of it, children of a dead parent too."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self) -> list[str]:
        """What it said before its end, whole line or not; nothing is heard of it afterwards."""
        words = self.lines()
        self._hang_up()
        return [*words, self._unfinished.decode("utf-8", "replace")] if self._unfinished else words


def _end_with_parent(number: signal.Signals) -> None:
    """In the child: let the kernel send *number* when the launcher is killed (Linux only)."""
    if _libc is not None:
        _libc.prctl(SET_PARENT_DEATH_SIGNAL, number)


def describe_end(code: int) -> str:
    """How a program ended, in words."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"ended with code {code}"
