"""Maps of decisions: beside the map of the whole account, one for each, kept when it is taken."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account, OrgUnit
from contacts.actions.map import assign_role, rate_contact
from contacts.actions.map_scopes import DecidedAlready, close_scope, open_scope
from contacts.map_facts import map_of
from contacts.map_rows import RoleTaken
from contacts.models import Contact, MapScope, RoleOnMap
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact


@pytest.fixture
def jonas(vela: Account) -> Contact:
    return make_contact(vela, "Jonas Weller")


@pytest.fixture
def ruth(vela: Account) -> Contact:
    return make_contact(vela, "Ruth Adeyemi")


def test_somebody_plays_another_part_on_the_map_of_a_decision(
    jonas: Contact, ruth: Contact, lena: User
) -> None:
    act: dict[str, Any] = {"by": lena, "at": NOON}
    deal = open_scope(account=jonas.account, title="New depot", **act)
    assign_role(contact=jonas, role="economic_buyer", **act)
    assign_role(contact=ruth, role="economic_buyer", scope=deal, **act)
    rate_contact(contact=ruth, influence=2, attitude=1, **act)
    rate_contact(contact=ruth, influence=5, scope=deal, **act)
    whole = {person.contact.pk: person for person in map_of(jonas.account, lena, on=TODAY).people}
    there = {person.contact.pk: person for person in map_of(jonas.account, lena, on=TODAY, place=deal).people}
    assert [role.role for role in whole[ruth.pk].roles] == []
    assert [role.role for role in there[ruth.pk].roles] == ["economic_buyer"]
    assert [role.role for role in there[jonas.pk].roles] == ["economic_buyer"], (
        "what nobody says is read from the whole"
    )
    assert (whole[ruth.pk].influence, there[ruth.pk].influence, there[ruth.pk].attitude) == (2, 5, 1)
    with pytest.raises(RoleTaken):
        assign_role(contact=jonas, role="economic_buyer", scope=deal, **act)


def test_a_decision_that_was_taken_keeps_its_map_as_it_was(jonas: Contact, lena: User) -> None:
    act: dict[str, Any] = {"by": lena, "at": NOON}
    deal = open_scope(account=jonas.account, title="New depot", **act)
    close_scope(scope=deal, **act)
    with pytest.raises(DecidedAlready):
        close_scope(scope=deal, **act)
    with pytest.raises(InputRefused) as refused:
        assign_role(contact=jonas, role="champion", scope=MapScope.objects.get(), **act)
    assert refused.value.field == "scope"


def test_a_renewal_has_one_map(jonas: Contact, lena: User, sol: User) -> None:
    act: dict[str, Any] = {"account": jonas.account, "title": "Renewal of C-1", "renewal_id": 7, "at": NOON}
    assert open_scope(**act, by=lena) == open_scope(**act, by=lena)
    with pytest.raises(PermissionDenied):
        open_scope(**act, by=sol)


def test_the_database_refuses_a_decision_of_another_account_and_a_map_of_two_places(
    jonas: Contact, orchard: Account, nico: User, lena: User
) -> None:
    theirs = open_scope(account=orchard, title="Theirs", by=nico, at=NOON)
    ours = open_scope(account=jonas.account, title="Ours", by=lena, at=NOON)
    unit = OrgUnit.objects.create(account=jonas.account, name="Depot")
    row: dict[str, Any] = {"account": jonas.account, "contact": jonas, "starts_on": TODAY, "by": lena}
    for wrong in ({"scope": theirs}, {"scope": ours, "org_unit": unit}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleOnMap.objects.create(**row, role="champion", **wrong)
        with pytest.raises(InputRefused):
            assign_role(contact=jonas, role="champion", by=lena, at=NOON, **wrong)
