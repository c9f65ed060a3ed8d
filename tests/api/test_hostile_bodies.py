"""Every operation that writes, with bodies no program should send: a 4xx that names the field, never a 500.

What is tried is rolled back, so that one body meets the same records as the next.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from accounts.models import Account, AccountTeamMember
from retention.integrations.api_urls import router
from retention.integrations.tokens.actions import make_token
from retention.integrations.tokens.scopes import SCOPES
from retention.lib.clock import database_now
from retention.team.models import Team
from retention.team.roles import Role
from tests.cast import join, person
from tests.security.browsing import undone

from .bodies import everything
from .conftest import Script, fields_at_fault
from .loss_tries import losses_of
from .tries import House, Try
from .tries_advocacy import tries_of_advocacy
from .tries_books import OF_BOOKS, tries_of_books
from .tries_goals import OF_GOALS, tries_of_goals
from .tries_hours import OF_HOURS, tries_of_hours
from .tries_kpis import OF_KPIS, tries_of_kpis
from .tries_lessons import OF_LESSONS, tries_of_lessons
from .tries_map import OF_MAPS, tries_of_maps
from .tries_operations import OF_OPERATIONS, tries_of_operations
from .tries_plans import OF_PLANS, tries_of_plans
from .tries_privacy import tries_of_privacy
from .tries_reports import OF_REPORTS, tries_of_reports
from .tries_reviews import OF_REVIEWS, tries_of_reviews
from .tries_sharing import OF_SHARING, tries_of_sharing
from .tries_team import tries_of_team
from .tries_teamwork import OF_TEAMWORK, tries_of_teamwork
from .tries_walks import OF_WALKS, tries_of_walks
from .tries_whitespace import OF_ROOM, tries_of_room

pytestmark = pytest.mark.django_db

NOT_AN_OBJECT: list[Any] = [[], [{}], "text", 7, None, True]
HOSTILE: list[Any] = [
    None,
    [],
    {"$gt": ""},
    True,
    "\x00",
    "\ud800",
    "x" * 100_000,
    10**400,
    "-1e999",
    "2026-02-30",
]


Trying = Callable[[str, str, Any], Any]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The house, made once: what is tried in it is taken back."""
    quick = override_settings(KEEL_API_RATE="1000000/min")
    with quick, django_db_blocker.unblock(), transaction.atomic():
        north = Team.objects.create(name="North")
        lena = join(person("lena@keel.test", "Lena Voss", Role.ACCOUNT_MANAGER), north)
        ada = person("ada@keel.test", "Ada Lovell", Role.ADMIN)
        vela = Account.objects.create(name="Vela Hotels", owner=lena, team=north, tier="A", currency="EUR")
        seat = {"account": vela, "user": ada, "function": "legal"}
        AccountTeamMember.objects.create(**seat)  # else what is private is refused
        at = database_now()
        _, secret = make_token(owner=ada, name="Script", scopes=SCOPES, expires_at=None, by=ada, at=at)
        running = Script(secret)
        running.client.raise_request_exception = False
        yield House(running, vela)
        transaction.set_rollback(True)


@pytest.fixture
def house(built: House, db: None) -> tuple[House, Trying]:
    """The house, and how one tries something in it without lasting effect."""

    def send(method: str, path: str, body: Any) -> Any:
        with undone():
            return built.running.send(method, path, body)

    return built, send


