"""Reviews on the pages: who is due, planned, written to, held, and the files."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import Account
from contacts.models import Contact, NextStep, Promise
from retention.lib.clock import database_now
from retention.reviews.actions.planning import plan_review
from retention.reviews.actions.preparing import prepare_review
from retention.reviews.models import BusinessReview
from retention.team.models import User
from tests.factories import make_contact, make_contract
from tests.plans.plan_book import draft, objective

pytestmark = pytest.mark.django_db
SPARE = 25


@pytest.fixture
def ines(vela: Account) -> Contact:
    return make_contact(vela, "Ines Duarte", buying_role="economic_buyer", role_is_guessed=False)


@pytest.fixture
def row(vela: Account, lena: User, ines: Contact) -> BusinessReview:
    now = database_now()
    return plan_review(account=vela, planned_on=now.date(), purpose="Next year", by=lena, at=now)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_who_is_due_is_named_until_a_review_is_planned(vela: Account, lena: User, hers: Client) -> None:
    make_contract(vela)
    assert "Vela Hotels" in text_of(hers, "/reviews/due/")
    assert "One customer</a> is due and has none planned" in text_of(hers, "/reviews/")
    day, path = database_now().date() + timedelta(days=20), f"/accounts/{vela.pk}/reviews/new/"
    wrong = hers.post(path, {"kind": "business", "planned_on": "soon", "purpose": "Prices"})
    assert wrong.status_code == 422
    assert "Prices" in wrong.content.decode()
    said = {"kind": "business", "planned_on": str(day), "purpose": "Prices", "owner": ""}
    assert hers.post(path, said).status_code == 302
    assert "Nobody is due" in text_of(hers, "/reviews/due/")
    assert "Business review" in text_of(hers, f"/accounts/{vela.pk}/reviews/")
    assert hers.post(path, said).status_code == 422  # one of a kind at a time


def test_a_review_goes_from_planned_to_summed_up(
    row: BusinessReview, ines: Contact, lena: User, hers: Client
) -> None:
    own = f"/reviews/{row.pk}/"
    assert "Prepare and send the business review" in text_of(hers, "/day/")
    assert "Not invited although they decide: Ines Duarte, economic buyer" in text_of(hers, own)
    assert hers.post(f"{own}send/", follow=True).content.decode().count("Make the pack first") == 1
    assert hers.post(f"{own}prepare/").status_code == 302
    people = {"contacts": [ines.pk], "users": [lena.pk]}
    assert hers.post(f"{own}people/", people).status_code == 302
    said = {"commentary": "<b>Bold</b> words"}
    assert hers.post(f"{own}sections/value/", said).status_code == 302
    assert hers.post(f"{own}sections/learning/", {"is_left_out": "on"}).status_code == 302
    page = text_of(hers, own)
    assert "&lt;b&gt;Bold&lt;/b&gt; words" in page and "Left out" in page
    assert hers.post(f"{own}send/").status_code == 302
    day = database_now().date()
    held = {"held_on": str(day), "next_on": "", **people, "text_1": "Name a lead", "follows_1": "theirs",
            "contact_1": ines.pk, "due_1": str(day + timedelta(days=9)), "text_2": "Book a room",
            "follows_2": "step", "due_2": str(day)}  # fmt: skip
    wrong = hers.post(f"{own}hold/", held)
    assert wrong.status_code == 422
    assert "Name a lead" in wrong.content.decode()
    assert not Promise.objects.exists()
    assert hers.post(f"{own}hold/", held | {"next_on": str(day + timedelta(days=90))}).status_code == 302
    assert Promise.objects.get().text == "Name a lead"
    assert NextStep.objects.filter(text="Book a room", state="open").exists()
    page = text_of(hers, own)
    assert "Name a lead" in page and "Send what was agreed by" in page
    assert hers.post(f"{own}prepare/", follow=True).content.decode().count("It stays as it was") == 1
    assert hers.post(f"{own}sum-up/").status_code == 302
    assert "What was agreed was sent" in text_of(hers, own)


def test_a_decision_goes_into_the_plan_from_the_page_once_there_is_one(
    row: BusinessReview, vela: Account, ines: Contact, lena: User, hers: Client
) -> None:
    path, day = f"/reviews/{row.pk}/hold/", database_now().date()
    assert "An action of the plan" not in text_of(hers, path)
    aim = objective(draft(vela, lena), lena)
    page = text_of(hers, path)
    assert "An action of the plan" in page and "Fewer empty rooms" in page
    said = {"held_on": str(day), "next_on": str(day + timedelta(days=90)), "contacts": [ines.pk],
            "users": [lena.pk], "text_1": "Open the west wing first", "follows_1": "action",
            "due_1": str(day + timedelta(days=9))}  # fmt: skip
    wrong = hers.post(path, said)
    assert wrong.status_code == 422
    assert "Say which objective of the plan it serves" in wrong.content.decode()
    assert hers.post(path, said | {"aim_1": aim.pk}).status_code == 302
    assert aim.actions.get().text == "Open the west wing first"
    assert "Open the west wing first" in text_of(hers, f"/reviews/{row.pk}/")


def test_the_files_come_as_pdf_and_only_to_who_sees_the_account(
    row: BusinessReview, lena: User, hers: Client, his: Client
) -> None:
    assert hers.get(f"/reviews/{row.pk}/customer.pdf").status_code == 302
    prepare_review(review=row, by=lena, at=database_now())
    for name, inside in (("customer", False), ("internal", True)):
        path = f"/reviews/{row.pk}/{name}.pdf"
        answer = hers.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert "no-store" in answer["Cache-Control"]
        read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        assert ("Internal appendix" in read) is inside
        assert his.get(path).status_code == 404


def test_pages_ask_no_more_for_many_reviews_than_for_few(
    row: BusinessReview,
    vela: Account,
    lena: User,
    hers: Client,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    prepare_review(review=row, by=lena, at=database_now())
    own = {"owner": lena, "period_start": row.period_start, "period_end": row.period_end}
    BusinessReview.objects.bulk_create(
        BusinessReview(account=vela, planned_on=row.planned_on, **own) for _ in range(30)
    )
    for path in ("/reviews/", "/reviews/due/", f"/accounts/{vela.pk}/reviews/", f"/reviews/{row.pk}/"):
        with django_assert_max_num_queries(SPARE):
            assert hers.get(path).status_code == 200


def test_a_review_of_another_team_does_not_exist(row: BusinessReview, his: Client, sol: User) -> None:
    assert his.get(f"/reviews/{row.pk}/").status_code == 404
    assert "Vela" not in text_of(his, "/reviews/").split("<main")[1]
    client = Client()
    client.force_login(sol)
    assert client.get(f"/reviews/{row.pk}/").status_code == 200
    assert client.post(f"/reviews/{row.pk}/prepare/").status_code == 403
