"""Renewers and leavers, and the calculator, as their readers see them."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Account
from retention.lib.clock import database_now
from retention.renewals.models import Renewal
from retention.team.models import Team, User

from ..factories import make_contract
from ..metrics.books import account, steps
from .book import BUDGET, signed_in

pytestmark = pytest.mark.django_db


def words(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def decide(of: Account, stage: str, end: date) -> Renewal:
    """A renewal whose term ended on that day."""
    contract = make_contract(of, start=end - timedelta(days=364), end=end, arr=Decimal(100), state="ended")
    return Renewal.objects.create(
        account=of, contract=contract, term_end=end, renewal_due_on=end + timedelta(days=1), decision_on=end,
        anchor_kind="act_by", atr=100, renewed_arr=100 if stage == "renewed" else None, currency="EUR",
        stage=stage, closed_on=end,
    )  # fmt: skip


def company(owner: User, team: Team, number: int) -> None:
    """Accounts of tier A all renewed, those of tier B left."""
    end = database_now().date() - timedelta(days=100)
    for place in range(number):
        one = account(owner, team, tier="AB"[place % 2])
        decide(one, "renewed" if place % 2 == 0 else "lost", end)


def test_few_cases_are_shown_themselves(hers: Client, lena: User, north: Team) -> None:
    company(lena, north, 6)
    said = words(hers.get("/team/drivers/"))
    assert "3 of six accounts renewed" in said and "Too few to compare" in said
    assert said.count("Tier: A") == 3 and "Holds" not in said


def test_a_planted_difference_is_named_and_not_called_a_cause(hers: Client, lena: User, north: Team) -> None:
    company(lena, north, 40)
    said = words(hers.get("/team/drivers/"))
    assert "What goes along with it: Tier B" in said
    assert "it does not say that it is the cause" in said and "because" not in said
    assert "comparisons: about" in said
    file = b"".join(hers.get("/team/drivers/file/")).decode()  # type: ignore[call-overload]
    assert "Tier,B,20,20,0.0,1.0" in file and "definition," in file


def test_few_cases_are_taken_away_themselves(hers: Client, his: Client, lena: User, north: Team) -> None:
    company(lena, north, 6)
    Account.objects.filter(renewals__stage="lost").update(name="=canary()")
    assert 'href="/team/drivers/file/"' in hers.get("/team/drivers/").content.decode()
    file = b"".join(hers.get("/team/drivers/file/")).decode()
    assert file.count(",renewed,") == 3 and file.count(",'=canary(),left,") == 3
    assert "definition," in file and "chance" not in file
    theirs = b"".join(his.get("/team/drivers/file/")).decode()
    assert "canary" not in theirs and ",renewed," not in theirs


def test_strangers_and_empty_books_have_nothing_to_compare(his: Client, lena: User, north: Team) -> None:
    company(lena, north, 6)
    assert "No renewal you see was decided" in words(his.get("/team/drivers/"))


@pytest.mark.parametrize("number", [6, 60])
def test_the_page_keeps_its_budget(
    nadia: User, lena: User, north: Team, number: int, django_assert_max_num_queries: object
) -> None:
    company(lena, north, number)
    browser = signed_in(nadia)
    with django_assert_max_num_queries(BUDGET):  # type: ignore[operator]
        assert browser.get("/team/drivers/").status_code == 200


def test_the_calculator_starts_from_the_ledger_and_computes_by_the_figures_given(
    hers: Client, lena: User, north: Team
) -> None:
    old = database_now().date() - timedelta(days=800)
    steps(account(lena, north), (old, 1000))
    steps(account(lena, north), (old, 3000), (old + timedelta(days=600), 0))
    page = words(hers.get("/team/economics/"))
    assert hers.get("/team/economics/").context["form"].initial == {
        "customers": 2, "revenue_each": 2000, "kept_now": 50, "years": 5,
    }  # fmt: skip
    assert "Fill in your figures" in page
    given = {"customers": "200", "revenue_each": "1k", "margin": "100", "kept_now": "85", "kept_then": "90",
             "discount": "10", "winning_cost": "500", "years": "5"}  # fmt: skip
    found = hers.get("/team/economics/", given).context["effect"]
    assert round(found.value_now, 2) == Decimal("3187.77")
    assert found.replacing_saved == 5000


def test_what_would_change_is_taken_away_with_the_figures_it_was_computed_from(hers: Client) -> None:
    given = {"customers": "200", "revenue_each": "1k", "margin": "100", "kept_now": "85", "kept_then": "90",
             "discount": "10", "winning_cost": "500", "years": "5"}  # fmt: skip
    file = "/team/economics/effect/file/"
    page = hers.get("/team/economics/", given)
    assert f'href="{page.context["file"]}"'.replace("&", "&amp;") in page.content.decode()
    assert page.context["file"].startswith(f"{file}?customers=200")
    text = b"".join(hers.get(page.context["file"])).decode()
    assert {"as of", "currency", "definition"} <= {line.split(",")[0] for line in text.splitlines()}
    assert "Customers,200" in text and '"Customers kept a year, in %",85' in text
    assert "value of one customer,3187.7" in text and "not spent on replacing them,,5000" in text
    for nothing in ({}, {**given, "margin": "170"}, {**given, "customers": "=1"}):
        assert hers.get(file, nothing).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"margin": "170"}, {"kept_now": "x"}, {"discount": "-1"}, {"years": "99"}, {"revenue_each": "\x00"}],
)
def test_figures_of_no_business_are_said_and_kept(hers: Client, wrong: dict[str, str]) -> None:
    page = hers.get("/team/economics/", {"customers": "200", **wrong})
    assert page.status_code == 200
    assert page.context["effect"] is None and page.context["form"].errors
    assert 'value="200"' in page.content.decode()


def test_no_page_quotes_somebody_elses_percentages(hers: Client) -> None:
    said = words(hers.get("/team/economics/"))
    assert "25" not in re.sub(r"[0-9]{4}", "", said) and "95%" not in said and "67" not in said


def test_economics_values_a_customer_by_the_readers_own_stays(hers: Client, lena: User, north: Team) -> None:
    since = database_now().date() - timedelta(days=900)
    for number in range(8):
        levels = [(since, 1000)] + ([(since + timedelta(days=400), 0)] if number < 2 else [])
        steps(account(lena, north), *levels)
    own = {
        "customers": 8,
        "revenue_each": 1000,
        "margin": 50,
        "kept_now": 80,
        "kept_then": 90,
        "discount": 10,
    }
    page = words(hers.get("/team/economics/", {**own, "winning_cost": 1, "years": 5}))
    assert "A model’s estimate from 8 stays: 3 years as seen, the others projected" in page
    assert "is no measure of whoever looks after them" in page
    assert "A model’s estimate from" not in words(hers.get("/team/economics/"))
