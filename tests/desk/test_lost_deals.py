"""Pages of lost deals: enter one, add who was asked, find those with a weak reference."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from contacts.models import NextStep
from retention.growth.models import AdvocacyAsk, LostDeal
from retention.health.models import HealthSnapshot
from retention.team.models import User

from .book import BUDGET, Book, signed_in


@pytest.fixture
def deal(book: Book, hers: Client) -> LostDeal:
    """Entered on its page."""
    said = {
        "prospect": "Harbour Lines",
        "lost_on": book.today.isoformat(),
        "amount": "40k",
        "reason": "price",
    }
    answer = hers.post("/lost-deals/new/", said)
    made = LostDeal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/lost-deals/{made.pk}/")
    return made


def add(client: Client, deal: LostDeal, account: int, **fields: str) -> Any:
    said = {"account": str(account), "asked_on": deal.lost_on.isoformat(), "outcome": "waiting", **fields}
    return client.post(f"/lost-deals/{deal.pk}/references/new/", said)


def test_a_weak_reference_is_found_and_reviewed(book: Book, deal: LostDeal, hers: Client) -> None:
    HealthSnapshot.objects.create(
        account=book.account, on=deal.lost_on, computed_at=book.now, card_version=1, coverage=1,
        band="watch", measures={},
    )  # fmt: skip
    before = NextStep.objects.count()
    assert add(hers, deal, book.account.pk).status_code == 302
    assert "Harbour Lines" not in hers.get("/lost-deals/?weak=true").content.decode()
    reference = AdvocacyAsk.objects.get()
    hers.post(f"/references/{reference.pk}/outcome/", {"outcome": "given", "version": "1"})
    words = hers.get(f"/lost-deals/{deal.pk}/").content.decode()
    assert "Vela Hotels" in words and "Watch" in words and ">given</a>" in words
    assert "Harbour Lines" in hers.get("/lost-deals/?weak=true").content.decode()
    assert NextStep.objects.count() == before + 1


def test_a_foreign_or_unknown_customer_is_refused(
    book: Book, deal: LostDeal, hers: Client, orchard: Any
) -> None:
    for account in (orchard.pk, 10**12):
        assert add(hers, deal, account).status_code == 422
    assert add(hers, deal, book.account.pk, outcome="maybe").status_code == 422
    assert not AdvocacyAsk.objects.exists()


def test_a_reference_at_an_account_one_does_not_see_is_only_counted(
    book: Book, deal: LostDeal, orchard: Any, hers: Client, ada: User
) -> None:
    assert add(signed_in(ada), deal, orchard.pk).status_code == 302
    words = hers.get(f"/lost-deals/{deal.pk}/").content.decode()
    assert "Orchard" not in words and "1 more at accounts you do not see" in words


def test_bad_input_is_refused_with_what_was_typed(hers: Client) -> None:
    for said in (
        {"prospect": ""},
        {"prospect": "a\x00"},
        {"prospect": "x", "amount": "lots"},
        {"lost_on": "x"},
    ):
        answer = hers.post("/lost-deals/new/", {"lost_on": "2026-11-01", "reason": "price", **said})
        assert answer.status_code == 422
    assert not LostDeal.objects.exists()


def test_the_list_costs_as_much_for_thirty_as_for_one(
    deal: LostDeal, lena: User, hers: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    LostDeal.objects.bulk_create(
        LostDeal(prospect=f"P {number}", owner=lena, lost_on=deal.lost_on) for number in range(30)
    )
    with django_assert_max_num_queries(BUDGET):
        hers.get("/lost-deals/")
