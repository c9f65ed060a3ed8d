"""Every model that hangs on an account × every kind of actor: exactly what each sees and changes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from accounts.models import Account, TimelineEvent
from contacts.models import Contact, NextStep, Promise, Touchpoint
from retention.team.visibility import ScopedQuerySet, load_reach
from tests.cast import TODAY
from tests.factories import make_contact

from .makers import MAKERS, UNSCOPED, event, touchpoint
from .people import ALL, CIRCLE, EDITS, NONE, SEES, Company, make_company, user_named

OURS = (
    "accounts",
    "contacts",
    "plans",
    "team",
    "reminders",
    "cadence",
    "renewals",
    "health",
    "growth",
    "teamwork",
    "walks",
    "reviews",
    "sharing",
    "reports",
    "integrations",
    "desk",
)
Names = frozenset[str]


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


def is_audit(model: type[Model]) -> bool:
    return any(field.name == "pgh_obj" for field in model._meta.concrete_fields)


def scoped_models() -> list[str]:
    models = (model for model in apps.get_models() if model._meta.app_label in OURS)
    return [model._meta.label for model in models if isinstance(model._default_manager.all(), ScopedQuerySet)]


def names(rows: ScopedQuerySet[Any]) -> Names:
    path = f"{rows.via}name"
    return frozenset(rows.values_list(path, flat=True))


def asked(company: Company, question: Callable[[Any], ScopedQuerySet[Any]]) -> dict[str, Names]:
    return {actor: names(question(user_named(company, actor))) for actor in company.actors}


def test_every_scoped_model_has_a_maker() -> None:
    assert sorted(scoped_models()) == sorted(MAKERS)


def test_every_model_that_leads_to_an_account_is_scoped_or_says_why_not() -> None:
    leading, grew = {Account}, True
    while grew:
        grew = False
        for model in apps.get_models():
            targets = {
                field.related_model for field in model._meta.concrete_fields if isinstance(field, ForeignKey)
            }
            if (
                model._meta.app_label in OURS
                and model not in leading
                and not is_audit(model)
                and targets & leading
            ):
                leading.add(model)
                grew = True
    labels = {model._meta.label for model in leading}
    assert labels - set(MAKERS) <= set(UNSCOPED)
    assert not set(UNSCOPED) & set(MAKERS)


@pytest.mark.parametrize("label", sorted(MAKERS))
def test_each_actor_sees_and_changes_exactly_these_rows(label: str, company: Company) -> None:
    model = apps.get_model(label)
    bystander = company["inactive"]
    for name in sorted(ALL):
        MAKERS[label](company.accounts[name], bystander)
    assert asked(company, lambda user: model.objects.visible_to(user)) == SEES
    assert asked(company, lambda user: model.objects.editable_by(user)) == EDITS


@pytest.mark.parametrize("make", [touchpoint, event])
def test_private_rows_are_for_the_inner_circle_whatever_the_role(
    make: Callable[..., Model], company: Company
) -> None:
    bystander = company["inactive"]
    for name in sorted(ALL):
        make(company.accounts[name], bystander, is_private=True)
    model = Touchpoint if make is touchpoint else TimelineEvent
    assert asked(company, lambda user: model.objects.visible_to(user)) == CIRCLE
    editing = asked(company, lambda user: model.objects.editable_by(user))
    assert editing == {actor: CIRCLE[actor] & EDITS[actor] for actor in CIRCLE}


@pytest.mark.parametrize("actor", ["ada", "nadia", "sol", "viewer of North"])
def test_who_wrote_a_private_touchpoint_reads_it_while_they_see_the_account(
    actor: str, company: Company
) -> None:
    name = sorted(SEES[actor])[0]
    touchpoint(company.accounts[name], company[actor], is_private=True)
    assert names(Touchpoint.objects.visible_to(user_named(company, actor))) == {name}
    company.accounts[name].owner = company.accounts[name].team = None
    company.accounts[name].save()
    expected = {name} if SEES[actor] == ALL else NONE
    assert names(Touchpoint.objects.visible_to(user_named(company, actor))) == expected


@pytest.mark.parametrize("actor", ["sol", "viewer of North", "lena", "account team"])
def test_steps_and_promises_are_worked_on_by_whose_they_are_on_any_account_they_see(
    actor: str, company: Company
) -> None:
    user = company[actor]
    for account in company.accounts.values():
        NextStep.objects.create(account=account, owner=user, text="x", due_on=TODAY)
        Promise.objects.create(
            account=account, side="ours", user=user, text="x", promised_on=TODAY, due_on=TODAY
        )
    assert names(NextStep.objects.editable_by(user_named(company, actor))) == SEES[actor]
    assert names(Promise.objects.editable_by(user_named(company, actor))) == SEES[actor]


def test_nothing_is_changed_that_is_not_seen(company: Company) -> None:
    assert all(EDITS[actor] <= SEES[actor] for actor in SEES)
    assert all(CIRCLE[actor] <= SEES[actor] for actor in SEES)


def test_the_reach_of_a_request_is_loaded_in_at_most_four_queries(
    company: Company, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for actor in company.actors:
        user = user_named(company, actor)
        with django_assert_max_num_queries(4):
            load_reach(user)


def test_a_contact_without_an_account_in_sight_is_nobodys(company: Company) -> None:
    make_contact(company.accounts["Stray Goods"])
    seen = {
        actor for actor in company.actors if Contact.objects.visible_to(user_named(company, actor)).exists()
    }
    assert seen == {"ada", "machine", "sol"}
