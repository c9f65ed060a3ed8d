"""A terminal that remembers, and data folders of the size of a test."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from retention.launch.telling import Teller


class Listener(Teller):
    """Keeps what the person would have read."""

    def __init__(self) -> None:
        super().__init__(is_coloured=False)
        self.said: list[str] = []

    def plain(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture
def listener() -> Listener:
    """What the person at the terminal reads."""
    return Listener()


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that nobody else may enter, as mktemp -d makes them."""
    folder = Path(tempfile.mkdtemp(prefix="keel-launch-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
