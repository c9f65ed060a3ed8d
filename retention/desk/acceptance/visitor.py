"""One person at a browser, against the running product."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SLOW = 40_000


class Visitor:
    """A window of their own; errors of the console and of the content policy are kept."""

    def __init__(self, context: Any, url: str, pictures: Path) -> None:
        self.page, self.url, self.pictures = context.new_page(), url, pictures
        self.complaints: list[str] = []
        self.page.set_default_timeout(SLOW)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)

    def go(self, path: str) -> Any:
        """Open a page of the product; raises AssertionError for an error page."""
        answer = self.page.goto(path if path.startswith("http") else f"{self.url}{path}")
        if answer and answer.status >= 400:
            raise AssertionError(f"{path} answered {answer.status}")
        return self.page

    def follow(self, selector: str) -> None:
        """Click what leads to another page, and wait until that page is there."""
        with self.page.expect_navigation():
            self.page.click(selector)

    def sign_in(self, email: str, password: str) -> "Visitor":
        """By e-mail and password, as anybody does."""
        self.go("/sign-in/")
        self.page.fill("input[type=email], input[name=login]", email)
        self.page.fill("input[type=password]", password)
        self.follow("main button[type=submit], form button[type=submit]")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self

    def choose_password(self, link: str, password: str) -> None:
        """Follow an invitation."""
        path = "/" + link.split("://", 1)[-1].split("/", 1)[1]
        self.go(path)
        self.page.fill("input[name=password1]", password)
        self.page.fill("input[name=password2]", password)
        self.follow("form button[type=submit]")

    def picture(self, name: str) -> None:
        """Keep what the window shows."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(self.pictures / f"{name}.png"))


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium of this machine. Raises RuntimeError when there is none."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("no Chromium found; install one or name it in CHROMIUM")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield window
        window.close()
