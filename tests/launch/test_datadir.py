"""One Keel at a time holds a data folder, and says clearly why it cannot."""

import os
from pathlib import Path

import pytest

from retention.launch import datadir
from retention.launch.datadir import LONGEST_SOCKET, DataDir, is_held
from retention.launch.refusals import CannotStart
from retention.launch.servant import Servant

SELF = Servant(None)


def test_a_second_keel_on_the_same_folder_is_refused_and_names_the_first(tmp_path: Path) -> None:
    first = DataDir.take(tmp_path, SELF)
    assert is_held(tmp_path)
    with pytest.raises(CannotStart, match=rf"already running on .*process {os.getpid()}"):
        DataDir.take(tmp_path, SELF)
    first.release()
    assert not is_held(tmp_path)
    DataDir.take(tmp_path, SELF).release()


def test_a_folder_never_started_on_is_not_held(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "new")


def test_two_folders_have_sockets_of_their_own_that_are_short_and_closed(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 40)
    first, second = DataDir.take(tmp_path, SELF), DataDir.take(deep, SELF)
    assert first.run != second.run
    assert len(str(second.run / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET
    assert second.run.stat().st_mode & 0o077 == 0
    first.release()
    second.release()
    assert not second.run.exists()


def test_a_full_disk_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datadir, "ROOM_NEEDED", 2**60)
    with pytest.raises(CannotStart, match=r"MB free and Keel needs .* make room"):
        DataDir.take(tmp_path, SELF)


def test_a_folder_that_cannot_be_written_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match=r"cannot write to DATA_DIR .*/file/data"):
        DataDir.take(tmp_path / "file" / "data", SELF)


def test_a_socket_folder_prepared_by_a_stranger_is_not_used(
    closed_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datadir.tempfile, "gettempdir", lambda: str(closed_folder))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    (closed_folder / "elsewhere").mkdir()
    name = f"keel-{datadir.instance_of(closed_folder / 'data')}"
    (closed_folder / name).symlink_to(closed_folder / "elsewhere")
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        DataDir.take(closed_folder / "data", SELF)
