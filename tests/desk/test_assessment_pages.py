"""Giving and deciding assessments on pages, and what they do not show before."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Account
from contacts.models import NextStep
from retention.renewals.assessment_tick import ask_due
from retention.renewals.estimates import refresh_all
from retention.renewals.models import Assessment, Renewal, SystemView
from retention.team.models import User

from .book import BUDGET, Book, signed_in

pytestmark = pytest.mark.django_db
HIDDEN = "canary cap that holds"
WEIGHT_OF_A_MEASURE = '<td class="r num">14%</td>'
SAID = {"view": "good", "reason": "They told me so"}


@pytest.fixture
def asked(book: Book, nadia: User) -> Assessment:
    """The second assessment of Lena's renewal, on which the system thinks at risk."""
    Account.objects.update(health_band="at_risk")
    refresh_all()
    assert Renewal.objects.get().estimate is not None
    assert ask_due(book.now) == 1
    SystemView.objects.update(caps=[HIDDEN], probability="0.1379")
    refresh_all()
    return Assessment.objects.get()


def pages(book: Book) -> list[str]:
    number, account = book.renewal.pk, book.account.pk
    return [
        f"/renewals/{number}/", f"/renewals/{number}/assessment/", "/renewals/assessments/", "/renewals/",
        "/renewals/?layout=board", "/renewals/?layout=calendar", "/renewals/?layout=forecast",
        f"/accounts/{account}/", f"/accounts/{account}/timeline/", f"/accounts/{account}/history/", "/day/",
        "/notifications/", "/team/health/", "/search/?q=canary", f"/api/v1/renewals/{number}/",
        "/api/v1/renewals/", "/api/v1/assessments/",
    ]  # fmt: skip


def test_nobody_is_shown_the_systems_view_before_the_owner_has_spoken(
    book: Book, asked: Assessment, lena: User, nadia: User, ada: User, sol: User
) -> None:
    for person in (lena, nadia, ada, sol):
        client = signed_in(person)
        for path in pages(book):
            text = client.get(path).content.decode().replace(WEIGHT_OF_A_MEASURE, "")
            assert HIDDEN not in text and "0.1379" not in text and "14%" not in text, (person, path)
            assert "likely to renew" not in text and ", system " not in text, (person, path)
    assert Renewal.objects.get().estimate is None
    assert signed_in(lena).post(f"/renewals/{book.renewal.pk}/assessment/", SAID).status_code == 302
    for person in (lena, nadia, sol):
        text = signed_in(person).get(f"/renewals/{book.renewal.pk}/").content.decode()
        assert HIDDEN in text and "14% likely" in text
    assert Renewal.objects.get().estimate is not None


def test_the_owner_says_and_the_lead_decides(
    book: Book, asked: Assessment, hers: Client, lena: User, nadia: User
) -> None:
    leads, number = signed_in(nadia), book.renewal.pk
    assert "One assessment waits" in hers.get("/renewals/assessments/").content.decode()
    assert "No assessments" in leads.get("/renewals/assessments/").content.decode()
    assert "Monitor" not in hers.get(f"/renewals/{number}/assessment/").content.decode()
    given = hers.post(f"/renewals/{number}/assessment/", SAID, follow=True).content.decode()
    assert "the system sees it otherwise, so your lead decides" in given
    page = leads.get("/renewals/assessments/").content.decode()
    assert "Owner and system differ on" in page and "At risk" in page
    path = f"/renewals/{number}/assessment/decide/"
    assert hers.get(path).status_code == 403
    missing = leads.post(path, {"view": "at_risk", "reason": "Cap"})
    assert missing.status_code == 422 and "needs a plan" in missing.content.decode()
    half = leads.post(path, {"view": "at_risk", "reason": "Cap", "driver": "Price"})
    assert half.status_code == 422 and "is missing for the plan" in half.content.decode()
    plan = {"driver": "Price", "action": "Show value", "owner": lena.pk, "due_on": book.today.isoformat()}
    assert leads.post(path, {"view": "at_risk", "reason": "Cap", **plan}).status_code == 302
    assert NextStep.objects.filter(origin="renewal_risk").count() == 1
    text = hers.get(f"/renewals/{number}/").content.decode()
    assert "Nadia Reyes decided" in text and "They told me so" in text
    assert hers.get(f"/renewals/{number}/assessment/", follow=True).redirect_chain


@pytest.mark.parametrize(
    "wrong",
    [
        {"view": "", "reason": "x"},
        {"view": "monitor", "reason": "x"},
        {"view": "good", "reason": ""},
        {"view": "good", "reason": "\x00"},
        {"view": "good", "reason": "x" * 501},
        {"view": "at_risk", "reason": "x", "driver": "a", "action": "b", "owner": "999999", "due_on": "soon"},
    ],
)
def test_bad_answers_are_refused_and_keep_what_was_typed(
    book: Book, asked: Assessment, hers: Client, wrong: dict
) -> None:
    answer = hers.post(f"/renewals/{book.renewal.pk}/assessment/", wrong)
    assert answer.status_code == 422
    assert Assessment.objects.get().state == "asked"


def test_a_stale_answer_overwrites_nothing(book: Book, asked: Assessment, hers: Client) -> None:
    Assessment.objects.update(version=7)
    answer = hers.post(f"/renewals/{book.renewal.pk}/assessment/", {**SAID, "version": 1})
    assert answer.status_code == 409 and "They told me so" in answer.content.decode()


def test_the_list_asks_little(
    book: Book, asked: Assessment, hers: Client, django_assert_max_num_queries
) -> None:
    Renewal.objects.update(decision_on=book.today + timedelta(days=3))
    with django_assert_max_num_queries(BUDGET):
        assert hers.get("/renewals/assessments/").status_code == 200


def test_a_lead_sees_whose_word_is_still_missing(
    book: Book, asked: Assessment, hers: Client, nadia: User
) -> None:
    page = signed_in(nadia).get("/renewals/assessments/").content.decode()
    assert "Owners still have to say" in page and "Lena Voss" in page and HIDDEN not in page
    assert "Owners still have to say" not in hers.get("/renewals/assessments/").content.decode()


def test_the_plan_is_folded_until_something_in_it_is_said_or_missing(
    book: Book, asked: Assessment, hers: Client
) -> None:
    path = f"/renewals/{book.renewal.pk}/assessment/"
    assert (
        "<details" in hers.get(path).content.decode()
        and " open><summary" not in hers.get(path).content.decode()
    )
    missing = hers.post(path, {"view": "at_risk", "reason": "Budget"}).content.decode()
    assert '<details class="section" open><summary' in missing
