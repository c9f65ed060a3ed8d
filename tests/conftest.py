"""Set-up of every test session: the cast and the factories, and the list of journeys that could not run.

The database and Redis come from DATABASE_URL and REDIS_URL, which `make test` sets to servers of its own.
Each xdist worker has its own database (by pytest-django) and its own Redis key prefix (settings/test.py).
"""

import gc
import os
import shutil
from importlib.util import find_spec

import hypothesis
import pytest

pytest_plugins = [name for name in ("tests.cast", "tests.factories", "tests.quick") if find_spec(name)]

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = "no Chromium was found"


def chromium_path() -> str | None:
    """The browser of the journeys: CHROMIUM, or the first one on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is; only journeys ask, and they are skipped without one."""
    path = chromium_path()
    assert path is not None
    return path


def pytest_configure(config: pytest.Config) -> None:
    """Generated examples are the same every time, however slow the machine; a browser may be required.

    Where it is, its absence is a failure and not a skip.
    """
    gc.set_threshold(
        200_000, 20, 100
    )  # requests make much that dies at once: a tenth of the time was looking
    hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
    hypothesis.settings.load_profile("suite")
    if os.environ.get("KEEL_REQUIRE_BROWSER") == "1" and chromium_path() is None:
        raise pytest.UsageError(
            f"{NO_BROWSER}, and KEEL_REQUIRE_BROWSER=1 asks for one: install it or set CHROMIUM"
        )


def may_come_first(item: pytest.Item) -> bool:
    """Is it long, and does it leave the database as it was? Tests that commit come last: they empty it."""
    commits = {"transactional_db", "live_server", "open_window"} & set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("slow") is not None and not commits


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser the journeys are skipped; the longest tests come first."""
    for item in items:
        if item.get_closest_marker("journey") and chromium_path() is None:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))
    items.sort(key=lambda item: not may_come_first(item))  # short ones fill the gaps at the end


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name every journey that did not run, so that nobody takes a green line for more than it is."""
    not_run = [
        report for report in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(report.longrepr)
    ]
    if not_run:
        terminalreporter.section(
            f"{len(not_run)} BROWSER JOURNEYS NOT RUN: {NO_BROWSER}", red=True, bold=True
        )
        for report in not_run:
            terminalreporter.line(report.nodeid, red=True)
        terminalreporter.line("Install Chromium, or name one by CHROMIUM=/path, to run them.", red=True)
