"""Several ends of an account decided as one renewal, on the pages of leads."""

import pytest
from django.test import Client

from retention.renewals.models import Renewal, RenewalStage
from retention.team.models import User

from .book import BUDGET, Book, signed_in
from .test_renewal_board import make_renewal
from .test_renewal_page import shown


@pytest.fixture
def second(book: Book) -> Renewal:
    """Another end of the same customer, on a paper of its own that is in force."""
    renewal = make_renewal(book.renewal.account, in_days=20, atr="900", stage=RenewalStage.ENGAGED)
    contract = renewal.contract
    contract.term_end, contract.state, contract.reference = renewal.term_end, "active", "SPA-1"
    contract.save()
    contract.lines.update(end_on=renewal.term_end, arr=900, recurring_amount=900)
    return renewal


def test_a_lead_decides_two_ends_as_one_and_takes_them_apart(
    book: Book, second: Renewal, nadia: User, django_assert_max_num_queries
) -> None:
    lead, own = signed_in(nadia), f"/renewals/{book.renewal.pk}/"
    assert f'href="{own}join/"' in lead.get(own).content.decode()
    form = lead.get(f"{own}join/").content.decode()
    assert "SPA-1, ends" in form and "€900" in form
    assert lead.post(f"{own}join/", {"others": [], "reason": "One talk"}).status_code == 422
    version = Renewal.objects.get(pk=book.renewal.pk).version
    said = {"others": [second.pk], "reason": "One talk", "version": version}
    assert lead.post(f"{own}join/", said).status_code == 302
    with django_assert_max_num_queries(BUDGET):
        page = shown(lead, book)
    assert "2 ends together" in page and "€42,100" in page and "SPA-1" in page
    part = lead.get(f"/renewals/{second.pk}/").content.decode()
    assert "decides this end too" in part and f'href="{own}"' in part and "Open again" not in part
    table = lead.get("/renewals/").content.decode()
    assert table.count("<tr data-row") == 1
    assert lead.post(f"/renewals/{second.pk}/split/", {"reason": ""}).status_code == 422
    assert lead.post(f"/renewals/{second.pk}/split/", {"reason": "Two talks"}).status_code == 302
    second.refresh_from_db()
    assert (second.stage, second.joined_to_id) == ("engaged", None)
    assert "€41,200" in shown(lead, book)


def test_who_looks_after_the_account_is_not_offered_it(book: Book, second: Renewal, hers: Client) -> None:
    assert "/join/" not in hers.get(f"/renewals/{book.renewal.pk}/").content.decode()
    assert hers.get(f"/renewals/{book.renewal.pk}/join/").status_code == 403
    assert hers.post(f"/renewals/{second.pk}/split/", {"reason": "x"}).status_code == 403


def test_where_nothing_else_is_open_the_form_says_so(book: Book, nadia: User) -> None:
    form = signed_in(nadia).get(f"/renewals/{book.renewal.pk}/join/").content.decode()
    assert "No other renewal of this customer is open in EUR." in form


def test_only_ends_of_the_same_account_are_offered(book: Book, nadia: User, second: Renewal) -> None:
    lead = signed_in(nadia)
    for others in (["0"], [str(book.renewal.pk)], ["x"], ["9" * 30], ["\x00"]):
        answer = lead.post(f"/renewals/{book.renewal.pk}/join/", {"others": others, "reason": "x"})
        assert answer.status_code == 422 and "Decided together" in answer.content.decode()
    assert Renewal.objects.filter(joined_to__isnull=False).count() == 0
