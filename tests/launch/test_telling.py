"""What the person at the terminal reads."""

import subprocess
import sys
import time

import pytest

from retention.launch.choices import ROOT
from retention.launch.command import COMMANDS, main
from retention.launch.telling import Teller


def test_a_part_has_its_colour_on_a_terminal_and_none_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    Teller(is_coloured=True).line("web", "hello")
    Teller(is_coloured=False).line("web", "hello")
    assert capsys.readouterr().out == "\033[32mweb      |\033[0m hello\nweb      | hello\n"


def test_a_step_says_how_long_it_has_been(capsys: pytest.CaptureFixture[str]) -> None:
    teller = Teller(is_coloured=False)
    teller.started = time.time() - 61
    teller.step("ready")
    assert capsys.readouterr().out.startswith("keel     |   61.")


def test_a_closed_terminal_is_no_reason_to_stop() -> None:
    program = (
        "from retention.launch.telling import Teller; t = Teller(); [t.step('x' * 99) for _ in range(9999)]"
    )
    command = f"{sys.executable} -c \"{program}; import sys; print('done', file=sys.stderr)\" | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == "done\n"


def test_an_unknown_command_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fly"]) == 2
    assert "run, demo, backup" in capsys.readouterr().out


def test_every_command_of_the_makefile_is_one_of_the_launcher() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = {
        line.split("$(LAUNCH) ")[1].split()[0] for line in makefile.splitlines() if "@$(LAUNCH)" in line
    }
    assert targets == set(COMMANDS) - {"probe"}


def test_a_refusal_is_one_line_and_exit_code_two(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "many")
    assert main(["run"]) == 2
    assert "cannot start: PORT is 'many'" in capsys.readouterr().out


def test_accept_without_a_folder_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accept", ""]) == 2
    assert "make accept PACKS=<folder>" in capsys.readouterr().out


def test_a_probe_of_nothing_is_not_green(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["probe", "http://127.0.0.1:9/healthz"]) == 1
    assert "refused" in capsys.readouterr().out
