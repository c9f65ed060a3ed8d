"""Price, terms and approval on pages; and what admins enter for them."""

from datetime import timedelta

import pytest
from django.test import Client

from retention.renewals.models import ApprovalRequest, ApprovalStep, ApproverSeat, IndexValue, RenewalTerms
from retention.team.models import User

from .book import BUDGET, Book, signed_in

pytestmark = pytest.mark.django_db
SAID = {"cap_kind": "none", "discount_pct": "8", "term_months": "24", "give_get": "A case study"}


def terms(book: Book, client: Client, **more: object):
    return client.post(f"/renewals/{book.renewal.pk}/terms/", {**SAID, **more})


def test_terms_are_set_and_shown_with_their_bounds(book: Book, hers: Client) -> None:
    page = f"/renewals/{book.renewal.pk}/"
    assert "Nothing is set yet." in hers.get(page).content.decode()
    assert terms(book, hers, proposed_uplift_pct="4.5", price_notice_days="30").status_code == 302
    text = hers.get(page).content.decode()
    assert "4.50%" in text and "at most 5.00%" in text and "A case study" in text
    kept = RenewalTerms.objects.get()
    assert (kept.term_months, kept.price_notice_on) == (24, kept.price_notice_on)
    assert kept.price_notice_on is not None
    form = hers.get(f"/renewals/{book.renewal.pk}/terms/").content.decode()
    assert 'value="24"' in form and f'name="version" value="{kept.version}"' in form


def test_asking_deciding_and_falling_with_the_terms(
    book: Book, hers: Client, nadia: User, his: Client
) -> None:
    path, leads = f"/renewals/{book.renewal.pk}/approval/", signed_in(nadia)
    terms(book, hers)
    assert "Discount of 8%" in hers.get(path).content.decode()
    assert "Ask for approval" in hers.get(path).content.decode()
    assert hers.post(f"{path}ask/", {"note": "They insist"}).status_code == 302
    step = ApprovalStep.objects.get()
    decide = f"/renewals/approval-steps/{step.pk}/"
    assert "Waits for Nadia Reyes" in hers.get(path).content.decode()
    assert hers.get(decide).status_code == 403 and his.get(decide).status_code == 404
    assert leads.get(decide).status_code == 200
    refusal = leads.post(decide, {"agrees": "no", "note": ""})
    assert refusal.status_code == 422 and "Say why you refuse" in refusal.content.decode()
    assert leads.post(decide, {"agrees": "yes", "note": ""}).status_code == 302
    assert ApprovalRequest.objects.get().state == "approved"
    again = leads.get(decide, follow=True).content.decode()
    assert "decided already" in again
    version = RenewalTerms.objects.get().version
    terms(book, hers, discount_pct="9", version=version)
    text = hers.get(path).content.decode()
    assert "no longer counts" in text and "Ask for approval" in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"discount_pct": "a lot"},
        {"discount_pct": "101"},
        {"discount_pct": "NaN"},
        {"term_months": "9999999999999999999"},
        {"list_price": "-5"},
        {"cap_kind": "index_plus"},
        {"special_terms": ["x"]},
        {"give_get": "x" * 501},
        {"give_get": "a\x00b"},
        {"price_notice_sent_on": "soon"},
    ],
)
def test_bad_terms_are_refused_and_nothing_is_kept(book: Book, hers: Client, wrong: dict) -> None:
    answer = terms(book, hers, **wrong)
    assert answer.status_code == 422
    assert not RenewalTerms.objects.exists()


def test_a_stale_form_shows_both_versions(book: Book, hers: Client) -> None:
    terms(book, hers)
    version = RenewalTerms.objects.get().version
    terms(book, hers, payment_days="30", version=version)
    answer = terms(book, hers, payment_days="14", version=version)
    assert answer.status_code == 409
    assert RenewalTerms.objects.get().payment_days == 30


def test_an_unknown_index_is_asked_for_and_admins_enter_it(
    book: Book, hers: Client, ada: User, nadia: User
) -> None:
    terms(book, hers, cap_kind="index_plus", index_name="CPI Germany")
    path = f"/renewals/{book.renewal.pk}/approval/"
    assert "CPI Germany, and its value is not known" in hers.get(path).content.decode()
    assert hers.get("/renewals/price-policy/").status_code == 403
    admin = signed_in(ada)
    assert admin.post("/renewals/price-policy/", {}).status_code == 422
    said = {"name": "CPI Germany", "on": (book.today - timedelta(days=9)).isoformat(), "pct": "2.5"}
    assert admin.post("/renewals/price-policy/", said).status_code == 302
    assert IndexValue.objects.get().by == ada
    assert "not known" not in hers.get(path).content.decode()
    assert admin.post("/renewals/price-policy/", {"level": "finance", "user": nadia.pk}).status_code == 302
    text = admin.get("/renewals/price-policy/").content.decode()
    assert "Nadia Reyes" in text and "2.50%" in text
    seat = ApproverSeat.objects.get()
    assert admin.post(f"/renewals/approvers/{seat.pk}/remove/").status_code == 302
    assert not ApproverSeat.objects.exists()
    wrong = admin.post("/renewals/price-policy/", {"level": "lead", "user": nadia.pk})
    assert wrong.status_code == 422


def test_the_pages_ask_little(book: Book, hers: Client, django_assert_max_num_queries) -> None:
    terms(book, hers)
    hers.post(f"/renewals/{book.renewal.pk}/approval/ask/", {"note": ""})
    for path in (f"/renewals/{book.renewal.pk}/approval/", f"/renewals/{book.renewal.pk}/terms/"):
        with django_assert_max_num_queries(BUDGET):
            assert hers.get(path).status_code == 200
    with django_assert_max_num_queries(BUDGET):
        assert hers.get(f"/renewals/{book.renewal.pk}/").status_code == 200


def test_admins_change_the_table_of_who_must_agree(book: Book, hers: Client, ada: User) -> None:
    path, admin = "/renewals/price-policy/table/", signed_in(ada)
    assert hers.get(path).status_code == 403
    start = {
        name: value
        for name, value in admin.get(path).context["form"].initial.items()
        if name != "version" and value is not None
    }
    wrong = admin.post(path, {**start, "discount_second": "4"})
    assert wrong.status_code == 422 and "higher bound" in wrong.content.decode()
    for bad in ({"discount_free": "x"}, {"who_term": ["nobody"]}, {"sla_business_days": "0"}):
        assert admin.post(path, {**start, **bad}).status_code == 422
    assert admin.post(path, {**start, "discount_free": "8", "version": "0"}).status_code == 302
    stale = admin.post(path, {**start, "discount_free": "9", "version": "0"})
    assert stale.status_code == 409 and "You typed" in stale.content.decode()
    text = admin.get("/renewals/price-policy/").content.decode()
    assert "Version 1" in text and "up to 8%" in text and "the owner alone" in text
    terms(book, hers, discount_pct="8")
    assert (
        "within what the owner decides" in hers.get(f"/renewals/{book.renewal.pk}/approval/").content.decode()
    )
