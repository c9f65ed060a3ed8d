"""Pages of the advocacy register: the list and its sums, a person's doors, asking, answers and consents."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from contacts.actions.voice import write_feedback
from contacts.models import Contact
from retention.growth.models import AdvocacyAsk, AdvocacyConsent
from retention.team.models import User

from .book import BUDGET, Book


@pytest.fixture
def who(book: Book) -> Contact:
    """Somebody at Vela, which is healthy."""
    Account.objects.filter(pk=book.account.pk).update(health_band="healthy")
    return book.contact


def ask(client: Client, who: Contact, **fields: str) -> Any:
    said = {"kind": "reference", "prospect": "Harbour Lines", **fields}
    return client.post(f"/people/{who.pk}/ask/?kind=reference", said)


def test_somebody_is_asked_answers_consents_and_the_business_stands_in_the_sums(
    book: Book, who: Contact, hers: Client
) -> None:
    assert ask(hers, who).status_code == 302
    row = AdvocacyAsk.objects.get()
    answer = {"outcome": "agreed", "said": "Gladly", "on": book.today.isoformat(), "version": "1"}
    assert hers.post(f"/advocacy/{row.pk}/answer/", answer).status_code == 302
    came = {"on": book.today.isoformat(), "result": "They signed", "worth": "40k", "version": "2"}
    refused = hers.post(f"/advocacy/{row.pk}/given/", came)
    assert refused.status_code == 422 and "No consent for a reference" in refused.content.decode()
    consent = {"kind": "reference", "scope": "Calls with prospects", "given_on": book.today.isoformat()}
    assert hers.post(f"/people/{who.pk}/consents/new/", consent).status_code == 302
    assert hers.post(f"/advocacy/{row.pk}/given/", came).status_code == 302
    words = hers.get("/advocacy/").content.decode()
    assert "They signed" in words and "€40k" in words
    assert "They signed" in hers.get(f"/accounts/{book.account.pk}/knowledge/").content.decode()
    stale = hers.post(f"/advocacy/{row.pk}/given/", came)
    assert stale.status_code == 409


def test_every_sum_leads_to_exactly_its_rows(book: Book, who: Contact, hers: Client, lena: User) -> None:
    plain = {"account": book.account, "contact": who, "asked_on": book.today, "band": "healthy"}
    for kind, outcome, number in (
        ("review", "declined", 2),
        ("review", "waiting", 1),
        ("referral", "agreed", 3),
    ):
        AdvocacyAsk.objects.bulk_create(
            AdvocacyAsk(kind=kind, outcome=outcome, asked_by=lena, **plain) for _ in range(number)
        )
    page = hers.get("/advocacy/")
    assert [(each.kind, each.asked, each.declined) for each in page.context["sums"]] == [
        ("referral", 3, 0), ("review", 3, 2),
    ]  # fmt: skip
    since = page.context["since"]
    for query, number in (("kind=review", 3), ("kind=review&outcome=declined", 2), ("outcome=given", 0)):
        found = hers.get(f"/advocacy/?asked_after={since}&{query}")
        assert len(found.context["list"].rows) == number
        lines = b"".join(hers.get(f"/advocacy/file/?asked_after={since}&{query}").streaming_content)
        assert lines.decode().count("Vela Hotels") == number


def test_a_shut_gate_says_why_on_the_persons_page_and_in_the_form(
    book: Book, who: Contact, hers: Client, lena: User
) -> None:
    assert f"/people/{who.pk}/ask/?kind=referral" in hers.get(f"/people/{who.pk}/").content.decode()
    write_feedback(account=book.account, kind="complaint", text="Late", by=lena, at=book.now)
    words = hers.get(f"/people/{who.pk}/").content.decode()
    assert "A complaint is open" in words and f"/people/{who.pk}/ask/?kind=referral" not in words
    refused = ask(hers, who)
    assert refused.status_code == 422 and "A complaint is open" in refused.content.decode()
    assert "Harbour Lines" in refused.content.decode()
    assert not AdvocacyAsk.objects.exists()


def test_a_consent_taken_back_shuts_its_door(book: Book, who: Contact, hers: Client) -> None:
    consent = {"kind": "case_study", "scope": "Logo", "given_on": book.today.isoformat()}
    hers.post(f"/people/{who.pk}/consents/new/", consent)
    assert "Logo" in hers.get(f"/people/{who.pk}/").content.decode()
    row = AdvocacyConsent.objects.get()
    assert hers.post(f"/consents/{row.pk}/withdraw/").status_code == 302
    assert "They took their consent back" in hers.get(f"/people/{who.pk}/").content.decode()


@pytest.mark.parametrize(
    "said",
    [{"kind": "gift"}, {"prospect": "a\x00"}, {"prospect": "x" * 201}, {"kind": ""}],
)
def test_bad_input_is_refused_with_what_was_typed(who: Contact, hers: Client, said: dict[str, str]) -> None:
    assert ask(hers, who, **said).status_code == 422
    assert not AdvocacyAsk.objects.exists()


def test_the_pages_cost_as_much_for_thirty_asks_as_for_one(
    book: Book, who: Contact, hers: Client, lena: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    plain = {"account": book.account, "contact": who, "asked_by": lena, "kind": "review", "band": "healthy"}
    AdvocacyAsk.objects.bulk_create(AdvocacyAsk(asked_on=book.today, **plain) for _ in range(30))
    for path in ("/advocacy/", f"/people/{who.pk}/", f"/accounts/{book.account.pk}/knowledge/"):
        with django_assert_max_num_queries(BUDGET):
            hers.get(path)
