"""Browser journeys: a real Chromium against a live server; any console error or refusal of the CSP fails."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from .visitor import OpenWindow, Visitor

# The browser's own event loop makes Django believe that tests run inside one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey."""
    for item in items:
        if "/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for the session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_window(browser: Browser, live_server: LiveServer) -> Iterator[OpenWindow]:
    """Opens: ``open_window(lena, width=390, dark=True, javascript=False)``; nobody's without a user."""
    opened: list[Visitor] = []

    def open_one(user: object = None, *, width: int = 1440, height: int = 900, dark: bool = False,
                 javascript: bool = True) -> Visitor:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        visitor = Visitor(context, context.new_page(), live_server.url, javascript)
        opened.append(visitor)
        return visitor.sign_in(user) if user else visitor  # type: ignore[arg-type]

    yield open_one
    troubles = [trouble for visitor in opened for trouble in visitor.unforgiven()]
    for visitor in opened:
        visitor.context.close()
    assert troubles == []