def nested(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field, also inside of lines and next steps, with a function's worth of bodies around it."""
    for name, value in body.items():
        for bad in HOSTILE:
            yield name, {**body, name: bad}
        inner = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else value
        for part in inner if isinstance(inner, dict) else ():
            for bad in HOSTILE:
                changed = {**inner, part: bad}
                yield name, {**body, name: [changed] if isinstance(value, list) else changed}


AFTER_A_LOSS = (
    "loss reason", "loss reason changed", "unknown agreed", "win-back", "play", "play finished", "play step",
    "renewal reopened", "renewal void", "renewals joined", "renewal split",
)  # fmt: skip
OF_PRIVACY = (
    "people merged", "people kept apart", "people taken apart", "data handed out", "data erased",
)  # fmt: skip
OF_ADVOCACY = (
    "advocacy asked", "advocacy answered", "advocacy given", "consent", "consent taken back",
)  # fmt: skip
OF_TEAM = ("team joined", "team rights", "team left", "team template")
NAMES = (
    "account", "account changed", "account put", "contact", "contact changed", "contact put", "contract",
    "contract changed", "contract put", "contract in force", "contract ended", "line",
    "line amended", "line suspended", "line resumed", "rate", "notice", "invoice", "invoice changed",
    "invoice put", "touchpoint", "touchpoint put", "touchpoint corrected", "check-in put off",
    "check-in skipped", "renewal called", "renewal moved", "renewal closed", "facts changed",
    "targets", "lost deal", "lost deal changed", "reference asked", "terms", "approval asked",
    "approval decided", "assessment given", "assessment decided", "break option", "merger", "books closed",
    "promise", "promise changed", "promise settled", "promise open again", *AFTER_A_LOSS, *OF_MAPS,
    "feedback", "feedback closed", "feedback open again", "feedback replied", "objection", "objection lifted",
    "knowledge", "knowledge corrected", "our words", "listens", "listens no more", "rating",
    "reports to", "role",
    *OF_PLANS,
    *OF_WALKS,
    *OF_TEAMWORK, *OF_HOURS, "role ended", "survey", "tie", *OF_BOOKS, *OF_PRIVACY,
    *OF_GOALS, *OF_TEAM, *OF_ADVOCACY, *OF_SHARING,
    *OF_KPIS,
    *OF_OPERATIONS,
    *OF_REVIEWS,
    *OF_LESSONS,
    *OF_ROOM,
    *OF_REPORTS,
)  # fmt: skip
NOT_ADAS = ("approval asked", "approval decided", "assessment given", "assessment decided")
"""What waits for somebody else or for a day: refused as a whole, where nothing else was to refuse."""
CHANGES = tuple(name for name in NAMES if name.endswith(("changed", "called", "moved", "closed")))


@pytest.mark.parametrize("name", NAMES)
def test_a_body_that_cannot_be_is_refused_by_name(name: str, house: tuple[House, Trying]) -> None:
    send = house[1]
    method, path, valid = tries_with(name, house[0])[name]
    before = everything()
    for body in NOT_AN_OBJECT:
        answer = send(method, path, body)
        assert 400 <= answer.status_code < 500, (body, answer.content)
        assert answer.json()["detail"], body
    refused = 0
    for field, body in nested(valid):
        answer = send(method, path, body)
        assert answer.status_code < 500, (field, body[field])
        if answer.status_code >= 400:
            refused += 1
            if answer.status_code not in (403, 412, 428) and not (
                name in NOT_ADAS and answer.status_code == 409
            ):
                named = fields_at_fault(answer)
                assert named and all(named), (field, body[field], answer.content)
    assert refused >= 3 * len(valid)
    assert everything() == before


def test_every_operation_that_writes_is_tried(house: tuple[House, Trying]) -> None:
    """A new operation needs a line among the tries."""
    tries = dict(everything_tried(house[0]))
    assert set(tries) == set(NAMES)
    tried = {(method, *operation(path)) for method, path, _ in tries.values()}
    for prefix, viewset, _ in router.registry:
        for route in router.get_routes(viewset):
            for method in route.mapping:
                if method in ("post", "patch", "put") and hasattr(viewset, route.mapping[method]):
                    address = route.url.format(prefix=prefix, lookup="1", trailing_slash="/").strip("^$")
                    assert (method.upper(), *operation(address)) in tried, (method, address)


def operation(path: str) -> tuple[str, str]:
    """The resource, and what is done to one of its records."""
    resource, *rest = path.strip("/").split("/")
    if rest and not rest[0].isdigit():
        return resource, "by-external-id"
    return resource, "/".join(["1", *rest[1:]]) if rest else ""


def test_a_whole_body_that_is_empty_names_what_is_missing(house: tuple[House, Trying]) -> None:
    tries, send = house[0].tries, house[1]
    for name, needed in {
        "account": ["name"],
        "contact": ["account_id"],
        "contract": ["account_id", "lines", "reference", "term_start"],
        "notice": ["received_on"],
        "invoice": ["account_id", "amount", "due_on", "issued_on", "number"],
        "touchpoint": ["account_id", "channel", "happened_at"],
        "touchpoint put": ["account_id", "channel", "happened_at"],
        "check-in put off": ["reason", "until"],
        "check-in skipped": ["reason"],
    }.items():
        answer = send(*tries[name][:2], {})
        assert (answer.status_code, sorted(fields_at_fault(answer))) == (400, needed), (name, answer.json())
    answer = send(*tries["touchpoint corrected"][:2], {})
    assert answer.status_code == 400
    assert "happened_at, channel" in answer.json()["errors"][0]["message"]
    for name in (
        "account changed",
        "contact changed",
        "contract changed",
        "invoice changed",
        "renewal called",
    ):
        assert send(*tries[name][:2], {}).status_code == 428, name


def test_days_far_away_are_refused_everywhere(house: tuple[House, Trying]) -> None:
    send = house[1]
    for name, (method, path, valid) in everything_tried(house[0]):
        for field, value in valid.items():
            if isinstance(value, str) and _is_day(value):
                for day in ("0001-01-01", "9999-12-31"):
                    answer = send(method, path, {**valid, field: day})
                    assert answer.status_code in (400, 409), (name, field, day, answer.content)
                    assert fields_at_fault(answer) == [field], (name, field, day, answer.content)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


FAMILIES: tuple[tuple[tuple[str, ...], Callable[[House], dict[str, Try]]], ...] = (
    (OF_ADVOCACY, tries_of_advocacy),
    (OF_TEAM, tries_of_team),
    (OF_WALKS, tries_of_walks),
    (OF_SHARING, tries_of_sharing),
    (OF_GOALS, tries_of_goals),
    (OF_TEAMWORK, tries_of_teamwork),
    (OF_REVIEWS, tries_of_reviews),
    (OF_PLANS, tries_of_plans),
    (OF_MAPS, tries_of_maps),
    (OF_HOURS, tries_of_hours),
    (OF_KPIS, tries_of_kpis),
    (OF_OPERATIONS, tries_of_operations),
    (OF_LESSONS, tries_of_lessons),
    (OF_ROOM, tries_of_room),
    (OF_REPORTS, tries_of_reports),
    (OF_PRIVACY, tries_of_privacy),
    (OF_BOOKS, tries_of_books),
    (AFTER_A_LOSS, losses_of),
)
"""What is tried beside the house's own tries, in order: what follows a loss comes last."""


def tries_with(name: str, house: House) -> dict[str, Try]:
    """The part of the tries that holds this one."""
    return next((make(house) for names, make in FAMILIES if name in names), house.tries)


def everything_tried(house: House) -> Iterator[tuple[str, Try]]:
    """The house's own tries, then every family's."""
    yield from house.tries.items()
    for _, make in FAMILIES:
        yield from make(house).items()


def test_the_tries_themselves_are_fine(house: tuple[House, Trying]) -> None:
    """What is refused is refused for what was changed in the body."""
    for name, (method, path, valid) in everything_tried(house[0]):
        answer = house[1](method, path, valid)
        assert answer.status_code in (200, 201, 202) or name in NOT_ADAS, (name, answer.content)
