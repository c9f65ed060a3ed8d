"""The supervisor keeps parts alive, shows what they say, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retention.launch.leftovers import _is_running
from retention.launch.parts import Part
from retention.launch.refusals import CannotStart
from retention.launch.supervisor import Stopped, Supervisor
from tests.launch.conftest import Listener


def shell(name: str, script: str, **more: object) -> Part:
    """A part that is a few words of shell."""
    return Part(name, ("/bin/sh", "-c", script), environment={"PATH": "/usr/bin:/bin"}, **more)  # type: ignore[arg-type]


def test_what_a_part_says_is_shown_under_its_name(listener: Listener) -> None:
    supervisor = Supervisor(listener)
    code = supervisor.run(shell("web", "echo one; printf 'two\\nthree'; exit 4", is_restarted=False))
    assert code == 4
    assert listener.said == ["web      | one", "web      | two", "web      | three"]


def test_chatter_is_not_shown(listener: Listener) -> None:
    Supervisor(listener).run(
        shell("db", "echo LOG: idle; echo LOG: trouble", is_restarted=False, hushed=("idle",))
    )
    assert listener.said == ["db       | LOG: trouble"]


def test_what_must_not_be_lost_is_kept_in_a_file_too(listener: Listener, tmp_path: Path) -> None:
    job = shell("demo", "echo one; printf two", is_restarted=False, copy_to=tmp_path / "copy")
    Supervisor(listener).run(job)
    assert (tmp_path / "copy").read_text() == "one\ntwo\n"
    assert listener.said == ["demo     | one", "demo     | two"]


def test_a_part_that_dies_is_started_again(listener: Listener, tmp_path: Path) -> None:
    supervisor = Supervisor(listener)
    marks = tmp_path / "marks"
    supervisor.start(
        [shell("web", f"echo x >> {marks}; [ $(wc -l < {marks}) -ge 3 ] && exec sleep 60; exit 1")]
    )
    supervisor.watch(until=lambda: marks.exists() and len(marks.read_text().split()) == 3, seconds=10)
    assert len(marks.read_text().split()) == 3
    assert any("ended with code 1; starting it again in 0.2 s" in line for line in listener.said)
    assert any("starting it again in 0.4 s" in line for line in listener.said)
    supervisor.stop()


def test_children_of_a_killed_part_end_before_it_is_started_again(listener: Listener, tmp_path: Path) -> None:
    supervisor = Supervisor(listener)
    note = tmp_path / "child"
    supervisor.start([shell("web", f"sleep 60 & echo $! > {note}; wait")])
    supervisor.watch(until=lambda: note.exists() and note.read_text().strip() != "", seconds=5)
    child, first = int(note.read_text()), supervisor.running["web"].process
    first.kill()
    supervisor.watch(
        until=lambda: "web" in supervisor.running and supervisor.running["web"].process != first, seconds=5
    )
    assert not _is_running(child)
    supervisor.stop()


def test_parts_stop_in_the_reverse_of_their_order_and_a_stubborn_one_is_killed(listener: Listener) -> None:
    supervisor = Supervisor(listener)
    stubborn = shell("web", "trap '' TERM; echo up; sleep 60 & wait; sleep 60", rank=2, patience=0.3)
    supervisor.start([stubborn, shell("db", "exec sleep 60", rank=0), shell("beat", "exec sleep 60", rank=3)])
    supervisor.watch(until=lambda: any("up" in line for line in listener.said), seconds=5)
    supervisor.stop()
    told = [line.split("s  ", 1)[1] for line in listener.said if line.startswith("keel")]
    assert told == ["beat stopped", "web killed, it did not stop by itself", "db stopped"]
    assert supervisor.running == {}


def test_a_part_that_ends_before_it_is_ready_stops_the_start(listener: Listener) -> None:
    supervisor = Supervisor(listener)
    with pytest.raises(CannotStart, match="postgres ended with code 3"):
        supervisor.start([shell("postgres", "exit 3", is_ready=lambda: False)])
    supervisor.stop()


def test_a_lower_rank_is_ready_before_the_next_one_starts(listener: Listener, tmp_path: Path) -> None:
    supervisor = Supervisor(listener)
    ready = tmp_path / "ready"
    database = shell("db", f"sleep 0.3; touch {ready}; exec sleep 60", rank=0, is_ready=ready.exists)
    supervisor.start([shell("web", f"[ -e {ready} ] && echo after; exec sleep 60", rank=1), database])
    supervisor.watch(until=lambda: bool(listener.said), seconds=5)
    assert listener.said == ["web      | after"]
    supervisor.stop()


def test_what_was_begun_before_is_waited_for_and_not_started_twice(
    listener: Listener, tmp_path: Path
) -> None:
    starts, ready = tmp_path / "starts", tmp_path / "ready"
    script = f"echo x >> {starts}; sleep 0.3; touch {ready}; exec sleep 60"
    supervisor = Supervisor(listener)
    part = shell("web", script, is_ready=ready.exists)
    supervisor.begin([part])
    assert not ready.exists()
    supervisor.start([part])
    assert ready.exists()
    assert starts.read_text() == "x\n"
    supervisor.stop()


def test_being_asked_to_stop_ends_the_wait_for_a_job(listener: Listener) -> None:
    supervisor = Supervisor(listener)
    with supervisor.heeding_signals():
        stopper = subprocess.Popen(["/bin/sh", "-c", f"sleep 0.3; kill -INT {os.getpid()}"])
        started = time.monotonic()
        with pytest.raises(Stopped):
            supervisor.run(shell("job", "exec sleep 60", is_restarted=False))
        supervisor.stop()
    stopper.wait()
    assert time.monotonic() - started < 5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_parts_end_when_the_launcher_itself_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = (
        "import sys; from tests.launch.test_supervisor import *; from tests.launch.conftest import Listener;"
        f"s = Supervisor(Listener()); s.start([shell('web', 'echo $$ > {note}; exec sleep 60')]); s.watch()"
    )
    launcher = subprocess.Popen([sys.executable, "-c", program])
    deadline = time.monotonic() + 10
    while not (note.exists() and note.read_text().strip()) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.1)
    launcher.send_signal(signal.SIGKILL)
    launcher.wait()
    part = int(note.read_text())
    while _is_running(part) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(part)
