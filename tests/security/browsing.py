"""One person at the doors of a company: what they are answered, and what it wrote. Nothing they do stays."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .people import Company
from .routes import ROLES

NONSENSE = {"nonsense": "1"}
BOOKKEEPING = ("team_session", "team_signintry", "sharing_sharetry")
"""Tables that being signed in writes to, whatever is asked: sessions and tries; so is asking for links."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def body_of(answer: HttpResponse) -> str:
    """All of it, also where it is sent piece by piece."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined, arg-type]
    return body.decode("utf-8", "replace")


def writes(queries: CaptureQueriesContext) -> list[str]:
    """The statements that changed something."""
    found = (query["sql"] for query in queries.captured_queries)
    changing = (sql for sql in found if re.match(r"\s*(INSERT INTO|UPDATE|DELETE FROM) ", sql))
    return [sql[:120] for sql in changing if not any(f'"{table}"' in sql for table in BOOKKEEPING)]


@dataclass(frozen=True)
class Answer:
    """What one request got, and the statements by which it changed something."""

    status: int
    headers: list[tuple[str, str]]
    body: str
    wrote: list[str]

    @property
    def sent(self) -> str:
        """Headers and body."""
        return f"{self.headers!r}{self.body}"


@dataclass
class Browser:
    """Somebody of the company. What was asked once is remembered: nothing that is asked here changes it."""

    company: Company
    role: str
    known: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        user = self.company[ROLES[self.role]]
        self.client = Client(raise_request_exception=False)
        if not isinstance(user, AnonymousUser):
            self.client.force_login(user)
        self.cookies = self.client.cookies.copy()

    def get(self, path: str) -> Answer:
        """The answer to reading that address."""
        return self.ask("get", path)

    def ask(self, method: str, path: str) -> Answer:
        """The answer to ``get``, or to ``post`` with a form full of nonsense."""
        if (method, path) not in self.known:
            self.known[method, path] = self._asked(method, path)
        return self.known[method, path]

    def _asked(self, method: str, path: str) -> Answer:
        self.client.cookies = self.cookies.copy()  # type: ignore[assignment]  # no answer's cookies are kept
        kind = {"content_type": "application/json"} if path.startswith("/api/v1/") else {}
        with undone(), CaptureQueriesContext(connection) as queries:
            if method == "get":
                answer = self.client.get(path)
            else:
                answer = self.client.post(path, {} if kind else NONSENSE, **kind)  # type: ignore[arg-type]
            headers = sorted(answer.headers.items())
            return Answer(answer.status_code, headers, body_of(answer), writes(queries))  # type: ignore[arg-type]
