"""What the person chose by environment variables is understood, or refused in one sentence."""

import socket
from pathlib import Path

import pytest

from retention.launch.choices import ROOT, Choices, free_port, require_free_port
from retention.launch.refusals import CannotStart


def test_without_any_setting_keel_serves_a_demo_on_port_8000_from_the_project() -> None:
    choices = Choices.read({})
    assert (choices.port, choices.data, choices.with_demo) == (8000, ROOT / ".data", True)
    assert choices.url == "http://localhost:8000/"


def test_a_database_of_the_persons_own_gets_no_demo_company_unasked() -> None:
    own = {"DATABASE_URL": "postgresql://db.example/keel"}
    assert Choices.read(own).with_demo is False
    assert Choices.read({**own, "KEEL_DEMO": "1"}).with_demo is True
    assert Choices.read({"KEEL_DEMO": "0"}).with_demo is False


@pytest.mark.parametrize("port", ["web", "0", "65536", "-1", "8000 ", "８０００", "1e3"])
def test_a_port_that_is_none_is_refused_by_its_name(port: str) -> None:
    with pytest.raises(CannotStart, match=r"PORT is .* must be a number from 1 to 65535"):
        Choices.read({"PORT": port})


def test_an_empty_setting_counts_as_not_given() -> None:
    assert Choices.read({"PORT": "", "DATA_DIR": "", "KEEL_DEMO": ""}) == Choices.read({})


def test_a_data_folder_may_be_named_from_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Choices.read({"DATA_DIR": "~/keel"}).data == tmp_path / "keel"


def test_a_server_on_every_interface_is_asked_on_the_own_one() -> None:
    choices = Choices.read({"HOST": "0.0.0.0", "PORT": "81"})  # noqa: S104
    assert (choices.url, choices.probe_url) == ("http://localhost:81/", "http://127.0.0.1:81")


def test_a_port_in_use_is_refused_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"port {port} is in use.*PORT"):
            require_free_port("127.0.0.1", port)


def test_a_free_port_is_free() -> None:
    require_free_port("127.0.0.1", free_port())
