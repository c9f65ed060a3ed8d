"""Access that was taken away is gone with the next request, also in the middle of many parallel ones."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections
from django.test import Client

from accounts.models import Account
from retention.lib.clock import database_now
from retention.team.actions.leaving import deactivate_person
from retention.team.actions.passwords import change_password
from retention.team.actions.people import edit_person
from retention.team.models import Team, User
from retention.team.roles import Role
from tests.cast import join, person

from .conftest import PASSWORD

PARALLEL = 8
Change = Callable[[User, User], object]


def deactivated(nico: User, ada: User) -> object:
    return deactivate_person(person=nico, by=ada, at=database_now())


def password_changed(nico: User, ada: User) -> object:
    new = "a lighthouse in the fog"
    return change_password(present=PASSWORD, password=new, kept_key=None, by=nico, at=database_now())


def role_taken(nico: User, ada: User) -> object:
    return edit_person(
        person=nico, changes={"role": Role.VIEWER}, by=ada, at=database_now(), expected_version=None
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [deactivated, password_changed, role_taken])
def test_no_request_that_starts_after_the_change_succeeds(change: Change) -> None:
    ada = person("ada@keel.test", "Ada Lovell", Role.ADMIN)
    south = Team.objects.create(name="South")
    nico = join(person("nico@keel.test", "Nico Brand", Role.ACCOUNT_MANAGER), south)
    account = Account.objects.create(name="Orchard", team=south, backup_owner=None)
    Account.objects.filter(pk=account.pk).update(owner=ada)
    address = "/people-admin/" if change is role_taken else f"/accounts/{account.pk}/"
    if change is role_taken:
        User.objects.filter(pk=nico.pk).update(role=Role.ADMIN)
        nico.refresh_from_db()
    changed = Event()

    def browse(number: int) -> list[tuple[bool, int]]:
        client, seen = Client(), []
        client.force_login(User.objects.get(pk=nico.pk))
        seen.append((False, client.get(address).status_code))
        started.append(number)
        while True:
            after = changed.is_set()
            seen.append((after, client.get(address).status_code))
            if len([1 for was_after, _ in seen if was_after]) == 3:
                connections.close_all()
                return seen

    started: list[int] = []
    with ThreadPoolExecutor(PARALLEL) as pool:
        running = [pool.submit(browse, number) for number in range(PARALLEL)]
        while len(started) < PARALLEL:
            time.sleep(0.01)
        change(nico, ada)
        changed.set()
        answers = [answer for each in running for answer in each.result()]
    assert [status for after, status in answers if not after].count(200) >= PARALLEL
    assert {status for after, status in answers if after} <= {302, 403}
