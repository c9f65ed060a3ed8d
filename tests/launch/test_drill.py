"""The promise of `make run`: kill any part, and Keel answers again within fifteen seconds, unaided."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retention.launch.choices import ROOT, free_port
from retention.launch.datadir import instance_of
from retention.launch.leftovers import INSTANCE, end, living
from retention.launch.probe import ask_health

pytestmark = [pytest.mark.drill, pytest.mark.slow]
NOT_PASSED_ON = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "PORT",
    "DATA_DIR",
    "SECRET_KEY",
    INSTANCE,
    "KEEL_STARTED_AT",
)
PARTS = {
    "postgres": "/bin/postgres",
    "redis": "valkey-server",
    "web": "gunicorn",
    "worker": " worker --",
    "beat": " beat --",
    "ticker": " tick --",
}


class Keel:
    """A Keel started as a person starts it, on a folder of its own."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.start()

    def start(self) -> None:
        """As `make run` does."""
        passed_on = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
        own = {"DATA_DIR": str(self.data), "PORT": str(self.port), "KEEL_DEMO": "0"}
        settings = {"DJANGO_SETTINGS_MODULE": "retention.settings.development"}
        self.launcher = subprocess.Popen(
            [sys.executable, "-m", "retention.launch", "run"], cwd=ROOT, env={**passed_on, **own, **settings}
        )

    def answers(self, path: str = "livez") -> bool:
        """Does the address answer with 200?"""
        return ask_health(f"http://127.0.0.1:{self.port}/{path}", timeout=2)[0]

    def parts(self) -> dict[str, int]:
        """Each part's process: the launcher's own children by their words."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode() + " "
            except OSError:
                continue
            if parent == self.launcher.pid:
                found.update({name: int(entry.name) for name, word in PARTS.items() if word in words})
        return found

    def processes(self) -> list[int]:
        """Everything that runs on the folder."""
        servers = [self.data / "postgres", self.data / "redis"]
        return [pid for pid in living(instance_of(self.data), servers) if pid != self.launcher.pid]


def seconds_until(holds: Callable[[], bool], limit: float) -> float:
    """How long it took; fails when it took longer than *limit*."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < limit, f"not within {limit} s"
        time.sleep(0.05)
    return time.monotonic() - started


@pytest.fixture
def keel(closed_folder: Path) -> Iterator[Keel]:
    """A running Keel; whatever the test leaves of it is ended."""
    started = Keel(closed_folder / "data")
    try:
        seconds_until(lambda: started.answers("healthz"), limit=90)
        seconds_until(lambda: set(PARTS) == set(started.parts()), limit=30)
        yield started
    finally:
        started.launcher.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.launcher.wait(timeout=40)
        _kill_everything_at_once(started)
        end(started.processes(), polite=signal.SIGKILL, patience=5)


def test_after_a_kill_of_any_part_keel_answers_within_fifteen_seconds_and_ctrl_c_leaves_nothing(
    keel: Keel,
) -> None:
    for name, pid in keel.parts().items():
        os.kill(pid, signal.SIGKILL)
        seconds_until(lambda name=name, pid=pid: keel.parts().get(name, pid) != pid, limit=15)  # type: ignore[misc]
        seconds_until(lambda: keel.answers() and keel.answers("healthz"), limit=15)
    _kill_everything_at_once(keel)
    keel.start()
    seconds_until(lambda: keel.answers("healthz"), limit=40)
    keel.launcher.send_signal(signal.SIGINT)
    assert keel.launcher.wait(timeout=40) in (0, 130)
    assert keel.processes() == []
    assert not keel.answers()


def _kill_everything_at_once(keel: Keel) -> None:
    for pid in [*keel.parts().values(), keel.launcher.pid]:
        with contextlib.suppress(ProcessLookupError):  # it may be just between two lives
            os.kill(pid, signal.SIGKILL)
    keel.launcher.wait()
