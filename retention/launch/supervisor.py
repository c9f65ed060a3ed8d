"""Keeps the parts alive: starts them by rank, shows what they say, restarts what dies, stops all in order.

One thread on purpose. A child asks the kernel to end it when the *thread* that started it is gone, and
forking beside other threads can deadlock.
"""

import math
import select
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

from .parts import Part, RunningPart, describe_end
from .refusals import CannotStart
from .telling import Teller

FIRST_WAIT, LONGEST_WAIT = (
    0.2,
    4.0,
)  # seconds until a dead part starts again; doubled each time
CALM_AFTER = 15.0  # seconds of life after which earlier deaths are forgotten
READY_WITHIN = 90.0  # seconds; recovery of a killed PostgreSQL replays its log first
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to stop while we were waiting for something."""


class Supervisor:
    """The parts that run now, and those that are due to be started again."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        self.running: dict[str, RunningPart] = {}
        self.is_stopping = False
        self._due: dict[str, tuple[float, Part]] = {}
        self._deaths: dict[str, int] = {}
        self._started_at: dict[str, float] = {}

    @contextmanager
    def heeding_signals(self) -> Iterator[None]:
        """Ctrl-C, a closed terminal and `kill` stop everything in order; once more kills at once."""
        before = {number: signal.signal(number, self._note_stop) for number in STOPPING_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note_stop(self, number: int, frame: FrameType | None) -> None:
        if self.is_stopping:
            for running in self.running.values():
                running.kill()
        self.is_stopping = True

    def start(self, parts: Iterable[Part]) -> None:
        """Start the parts by rank; each rank is ready before the next begins.

        What was begun is only waited for.
        Raises CannotStart when a part ends before it is ready, and Stopped when we are asked to stop.
        """
        by_rank: dict[int, list[Part]] = {}
        for part in parts:
            by_rank.setdefault(part.rank, []).append(part)
        for rank in sorted(by_rank):
            self.begin(by_rank[rank])
            for part in by_rank[rank]:
                self._wait_until_ready(part)

    def begin(self, parts: Iterable[Part]) -> None:
        """Start the parts without waiting for them."""
        for part in parts:
            if part.name not in self.running and part.name not in self._due:
                self._launch(part)

    def _launch(self, part: Part) -> None:
        self.running[part.name] = RunningPart(part)
        self._started_at[part.name] = time.monotonic()

    def _wait_until_ready(self, part: Part) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while not part.is_ready():
            self._hear(0.03)
            running = self.running.get(part.name)  # none between two lives
            if running is not None and running.has_ended():
                raise CannotStart(f"{part.name} {describe_end(running.process.returncode)}; see above")
            if self.is_stopping:
                raise Stopped
            if time.monotonic() > deadline:
                raise CannotStart(f"{part.name} was not ready within {READY_WITHIN:.0f} seconds")
            self._restart_the_dead()

    def run(self, job: Part) -> int:
        """Run a program to its end beside the parts; its exit code. Raises Stopped when asked to stop."""
        self._launch(job)
        running = self.running[job.name]
        self.watch(until=running.has_ended)
        if not running.has_ended():
            raise Stopped
        self._bury(job.name)
        return int(running.process.returncode)

    def watch(self, until: Callable[[], bool] = lambda: False, *, seconds: float = math.inf) -> None:
        """Look after the parts until *until* says so, the time is over, or somebody asks us to stop."""
        deadline = time.monotonic() + seconds
        while not self.is_stopping and not until() and time.monotonic() < deadline:
            self._hear(0.2)
            self._restart_the_dead()

    def _restart_the_dead(self) -> None:
        for running in list(self.running.values()):
            if running.has_ended() and running.part.is_restarted:
                self._plan_restart(running)
        for name, (due, part) in list(self._due.items()):
            if time.monotonic() >= due and not self.is_stopping:
                del self._due[name]
                self._launch(part)

    def _plan_restart(self, dead: RunningPart) -> None:
        part = dead.part
        self._bury(part.name)
        lived = time.monotonic() - self._started_at[part.name]
        deaths = 0 if lived > CALM_AFTER else self._deaths.get(part.name, 0)
        self._deaths[part.name] = deaths + 1
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2**deaths)
        self._due[part.name] = (time.monotonic() + wait, part)
        how = describe_end(dead.process.returncode)
        self.teller.step(f"{part.name} {how}; starting it again in {wait:.1f} s")

    def _bury(self, name: str) -> None:
        """Show its last words, and end the children it left behind: they may hold its port."""
        dead = self.running.pop(name)
        dead.kill()
        self._tell(dead.part, dead.last_words())

    def _hear(self, seconds: float) -> None:
        by_pipe = {
            part.output: part for part in self.running.values() if part.output and not part.has_ended()
        }
        heard, _, _ = select.select(list(by_pipe), [], [], seconds)
        for pipe in heard:
            speaker = by_pipe[pipe]
            self._tell(speaker.part, speaker.lines())

    def _tell(self, part: Part, lines: list[str]) -> None:
        for line in lines:
            self.teller.line(part.name, line)
        if part.copy_to is not None:
            with part.copy_to.open("a", encoding="utf-8") as copy:
                copy.writelines(f"{line}\n" for line in lines)

    def stop(self) -> None:
        """Stop all, the highest rank first; what does not stop in its time is killed."""
        self.is_stopping = True
        self._due.clear()
        for rank in sorted({running.part.rank for running in self.running.values()}, reverse=True):
            self._stop_together([part for part in self.running.values() if part.part.rank == rank])

    def _stop_together(self, parts: list[RunningPart]) -> None:
        started = time.monotonic()
        for running in parts:
            running.ask_to_stop()
        for running in parts:
            while not running.has_ended() and time.monotonic() - started < running.part.patience:
                self._hear(0.05)
            word = "stopped" if running.has_ended() else "killed, it did not stop by itself"
            self._bury(running.part.name)
            self.teller.step(f"{running.part.name} {word}")
