"""Every address × every role, in a full company and in an empty one; whoever is refused changes nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .addresses import address, records, routes
from .people import Company, make_company
from .routes import ADMINISTRATION, ROLES, ROUTES, Statuses
from .world import make_world

pytestmark = pytest.mark.slow
NONSENSE = {"nonsense": "1"}
BOOKKEEPING = ("team_session", "team_signintry")
"""Tables that being signed in writes to, whatever is asked: sessions and tries."""
REFUSED = (401, 403, 404, 405, 410)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def browser_of(company: Company, role: str) -> Client:
    user, client = company[ROLES[role]], Client(raise_request_exception=False)
    if not isinstance(user, AnonymousUser):
        client.force_login(user)
    return client


def ask(client: Client, method: str, path: str) -> HttpResponse:
    """One request with the cookies the browser has now; it keeps none of the answer's."""
    again = Client(raise_request_exception=False)
    again.cookies = client.cookies.copy()  # type: ignore[assignment]
    if method == "get":
        return again.get(path)  # type: ignore[return-value]
    kind = {"content_type": "application/json"} if path.startswith("/api/v1/") else {}
    return again.post(path, {} if kind else NONSENSE, **kind)  # type: ignore[return-value, arg-type]


def writes(queries: CaptureQueriesContext) -> list[str]:
    found = (query["sql"] for query in queries.captured_queries)
    changing = (sql for sql in found if re.match(r"\s*(INSERT INTO|UPDATE|DELETE FROM) ", sql))
    return [sql[:120] for sql in changing if not any(f'"{table}"' in sql for table in BOOKKEEPING)]


def column(statuses: Statuses, role: str) -> int:
    return statuses[list(ROLES).index(role)]


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {name for name, _ in routes()} == set(ROUTES)


def test_every_row_says_what_every_role_gets() -> None:
    for name, route in ROUTES.items():
        assert len(route.get) == len(route.post) == len(ROLES), name


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_this_role_as_the_table_says(role: str, db: None) -> None:
    world = make_world()
    client, made = browser_of(world.company, role), records(world)
    found: dict[str, int] = {}
    denied_but_wrote: dict[str, list[str]] = {}
    for name, pattern in routes():
        for method in ("get", "post"):
            with undone(), CaptureQueriesContext(connection) as queries:
                found[f"{method} {name}"] = status = ask(
                    client, method, address(name, pattern, made)
                ).status_code
            changed = writes(queries)
            refused = method == "get" or status in REFUSED or sent_away(role)
            if changed and refused and not ROUTES[name].may_write:
                denied_but_wrote[f"{method} {name}"] = changed
    expected = {f"get {name}": column(route.get, role) for name, route in ROUTES.items()}
    expected |= {f"post {name}": column(route.post, role) for name, route in ROUTES.items()}
    differing = [
        f"{name}: expected {expected[name]}, found {found[name]}"
        for name in found
        if found[name] != expected[name]
    ]
    assert not differing, "\n".join(differing)
    assert denied_but_wrote == {}


@pytest.mark.parametrize("role", ROLES)
def test_in_an_empty_company_lists_are_empty_pages_and_records_are_not_there(role: str, db: None) -> None:
    client = browser_of(make_company_without_accounts(), role)
    differing: list[str] = []
    for name, pattern in routes():
        for method in ("get", "post"):
            with undone():
                status = ask(client, method, address(name, pattern, None)).status_code
            statuses = getattr(ROUTES[name], method)
            hidden = column(statuses, "stranger") == 404 or name in ADMINISTRATION or of_nobody(name)
            expected = column(statuses, role)
            if is_about_a_record(name, role) and hidden and expected != 405:
                expected = 404
            if status != expected:
                differing.append(f"{method} {name}: expected {expected}, found {status}")
    assert not differing, "\n".join(differing)


def of_nobody(name: str) -> bool:
    """Is the record seen by everybody, where there is one?"""
    return ROUTES[name].of == "rate"


def is_about_a_record(name: str, role: str) -> bool:
    """Does the answer depend on a record being there? Not for who is refused at the door."""
    refused_at_the_door = sent_away(role) or (name in ADMINISTRATION and role != "admin")
    return ROUTES[name].of not in ("", "link", "external_id") and not refused_at_the_door


def sent_away(role: str) -> bool:
    return role in ("anonymous", "inactive")


def make_company_without_accounts() -> Company:
    from accounts.models import Account, AccountTeamMember
    from retention.team.models import Absence

    company = make_company()
    for model in (AccountTeamMember, Absence, Account):
        model.objects.all().delete()
    return company


def test_what_is_hidden_answers_exactly_as_what_does_not_exist(db: None) -> None:
    world = make_world()
    client, made = browser_of(world.company, "stranger"), records(world)

    def told(path: str, method: str) -> tuple[int, str, list[str]]:
        with undone():
            answer = ask(client, method, path)
        body = re.sub(
            r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", answer.content.decode()
        )
        headers = sorted(name for name in answer.headers if name != "Set-Cookie")
        return answer.status_code, body.replace(path, ""), headers

    compared = 0
    for name, pattern in routes():
        for method in ("get", "post"):
            if column(getattr(ROUTES[name], method), "stranger") == 404 and ROUTES[name].of:
                hidden = told(address(name, pattern, made), method)
                missing = told(address(name, pattern, None), method)
                assert hidden == missing, f"{method} {name}"
                compared += 1
    assert compared > 40
