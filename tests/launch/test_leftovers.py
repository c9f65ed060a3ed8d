"""Processes of a killed start are found, and nobody else's."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from retention.launch.leftovers import INSTANCE, end, living

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")


def test_a_process_is_known_by_the_mark_it_was_started_with() -> None:
    ours = subprocess.Popen(["sleep", "60"], env={**os.environ, INSTANCE: "one-of-a-test"})
    other = subprocess.Popen(["sleep", "60"], env={**os.environ, INSTANCE: "one-of-a-test-too"})
    assert living("one-of-a-test") == [ours.pid]
    assert end([ours.pid], polite=signal.SIGTERM, patience=5) == 1
    assert (ours.wait(), other.poll()) == (-signal.SIGTERM, None)
    other.kill()
    other.wait()


def test_a_process_without_a_mark_is_known_by_the_folder_it_works_in(tmp_path: Path) -> None:
    server = subprocess.Popen(["sleep", "60"], cwd=tmp_path, env={"PATH": os.environ["PATH"]})
    assert living(None, [tmp_path]) == [server.pid]
    assert living(None, [tmp_path / "other"]) == []
    server.kill()
    server.wait()


def test_what_does_not_stop_when_asked_is_killed() -> None:
    script = "trap '' TERM; echo ready; while :; do sleep 0.05; done"
    stubborn = subprocess.Popen(["/bin/sh", "-c", script], stdout=subprocess.PIPE, text=True)
    assert stubborn.stdout is not None
    assert stubborn.stdout.readline() == "ready\n"
    end([stubborn.pid], polite=signal.SIGTERM, patience=0.3)
    assert stubborn.wait() == -signal.SIGKILL


def test_the_process_that_looks_is_not_among_the_found() -> None:
    assert os.getpid() not in living(None, [Path.cwd()])
