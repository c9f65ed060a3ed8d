"""Every address × every role in a company without customers: lists are empty pages, records are not there."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from accounts.models import Account, AccountTeamMember
from retention.team.models import Absence

from .addresses import address, routes
from .answers import column, sent_away
from .browsing import Browser
from .people import Company, make_company
from .routes import ADMINISTRATION, ROLES, ROUTES

AS_THE_OWNER = ("lead", "viewer of the team", "account team", "stranger")
"""How far somebody sees makes no difference where there is nothing to see; what they may enter does."""
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def _as_fast_as_they_like() -> Iterator[None]:
    """Whoever is at every door in one minute is not stopped by the limit of the API."""
    with override_settings(KEEL_API_RATE="1000000/min"):
        yield


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Company]:
    """Its people and teams, and nothing else; gone after the tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        company = make_company()
        for model in (AccountTeamMember, Absence, Account):
            model.objects.all().delete()
        yield company
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in AS_THE_OWNER])
def test_in_an_empty_company_lists_are_empty_pages_and_records_are_not_there(
    role: str, company: Company
) -> None:
    browser = Browser(company, role)
    differing: list[str] = []
    for name, pattern in routes():
        for method in ("get", "post"):
            status = browser.ask(method, address(name, pattern, None)).status
            statuses = getattr(ROUTES[name], method)
            hidden = column(statuses, "stranger") == 404 or name in ADMINISTRATION or of_nobody(name)
            expected = column(statuses, role)
            refused = expected == 405 or (of_nobody(name) and expected == 403)
            if is_about_a_record(name, role) and hidden and not refused:
                expected = 404
            if status != expected:
                differing.append(f"{method} {name}: expected {expected}, found {status}")
    assert not differing, "\n".join(differing)


def of_nobody(name: str) -> bool:
    """Is the record seen by everybody, where there is one?"""
    return ROUTES[name].of in ("rate", "closed_period", "team_template", "our_words", "process", "person")


def is_about_a_record(name: str, role: str) -> bool:
    """Does the answer depend on a record being there? Not for who is refused at the door."""
    refused_at_the_door = sent_away(role) or (name in ADMINISTRATION and role != "admin")
    return ROUTES[name].of not in ("", "link", "external_id") and not refused_at_the_door
