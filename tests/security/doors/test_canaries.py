"""No byte of other people's customers reaches anybody, whatever address they try and however they ask.

Every text of the two worlds holds a string that stands nowhere else (world.py). A status code says that a
door is shut; only the bytes say that nothing came through it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import resolve

from accounts.models import Account, TimelineEvent
from contacts.models import Contact, NextStep, Promise, Touchpoint
from plans.models import WhitespaceCell, WhitespacePlay
from retention.cadence.models import CheckIn
from retention.reminders.models import Notification
from retention.renewals.models import PlayStep, Renewal
from tests.security.addresses import address, records, routes
from tests.security.browsing import Browser, body_of, undone
from tests.security.routes import ROLES, ROUTES
from tests.security.world import OF_ORCHARD, OF_VELA, SECRET, World

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SLOW = {"api_schema"}
"""Addresses that say the same to everybody and take long."""
TELL_THE_TIME = ("/healthz", "/settings/sessions/")
ASKED_IN_MANY_WAYS = {
    "accounts", "touchpoints", "touchpoint_new", "account_new", "check_ins", "renewals", "search", "day",
    "team_health", "notifications",
} | {name for name in ROUTES if name.startswith("api-") and name.endswith("-list")}  # fmt: skip
WORDS = ("name", "title", "step", "touchpoint")
"""Words that stand in texts of either world: asked for without the string that would be echoed."""


def everything(world: World, made: dict[str, Any]) -> Iterator[str]:
    """Every address with these records in it, and every list asked about them in other ways."""
    ids = {name: made[name].pk for name in ("account", "contact", "renewal")}
    owner = made["account"].owner_id
    for name, pattern in routes():
        if name in SLOW:
            continue
        plain = address(name, pattern, made)
        yield plain
        if name in ASKED_IN_MANY_WAYS:
            asked = {"account": [ids["account"]], "contact": [ids["contact"]], "owner": [owner], "q": WORDS}
            known = filters_of(plain) if plain.startswith("/api/") else set(asked)
            yield from (f"{plain}?{key}={value}" for key in asked if key in known for value in asked[key])


def filters_of(path: str) -> set[str]:
    """The filters that a list of the API has: it refuses every other by one line (tests/api)."""
    view = getattr(resolve(path).func, "cls", None)
    return set(getattr(getattr(view, "filterset_class", None), "base_filters", ()))


def leaks(browser: Browser, addresses: Iterable[str], forbidden: tuple[str, ...]) -> list[str]:
    found = []
    for path in addresses:
        got = browser.get(path).sent
        found += [f"{path}: …{got[at - 60 : at + len(text) + 30]}…"
                  for text in forbidden if (at := got.find(text)) >= 0]  # fmt: skip
    return found


@pytest.mark.parametrize("browser", ["stranger", "lead", "viewer of the team", "account team"], indirect=True)
def test_nothing_of_another_team_reaches_this_role(browser: Browser, world: World) -> None:
    stranger = browser.role == "stranger"
    theirs, mark = (world.vela, OF_VELA) if stranger else (world.orchard, OF_ORCHARD)
    assert leaks(browser, everything(world, {**theirs, **world.ours}), (mark,)) == []


@pytest.mark.parametrize("browser", ["admin", "lead", "viewer of all", "viewer of the team"], indirect=True)
def test_private_words_reach_nobody_outside_the_inner_circle(browser: Browser, world: World) -> None:
    forbidden = tuple(f"{OF_VELA}{name}" for name in SECRET)
    assert leaks(browser, everything(world, records(world)), forbidden) == []


@pytest.mark.parametrize("browser", ["owner"], indirect=True)
def test_the_canaries_sing_to_those_who_may_hear_them(browser: Browser, world: World) -> None:
    secrets = [f"{OF_VELA}{name}" for name in SECRET]
    heard = leaks(browser, everything(world, records(world)), (OF_VELA, *secrets))
    paths = {line.split(":")[0].split("?")[0] for line in heard}
    number = world.vela["account"].pk
    singing = {
        f"/accounts/{number}/",
        "/accounts/",
        f"/api/v1/accounts/{number}/",
        "/renewals/",
        "/touchpoints/",
    }
    assert singing <= paths
    for secret in secrets:
        assert any(secret in line for line in heard), secret


@pytest.mark.parametrize("name", ["touchpoint_new", "account_new", "step_new", "promise_new", "contact_new"])
@pytest.mark.parametrize("browser", ["stranger"], indirect=True)
def test_a_foreign_id_in_a_form_reveals_and_changes_nothing(
    name: str, browser: Browser, world: World
) -> None:
    mine, theirs = {**world.orchard, **world.ours}, world.vela
    fields = ("account", "parent", "contact", "contacts", "in_copy", "org_unit", "step")
    kinds = {"parent": "account", "contacts": "contact", "in_copy": "contact", "org_unit": "unit"}
    foreign = {name: theirs[kinds.get(name, name)].pk for name in fields}
    path = next(address(found, pattern, mine) for found, pattern in routes() if found == name)
    typed = {**foreign, "name": "X", "text": "X", "currency": "EUR", "tier": "C", "stage": "live"}
    with undone():
        before = how_many()
        answer = browser.client.post(path, typed)
        assert answer.status_code in (404, 422)
        assert OF_VELA not in f"{answer.headers}{body_of(answer)}"  # type: ignore[arg-type]
        assert how_many() == before


def how_many() -> list[int]:
    return [model.objects.count() for model in (Touchpoint, NextStep, Promise, Contact)]


@pytest.mark.parametrize("browser", ["stranger"], indirect=True)
def test_what_others_do_changes_no_byte_of_what_a_stranger_gets(browser: Browser, world: World) -> None:
    mine = {**world.orchard, **world.ours}
    paths = [path for path in everything(world, mine) if not path.startswith(TELL_THE_TIME)]
    before = {path: without_chance(browser.get(path).sent) for path in paths}
    with undone():
        change_everything_of_vela(world)
        later = Browser(world.company, browser.role)
        changed = [path for path in paths if before[path] != without_chance(later.get(path).sent)]
    assert changed == []


def without_chance(text: str) -> str:
    """What is sent, without the tokens and times that differ from one request to the next."""
    csrf = r"""name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+\""""
    return re.sub(rf"{csrf}|\('Expires', '[^']*'\)|cursor=[\w:-]+", "", text)


def change_everything_of_vela(world: World) -> None:
    vela = world.vela["account"]
    Account.objects.filter(pk=vela.pk).update(
        name="Something else", tier="A", arr=99999, arr_base=99999, health_band="at_risk", health_score=3
    )
    Renewal.objects.filter(account=vela).update(call="omitted", decision_on="2026-01-01")
    Touchpoint.objects.filter(account=vela).update(text="Other words", mood=-2)
    PlayStep.objects.filter(run__renewal__account=vela).delete()
    WhitespaceCell.objects.filter(account=vela).update(state="unknown")
    WhitespacePlay.objects.filter(account=vela).delete()
    for model in (Notification, NextStep, Promise, CheckIn, TimelineEvent):
        model.objects.filter(account=vela).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contacts_person SET name = 'Somebody else' WHERE id = %s",
            [world.vela["contact"].person_id],
        )


def test_every_role_of_the_table_is_somebody(world: World) -> None:
    assert set(ROLES.values()) <= set(world.company.actors)
