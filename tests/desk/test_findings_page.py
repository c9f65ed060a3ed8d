"""The page of the nightly check: what was found, why it matters, and mending it."""

from django.test import Client

from accounts.models import Contract
from retention.reminders.models import Reminder
from retention.renewals.models import Renewal
from retention.team.models import User

from .book import BUDGET, Book, signed_in
from .test_renewal_board import words_of

PAGE = "/renewals/findings/"


def broken(book: Book) -> Contract:
    """The book's contract without its renewal, as a restore of half a database may leave it."""
    contract = book.renewal.contract
    Reminder.objects.all().delete()
    Renewal.objects.all().delete()
    return contract


def test_what_is_right_says_so_and_leads_find_the_page(book: Book, hers: Client, nadia: User) -> None:
    lead = signed_in(nadia)
    assert "Nothing was found" in lead.get(PAGE).content.decode()
    assert f'href="{PAGE}"' in lead.get("/renewals/").content.decode()
    assert f'href="{PAGE}"' not in hers.get("/renewals/").content.decode()


def test_a_finding_says_why_it_matters_and_is_mended_by_a_click(
    book: Book, hers: Client, his: Client, nadia: User, sol: User
) -> None:
    contract, lead = broken(book), signed_in(nadia)
    html = lead.get(PAGE).content.decode()
    said = words_of(html)
    assert "One thing must be put right" in said and "Nobody will be reminded before it ends." in said
    assert f'href="/contracts/{contract.pk}/"' in html and "Derive anew" in said
    assert "Derive anew" not in signed_in(sol).get(PAGE).content.decode()
    assert "Vela" not in his.get(PAGE).content.decode()
    mended = lead.post(f"{PAGE}{contract.pk}/mend/", follow=True).content.decode()
    assert "are right again" in mended and "Nothing was found" in mended
    assert Renewal.objects.get().contract_id == contract.pk
    assert Reminder.objects.filter(kind="renewal_rung").exists()


def test_what_deriving_does_not_mend_leads_to_the_records(book: Book, hers: Client, orchard: object) -> None:
    Renewal.objects.filter(pk=book.renewal.pk).update(account=orchard)
    html = hers.get(PAGE).content.decode()
    assert "Renewal at another account than its contract" in words_of(html)
    assert "Derive anew" not in html
    again = hers.post(f"{PAGE}{book.renewal.contract_id}/mend/", follow=True).content.decode()
    assert "still not right" in again


def test_the_page_asks_little(book: Book, hers: Client, django_assert_max_num_queries) -> None:
    broken(book)
    with django_assert_max_num_queries(BUDGET):
        assert hers.get(PAGE).status_code == 200
