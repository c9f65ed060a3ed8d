"""Fields narrower than their record: said in one place, and true for every reader, row and door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from accounts.models import TimelineEvent
from contacts.models import Contact, Influences, KnownFact, RoleOnMap, Standing, Touchpoint
from retention.lib.clock import database_now
from retention.team.field_policy import (
    RESTRICTED,
    hidden_fields,
    readable_fields,
    redact,
    redacted,
    refuse_hidden,
    restricted_fields,
)
from retention.team.history import history_of
from tests.factories import make_contact
from tests.security.makers import event, touchpoint
from tests.security.people import CIRCLE, SEES, VELA, Company, make_company, user_named

SAYS_SO = "team only"
"""How a model's help text marks a field that not everybody who sees the row may read."""


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


def test_every_field_that_says_so_is_restricted() -> None:
    said = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if SAYS_SO in str(field.help_text).lower() and not model._meta.label_lower.endswith("event")
    }
    assert said, "no model marks any field"
    assert {name for label, name in said if name not in RESTRICTED[label].fields} == set()


@pytest.mark.parametrize("label", sorted(RESTRICTED))
def test_every_restriction_names_columns_that_exist(label: str) -> None:
    columns = {field.attname for field in apps.get_model(label)._meta.concrete_fields}
    restriction = RESTRICTED[label]
    named = {*restriction.fields, *filter(None, (restriction.only_if, restriction.author))}
    assert named <= columns


def contact_with_note(company: Company) -> Contact:
    return make_contact(company.accounts[VELA], personal_note="Plays the cello", title="Head of housekeeping")


def test_a_personal_note_is_read_by_the_inner_circle_whatever_the_role(company: Company) -> None:
    contact = contact_with_note(company)
    for actor in company.actors:
        user = user_named(company, actor)
        readable = "personal_note" in readable_fields(user, contact)
        assert readable is (VELA in CIRCLE[actor]), actor
        assert "title" in readable_fields(user, contact)


@pytest.mark.parametrize("make", [touchpoint, event])
def test_private_rows_are_redacted_and_open_ones_are_not(
    make: Callable[..., Model], company: Company
) -> None:
    text = {"text": "They are looking elsewhere"}
    private = make(company.accounts[VELA], company["inactive"], is_private=True)
    public = make(company.accounts[VELA], company["inactive"])
    for actor in company.actors:
        user = user_named(company, actor)
        assert (redacted(user, private, text) == text) is (VELA in CIRCLE[actor]), actor
        assert redacted(user, public, text) == text


def test_who_wrote_a_private_touchpoint_reads_its_text(company: Company) -> None:
    private = touchpoint(company.accounts[VELA], company["nadia"], is_private=True)
    assert hidden_fields(user_named(company, "nadia"), private) == frozenset()


def test_rows_are_redacted_together_in_one_query(
    company: Company, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for account in company.accounts.values():
        make_contact(account, personal_note=f"of {account.name}")
    user = user_named(company, "nadia")
    rows = list(Contact.objects.order_by("id").values("id", "title", "personal_note"))
    user.kept_reach = None
    with django_assert_num_queries(1 + 1):
        redact(user, Contact, rows)
    assert [row["personal_note"] for row in rows] == [None, "of Fjord Ferries", None, None]
    assert {row["title"] for row in rows} == {""}


def test_models_without_restrictions_cost_nothing(
    company: Company, django_assert_num_queries: Callable[[int], Any]
) -> None:
    rows = [{"id": 1, "name": "x"}]
    with django_assert_num_queries(0):
        redact(company["sol"], type(company.accounts[VELA]), rows)
        assert restricted_fields(type(company.accounts[VELA])) == frozenset()
    assert rows == [{"id": 1, "name": "x"}]


def test_what_is_not_read_is_not_written_either(company: Company) -> None:
    from contacts.actions.people import edit_contact

    contact = contact_with_note(company)
    for actor in ("ada", "nadia"):
        user = user_named(company, actor)
        with pytest.raises(PermissionDenied):
            edit_contact(
                contact=contact,
                changes={"personal_note": "x"},
                by=user,
                at=database_now(),
                expected_version=None,
            )
        refuse_hidden(user, contact, {"title"})
    contact.refresh_from_db()
    assert contact.personal_note == "Plays the cello"


def test_the_history_of_a_contact_leaves_the_note_out_for_everybody_else(company: Company) -> None:
    contact = contact_with_note(company)
    contact.personal_note = "Plays the viola"
    contact.title = "Director"
    contact.save()
    for actor in company.actors:
        shown = history_of(contact, user_named(company, actor))
        fields = {change.field for change in shown}
        if VELA not in SEES[actor]:
            assert shown == []
            continue
        assert "title" in fields
        assert ("personal note" in fields) is (VELA in CIRCLE[actor]), actor
        assert ("viola" in repr(shown)) is (VELA in CIRCLE[actor]), actor


def test_the_restricted_models_are_those_that_hold_private_words() -> None:
    assert set(RESTRICTED) == {
        model._meta.label_lower
        for model in (Contact, KnownFact, Touchpoint, TimelineEvent, RoleOnMap, Standing, Influences)
    }
