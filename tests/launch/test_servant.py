"""The user that the servers run as reaches what it needs, and nothing is opened to everybody for it."""

import os
import subprocess
from pathlib import Path

import pytest

from retention.launch import servant
from retention.launch.refusals import CannotStart
from retention.launch.servant import Servant

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")


@as_root
def test_root_becomes_an_ordinary_user() -> None:
    chosen = Servant.choose()
    said = subprocess.run(["id", "-u"], capture_output=True, text=True, **chosen.identity()).stdout
    assert int(said) != 0
    assert chosen.name in ("postgres", "nobody")


@as_root
def test_a_folder_behind_a_closed_one_is_reached_without_opening_it(closed_folder: Path) -> None:
    chosen, inside = Servant.choose(), closed_folder / "inside"
    inside.mkdir(mode=0o700)
    chosen.own(inside)
    before = closed_folder.stat().st_mode
    name, descriptors = chosen.door_to(inside)
    subprocess.run(["touch", f"{name}/made"], pass_fds=descriptors, check=True, **chosen.identity())
    assert (inside / "made").stat().st_uid != 0
    assert closed_folder.stat().st_mode == before
    assert not chosen.can_reach(inside)


@as_root
def test_a_program_out_of_reach_is_run_from_a_copy(
    closed_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chosen, source = Servant.choose(), closed_folder / "tools"
    source.mkdir()
    (source / "greet").write_text("#!/bin/sh\necho hello\n")
    (source / "greet").chmod(0o700)
    shelf = Path("/tmp") / f"keel-shelf-{os.getpid()}"  # noqa: S108
    shelf.mkdir(mode=0o755)
    try:
        copy = chosen.reachable_copy(source, "greet", shelf)
        said = subprocess.run([copy / "greet"], capture_output=True, text=True, **chosen.identity())
        assert said.stdout == "hello\n"
    finally:
        subprocess.run(["rm", "-r", shelf], check=True)


def test_an_ordinary_user_reaches_everything_as_itself(tmp_path: Path) -> None:
    own = Servant(None)
    assert own.identity() == {}
    assert own.door_to(tmp_path) == (str(tmp_path), ())
    assert own.reachable_copy(tmp_path, "any", tmp_path / "shelf") == tmp_path


def test_a_user_id_without_a_name_is_refused_with_two_ways_out() -> None:
    with pytest.raises(CannotStart, match=r"user id 3999999 has no name.*named user, or set DATABASE_URL"):
        servant._require_name_of(3999999)
