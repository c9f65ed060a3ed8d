"""The virtual environment is made once and left alone while its lock file is unchanged."""

import hashlib
import json
import sys
from pathlib import Path

import pytest

from retention.launch.environment import RUNNING, TESTING, Environment, keep_compiled
from retention.launch.refusals import CannotStart
from tests.launch.conftest import Listener


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two lock files and nothing installed; its package index is an empty folder."""
    (tmp_path / RUNNING).write_text("nothing-of-the-kind==1.0 --hash=sha256:" + "0" * 64 + "\n")
    (tmp_path / TESTING).write_text("")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "bootstrap.lock").write_text("")
    return tmp_path


def pretend_installed(project: Path, home: str = sys.prefix) -> None:
    """As after an installation of both lock files."""
    hashes = {name: hashlib.sha256((project / name).read_bytes()).hexdigest() for name in (RUNNING, TESTING)}
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (project / ".venv" / "pyvenv.cfg").write_text(f"home = {home}\nversion = 3.11\n")
    (project / ".venv" / "installed.json").write_text(json.dumps(hashes))


def test_an_unchanged_lock_file_installs_nothing(project: Path, listener: Listener) -> None:
    pretend_installed(project)
    assert Environment(project, listener).ensure(RUNNING) == project / ".venv" / "bin" / "python"
    assert listener.said == []


def test_a_changed_lock_file_installs_and_an_index_without_it_is_told_clearly(
    project: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_installed(project)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with (project / RUNNING).open("a") as lock:
        lock.write("another==1.0 --hash=sha256:" + "1" * 64 + "\n")
    with pytest.raises(
        CannotStart, match=r"could not install requirements.lock: is a package index reachable"
    ):
        Environment(project, listener).ensure(RUNNING)
    assert "installing 2 packages from requirements.lock" in listener.said[0]
    assert any("trying pip" in line for line in listener.said)


def test_an_environment_whose_python_is_gone_does_not_work(project: Path, listener: Listener) -> None:
    pretend_installed(project, home="/nonexistent")
    assert not Environment(project, listener)._works()


def test_a_note_that_cannot_be_read_counts_as_nothing_installed(project: Path, listener: Listener) -> None:
    pretend_installed(project)
    (project / ".venv" / "installed.json").write_text("{half")
    assert Environment(project, listener)._installed() == {}


@pytest.mark.slow
def test_an_empty_lock_file_makes_a_working_environment(project: Path, listener: Listener) -> None:
    python = Environment(project, listener).ensure(TESTING)
    assert python.exists()
    assert any("making .venv with Python" in line for line in listener.said)
    assert TESTING in Environment(project, listener)._installed()


def test_where_python_may_not_write_beside_the_sources_it_still_compiles_once(tmp_path: Path) -> None:
    settings = {"PYTHONDONTWRITEBYTECODE": "1"}
    keep_compiled(settings, tmp_path)
    assert settings == {"PYTHONPYCACHEPREFIX": str(tmp_path)}


def test_a_place_that_was_chosen_for_compiled_files_stays(tmp_path: Path) -> None:
    chosen = {"PYTHONPYCACHEPREFIX": "/elsewhere"}
    keep_compiled(chosen, tmp_path)
    assert chosen == {"PYTHONPYCACHEPREFIX": "/elsewhere"}
    nothing: dict[str, str] = {}
    keep_compiled(nothing, tmp_path)
    assert nothing == {}
