"""The trial kind is registered, and the installation's file lies in a folder of the test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from retention.lib import ticks

from . import trial


@pytest.fixture(autouse=True)
def trial_kind(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Every test here."""
    settings.DATA_DIR = tmp_path
    trial.register_trial()
    yield
    trial.CLOSED.clear()
    trial.BROKEN.clear()
    ticks._stopping.clear()
