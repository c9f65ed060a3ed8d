"""From a next step to the renewal it supports; a step that hangs on nothing is said to be unlinked."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from contacts.actions import add_step
from contacts.models import NextStep
from plans.actions.doing import add_action
from plans.actions.measuring import add_key_result
from plans.models import AccountPlan, Objective, PlanAction, RoiTarget
from retention.renewals.actions.risk_plans import ORIGIN as OF_RISK
from retention.renewals.models import RiskPlan
from retention.team.models import User
from retention.teamwork.supports import all_together, linked_q, supports_of, unlinked_by_team
from tests.desk.book import BUDGET, Book, make_book, signed_in
from tests.plans.plan_book import draft, objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(vela: Account, lena: User) -> Book:
    """Vela Hotels, Lena's, with a renewal to decide and a step that hangs on nothing."""
    return make_book(vela, lena)


def of_plan(book: Book, lena: User, text: str = "Train the night shift") -> NextStep:
    """A step that is an action of an objective with a key result and a target of its name."""
    plan = draft(book.account, lena)
    aim = objective(plan, lena)
    add_key_result(objective=aim, name="Rooms let", by=lena, at=book.now, target=90, unit="%", baseline=80)
    AccountPlan.objects.filter(pk=plan.pk).update(state="active", approved_on=book.today, approved_by=lena)
    aim = Objective.objects.select_related("plan__account").get(pk=aim.pk)
    action = add_action(objective=aim, text=text, owner=lena, due_on=book.today, by=lena, at=book.now)
    RoiTarget.objects.create(
        account=book.account, metric="rooms LET", unit="%", baseline=80, baseline_on=book.today, target=90,
        due_on=book.today + timedelta(days=200), by=lena,
    )  # fmt: skip
    step = PlanAction.objects.select_related("step__account").get(pk=action.pk).step
    assert step is not None
    return step


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_an_action_leads_over_its_objective_and_a_target_of_the_same_name_to_the_renewal(
    book: Book, lena: User
) -> None:
    found = supports_of(of_plan(book, lena), lena)
    assert found.is_linked and found.action is not None and found.objective is not None
    assert (found.objective.text, found.results[0].name) == ("Fewer empty rooms", "Rooms let")
    assert [row.metric for row in found.targets] == ["rooms LET"]
    assert found.renewal == book.renewal and not found.is_named, "the one they decide next"


def test_an_action_against_a_renewals_risk_names_the_renewal(book: Book, lena: User) -> None:
    step = add_step(
        account=book.account, owner=lena, text="Ask their chief", due_on=book.today, by=lena, at=book.now,
        origin=OF_RISK, origin_key=f"{book.renewal.pk}:1",
    )  # fmt: skip
    RiskPlan.objects.create(renewal=book.renewal, driver="price", step=step, by=lena, at=book.now)
    found = supports_of(step, lena)
    assert found.is_linked and found.is_named and found.renewal == book.renewal


def test_the_share_of_unlinked_steps_is_that_of_the_methods(
    book: Book, orchard: Account, lena: User, nico: User, ada: User
) -> None:
    of_plan(book, lena)
    for text in ("Call", "Write"):
        add_step(account=orchard, owner=nico, text=text, due_on=book.today, by=nico, at=book.now)
    rows = unlinked_by_team(ada)
    told = {row.team: (row.steps, row.unlinked) for row in rows}
    assert told == {"North": (2, 1), "South": (2, 2)}
    assert all_together(rows).share == 0.75
    assert [row.team for row in unlinked_by_team(lena)] == ["North"], "Lena does not see South"


def test_the_row_and_its_page_never_disagree(book: Book, lena: User) -> None:
    of_plan(book, lena)
    steps = NextStep.objects.select_related("account").annotate(said=linked_q())
    for step in steps:
        assert supports_of(step, lena).is_linked == step.said  # type: ignore[attr-defined] # just annotated
    assert sorted(step.said for step in steps) == [False, True]  # type: ignore[attr-defined] # as above


def test_the_pages_say_linked_and_unlinked_and_lead_to_the_renewal(
    book: Book, lena: User, nico: User
) -> None:
    linked, hers = of_plan(book, lena), signed_in(lena)
    page = words(hers.get(f"/steps/{linked.pk}/"))
    assert f'href="/renewals/{book.renewal.pk}/"' in page and "Fewer empty rooms" in page
    loose = words(hers.get(f"/steps/{book.step.pk}/"))
    assert "Unlinked" in loose and f'href="/renewals/{book.renewal.pk}/"' not in loose
    listed = words(hers.get("/steps/?unlinked=1"))
    assert "Send the spring plan" in listed and "Train the night shift" not in listed
    figure = words(hers.get("/contributions/"))
    assert ">50% unlinked<" in figure and "n = 2" in figure
    assert f'href="/steps/{linked.pk}/"' in words(hers.get(f"/accounts/{book.account.pk}/"))
    assert signed_in(nico).get(f"/steps/{linked.pk}/").status_code == 404


def test_pages_of_steps_stay_within_their_budget(book: Book, lena: User, hers_in: Client) -> None:
    step = of_plan(book, lena)
    for path in (f"/steps/{step.pk}/", "/steps/", "/contributions/"):
        with CaptureQueriesContext(connection) as queries:
            assert hers_in.get(path).status_code == 200
        assert len(queries) <= BUDGET, path


def test_a_script_reads_the_way_from_a_step_to_the_renewal(book: Book, lena: User, hers_in: Client) -> None:
    step = of_plan(book, lena)
    said = hers_in.get(f"/api/v1/next-steps/{step.pk}/").json()
    assert said["is_linked"] and said["supports"]["renewal_id"] == book.renewal.pk
    assert said["supports"]["target_ids"] and said["supports"]["objective_id"]
    loose = hers_in.get(f"/api/v1/next-steps/{book.step.pk}/").json()
    assert (loose["is_linked"], loose["supports"]) == (False, None)
    rows = hers_in.get("/api/v1/next-steps/?unlinked=1").json()["results"]
    assert [row["id"] for row in rows] == [book.step.pk]


@pytest.fixture
def hers_in(lena: User) -> Client:
    """Lena's browser."""
    return signed_in(lena)
