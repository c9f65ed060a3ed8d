"""`manage.py bench`: every line of the product beside its references, on generated data."""

import os
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import closing
from itertools import cycle
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.models import Account
from contacts.actions.touchpoints import log_touchpoint
from contacts.models import Contact
from retention.integrations.tokens.actions import make_token
from retention.lib.clock import database_now
from retention.team.models import User
from retention.team.sessions import SessionStore

from ...bench import floor, generate, making
from ...bench.floor_server import FloorServer
from ...bench.measure import ROUNDS, Caller, Timing, at_once, timed

ALONE, TOGETHER = 15, 8


class Command(BaseCommand):
    """Needs an empty installation that runs at KEEL_URL; --keep measures what is there."""

    help = "Measure the product on generated data and print the figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large."""
        default = int(os.environ.get("KEEL_BENCH_ACCOUNTS", "100000"))
        parser.add_argument("--accounts", type=int, default=default)
        parser.add_argument("--keep", action="store_true", help="measure what was generated before")

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate, derive, measure."""
        url = os.environ.get("KEEL_URL")
        if not url:
            raise CommandError("needs the address of the running product in KEEL_URL")
        manager = _who_was_made() if options["keep"] else self._make(options["accounts"])
        with closing(FloorServer()) as server:
            self._pages(url, server.url, manager)
        self._writes(manager)

    def _make(self, accounts: int) -> User:
        if Account.objects.exists():
            raise CommandError("needs an empty installation, or --keep")
        return making.make(accounts, self.stdout.write)

    def _pages(self, url: str, floor_url: str, manager: User) -> None:
        account = Account.objects.filter(owner=manager).order_by("id")[0]
        _, secret = make_token(
            owner=manager,
            name="bench",
            scopes=["accounts:read"],
            expires_at=None,
            by=manager,
            at=database_now(),
        )
        cookie, bearer = {"Cookie": f"sessionid={_session(manager)}"}, {"Authorization": f"Bearer {secret}"}
        lines = (
            ("list", "/accounts/", cookie, "list"),
            ("filtered", "/accounts/?sort=arr&tier=A", cookie, "filtered"),
            ("search", "/search/?q=a1b2", cookie, "search"),
            ("account", f"/accounts/{account.pk}/", cookie, "account"),
            ("brief", f"/accounts/{account.pk}/brief/", cookie, "account"),
            ("map", f"/accounts/{account.pk}/map/", cookie, "account"),
            ("day", "/day/", cookie, "day"),
            ("health", "/team/health/", cookie, "health"),
            ("api list", "/api/v1/accounts/?limit=100", bearer, "api_list"),
            ("api detail", f"/api/v1/accounts/{account.pk}/", bearer, "api_detail"),
        )
        self.stdout.write(
            "line         SQL ms  floor ms  Keel ms   p95    x floor   8 at once ms   req/s   bytes"
        )
        for name, path, headers, reference in lines:
            self._line(name, (url, path, headers), floor_url, reference)
        self._deep(url, cookie)

    def _line(self, name: str, page: tuple[str, str, dict[str, str]], floor_url: str, reference: str) -> None:
        url, path, headers = page
        sql, bare, full = Timing(), Timing(), Timing()
        keel, low = Caller(url, headers), Caller(floor_url, {})
        for _ in range(ROUNDS):
            timed(lambda: _statement(reference), ALONE, sql)
            timed(lambda: low.get(f"/{reference}/"), ALONE, bare)
            timed(lambda: keel.get(path), ALONE, full)

        def another() -> Callable[[], int]:
            caller = Caller(url, headers)
            return lambda: caller.get(path)

        together, rate = at_once(another, TOGETHER, ALONE)
        self.stdout.write(
            f"{name:12} {sql.median:7.2f} {bare.median:8.2f} {full.median:9.1f} {full.p95:7.1f} "
            f"{full.median / bare.median:8.1f} {together.median:12.1f} {rate:10.1f} {full.size:9,}"
        )

    def _deep(self, url: str, cookie: dict[str, str]) -> None:
        caller, path = Caller(url, cookie), "/accounts/"
        first, deep = Timing(), Timing()
        for _ in range(40):
            caller.connection.request("GET", path, headers=cookie)
            body = caller.connection.getresponse().read().decode()
            link = body.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
            path = link or path
        timed(lambda: caller.get("/accounts/"), ALONE, first)
        timed(lambda: caller.get(path), ALONE, deep)
        self.stdout.write(
            f"40 pages deep: {deep.median:.1f} ms, {deep.median / first.median:.2f} x the first page"
        )

    def _writes(self, manager: User) -> None:
        found = Timing()
        contacts = list(Contact.objects.filter(account__owner=manager).select_related("account")[: ALONE + 1])
        rest = cycle(contacts)

        def log() -> int:
            contact = next(rest)
            at = database_now()
            log_touchpoint(
                account=contact.account, contacts=[contact], channel="call", happened_at=at, by=manager, at=at
            )
            return 0

        timed(log, ALONE, found)
        self.stdout.write(
            f"log a touchpoint with everything that follows: {found.median:.1f} ms, p95 {found.p95:.1f}"
        )


def _who_was_made() -> User:
    found = User.objects.filter(email=generate.MEASURED).first()
    if found is None:
        raise CommandError("nothing was generated here: once without --keep")
    return found


def _statement(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(floor.STATEMENTS[name].replace("%", "%%"), [])
        return len(cursor.fetchall())


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
