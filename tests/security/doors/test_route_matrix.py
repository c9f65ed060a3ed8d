"""Every address × every role in a full company: as the table says, and whoever is refused changes nothing."""

import re

import pytest

from tests.security.addresses import address, records, routes
from tests.security.answers import column, sent_away
from tests.security.browsing import Browser
from tests.security.routes import ROLES, ROUTES
from tests.security.world import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
REFUSED = (401, 403, 404, 405, 410)
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"')


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {name for name, _ in routes()} == set(ROUTES)


def test_every_row_says_what_every_role_gets() -> None:
    for name, route in ROUTES.items():
        assert len(route.get) == len(route.post) == len(ROLES), name


@pytest.mark.parametrize("browser", ROLES, indirect=True)
def test_every_route_answers_this_role_as_the_table_says(browser: Browser, world: World) -> None:
    made, role = records(world), browser.role
    differing: list[str] = []
    denied_but_wrote: dict[str, list[str]] = {}
    for name, pattern in routes():
        for method in ("get", "post"):
            answer = browser.ask(method, address(name, pattern, made))
            expected = column(getattr(ROUTES[name], method), role)
            if answer.status != expected:
                differing.append(f"{method} {name}: expected {expected}, found {answer.status}")
            refused = method == "get" or answer.status in REFUSED or sent_away(role)
            if answer.wrote and refused and not ROUTES[name].may_write:
                denied_but_wrote[f"{method} {name}"] = answer.wrote
    assert not differing, "\n".join(differing)
    assert denied_but_wrote == {}


@pytest.mark.parametrize("browser", ["stranger"], indirect=True)
def test_what_is_hidden_answers_exactly_as_what_does_not_exist(browser: Browser, world: World) -> None:
    made = records(world)

    def told(path: str, method: str) -> tuple[int, str, list[str]]:
        answer = browser.ask(method, path)
        names = [name for name, _ in answer.headers if name != "Set-Cookie"]
        return answer.status, CSRF.sub("", answer.body).replace(path, ""), names

    compared = 0
    for name, pattern in routes():
        for method in ("get", "post"):
            if column(getattr(ROUTES[name], method), browser.role) == 404 and ROUTES[name].of:
                hidden = told(address(name, pattern, made), method)
                missing = told(address(name, pattern, None), method)
                assert hidden == missing, f"{method} {name}"
                compared += 1
    assert compared > 40
