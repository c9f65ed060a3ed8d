"""Somebody at the screen: a browser window signed in as one person, and what it has to be held to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response

from retention.team.models import User

WIDTHS = (320, 390, 768, 1024, 1440)
PASSWORD = "pa55word-of-theirs"


@dataclass
class Visitor:
    """One window. ``troubles`` collects console errors, refusals of the policy and script errors."""

    context: BrowserContext
    page: Page
    base: str
    javascript: bool = True
    troubles: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.troubles.append(f"{urlsplit(self.page.url).path}: {message.text}")

    def forgive(self, words: str) -> None:
        """Expect trouble that holds these words, such as "409": the browser reports every refusal."""
        self.forgiven.append(words)

    def unforgiven(self) -> list[str]:
        """What must make the test fail."""
        return [trouble for trouble in self.troubles if not any(words in trouble for words in self.forgiven)]

    def sign_in(self, user: User) -> "Visitor":
        """Open a session for the user without the form."""
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.base}])
        return self

    def sign_in_by_form(self, user: User, password: str = PASSWORD) -> "Visitor":
        """Sign in as a person does."""
        self.go("/sign-in/")
        self.page.get_by_label("Email").fill(user.email)
        self.page.get_by_label("Password").fill(password)
        self.follow(self.page.get_by_role("button", name="Sign in"))
        return self

    def go(self, path: str) -> Response | None:
        """Open an address of the product and wait until its scripts run."""
        response = self.page.goto(self.base + path)
        self._wait_for_scripts()
        return response

    def _wait_for_scripts(self) -> None:
        if self.javascript and self.page.locator("script[src]").count():  # pages for customers have none
            self.page.wait_for_function("document.documentElement.dataset.script === 'ready'")

    @contextmanager
    def turning(self) -> Iterator[None]:
        """What is done inside leads to another page: afterwards it is there whole, and its scripts run."""
        with self.page.expect_navigation():
            yield
        self._wait_for_scripts()

    def follow(self, way: Locator) -> None:
        """Click a link or a button that leads to another page, and wait for that page.

        A plain click returns while the old page still stands, and what is read at once is read there.
        """
        with self.turning():
            way.click()

    def back(self) -> None:
        """The browser's own way back."""
        with self.turning():
            self.page.go_back()

    def press(self, *keys: str) -> None:
        """Press keys one after the other, wherever focus is."""
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self) -> Locator:
        """The element that has the focus."""
        return self.page.locator(":focus")

    def status(self) -> str:
        """The words of the status line."""
        return self.page.locator("#status").inner_text()

    def barriers(self) -> str:
        """What axe finds (WCAG 2.0 to 2.2 A and AA, best practice); empty is good."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate("axe.run({resultTypes: ['violations']}).then(all => all.violations)")
        return "\n".join(
            f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        )

    def overflow(self, widths: tuple[int, ...] = WIDTHS, height: int = 900) -> dict[int, list[str]]:
        """The widths at which the page scrolls sideways, with the elements that stick out."""
        found = {}
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": height})
            if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found[width] = self.page.evaluate(STICKING_OUT)
        return found

    def dark(self, on: bool = True) -> None:
        """Ask for the dark or the light theme as the device does."""
        self.page.emulate_media(color_scheme="dark" if on else "light")


STICKING_OUT = """[...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 6).map(e => `${e.tagName.toLowerCase()}.${e.getAttribute('class') ?? ''}`)"""

OpenWindow = Callable[..., Visitor]
