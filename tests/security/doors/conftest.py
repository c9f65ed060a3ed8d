"""The full company behind the doors: made once for all tests of this folder, and gone after them."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.security.browsing import Browser
from tests.security.world import World, make_world


@pytest.fixture(scope="package", autouse=True)
def _as_fast_as_they_like() -> Iterator[None]:
    """Somebody at every door in one minute is not stopped by the limit of the API."""
    with override_settings(KEEL_API_RATE="1000000/min"):
        yield


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One of everything at Vela and at Orchard. Tests may change it inside of ``undone`` only."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def browser(world: World, request: pytest.FixtureRequest) -> Browser:
    """Somebody with the role of the parameter; tests of one role run together and share what was answered."""
    return Browser(world.company, request.param)
