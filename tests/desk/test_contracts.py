"""The page of a contract and its forms: what they show, what they change, what they refuse."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import close_period, suspend_line
from accounts.models import Account, Contract, LineSuspension
from retention.renewals.models import Renewal
from retention.team.models import User

from .book import BUDGET, Book, signed_in


@pytest.fixture
def contract(book: Book) -> Contract:
    """In force for 300 days, with 60 to go, 41,200 a year."""
    return Contract.objects.get(account=book.account)


def send(client: Client, address: str, **said: object) -> int:
    """Post a form; return the status."""
    return client.post(address, {name: str(value) for name, value in said.items()}).status_code


def test_the_page_says_what_it_is_worth_until_when_to_act_and_why(
    book: Book, contract: Contract, hers: Client
) -> None:
    with CaptureQueriesContext(connection) as asked:
        html = hers.get(f"/contracts/{contract.pk}/").content.decode()
    assert len(asked) <= BUDGET
    line = contract.lines.get()
    for words in ("€41,200", "Act by", "30 days before", f'id="line-{line.pk}"', "New", "Latest changes"):
        assert words in html, words
    renewal = Renewal.objects.get(contract=contract)
    assert f"/renewals/{renewal.pk}/" in html


def test_every_movement_opens_its_line_and_says_what_stood_afterwards(
    book: Book, contract: Contract, hers: Client
) -> None:
    line = contract.lines.get()
    cheaper = {
        "effective_on": book.today,
        "description": "Now",
        "recurring_amount": "40000",
        "period_months": 12,
    }
    assert send(hers, f"/lines/{line.pk}/amend/", quantity=1, **cheaper) == 302
    html = hers.get(f"/accounts/{book.account.pk}/contracts/").content.decode()
    new = contract.lines.get(start_on=book.today)
    assert f"/contracts/{contract.pk}/#line-{new.pk}" in html
    assert "Lower price" in html
    assert "€40,000" in html


def test_an_amended_line_keeps_its_past_and_a_refusal_changes_nothing(
    book: Book, contract: Contract, hers: Client
) -> None:
    line = contract.lines.get()
    said = {"description": "Seats", "recurring_amount": "50000", "period_months": 12, "quantity": 1}
    too_late = book.today + timedelta(days=400)
    answer = hers.post(f"/lines/{line.pk}/amend/", {**said, "effective_on": str(too_late)})
    assert answer.status_code == 422
    assert "The line does not run on that day." in answer.content.decode()
    assert contract.lines.get().recurring_amount == 41200
    assert send(hers, f"/lines/{line.pk}/amend/", effective_on=book.today, **said) == 302
    assert [row.arr for row in contract.lines.order_by("start_on")] == [41200, 50000]


def test_a_line_is_added_and_one_that_overlaps_its_term_is_refused_by_name(
    book: Book, contract: Contract, hers: Client
) -> None:
    said = {
        "description": "Add-on",
        "recurring_amount": "1.200,00",
        "period_months": 12,
        "is_recurring": "on",
    }
    address = f"/contracts/{contract.pk}/lines/new/"
    assert send(hers, address, start_on=book.today, **said) == 302
    assert contract.lines.get(description="Add-on").end_on == contract.term_end
    assert send(hers, address, start_on=contract.term_start - timedelta(days=1), **said) == 422
    assert send(hers, address, start_on=book.today, **{**said, "recurring_amount": "-5"}) == 422
    assert contract.lines.count() == 2


def test_the_renewal_form_is_filled_in_and_makes_the_successor(
    book: Book, contract: Contract, hers: Client
) -> None:
    page = hers.get(f"/contracts/{contract.pk}/renew/").content.decode()
    start = contract.term_end + timedelta(days=1) if contract.term_end else book.today
    assert f'value="{start}"' in page
    assert 'value="41200.00"' in page
    answer = hers.post(
        f"/contracts/{contract.pk}/renew/",
        {
            "reference": "C-next", "currency": "EUR", "predecessor": contract.pk, "term_start": str(start),
            "term_end": str(start + timedelta(days=364)), "renewal_term_months": 12, "notice_unit": "days",
            "notice_counted_from": "unknown", "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 1,
            "lines-0-description": "Subscription", "lines-0-recurring_amount": "43000",
            "lines-0-period_months": 12, "lines-0-quantity": 1, "lines-0-is_recurring": "on",
        },
    )  # fmt: skip
    successor = Contract.objects.get(reference="C-next")
    assert answer["Location"] == f"/contracts/{successor.pk}/"
    assert successor.predecessor == contract
    assert Renewal.objects.get(contract=contract).stage == "renewed_expanded"


def test_a_draft_waits_until_it_is_put_in_force_or_discarded(book: Book, hers: Client) -> None:
    said = {
        "reference": "D-1", "currency": "EUR", "term_start": str(book.today), "renewal_term_months": 12,
        "notice_unit": "days", "notice_counted_from": "unknown", "keep_as_draft": "on",
        "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, "lines-0-description": "Wi-Fi",
        "lines-0-recurring_amount": "900", "lines-0-period_months": 12, "lines-0-quantity": 1,
        "lines-0-is_recurring": "on",
    }  # fmt: skip
    address = f"/accounts/{book.account.pk}/contracts/new/"
    assert hers.post(address, said).status_code == 302
    assert hers.post(address, {**said, "reference": "D-2"}).status_code == 302
    first, second = Contract.objects.filter(state="draft").order_by("id")
    assert hers.post(f"/contracts/{first.pk}/activate/").status_code == 302
    assert hers.post(f"/contracts/{second.pk}/discard/").status_code == 302
    assert list(Contract.objects.filter(reference__startswith="D-").values_list("state", flat=True)) == [
        "active"
    ]


def test_suspending_and_resuming_a_line_shows_both_days(book: Book, contract: Contract, hers: Client) -> None:
    line = contract.lines.get()
    assert send(hers, f"/lines/{line.pk}/suspend/", starts_on=book.today, note="Closed") == 302
    assert "suspended" in hers.get(f"/contracts/{contract.pk}/").content.decode()
    pause = LineSuspension.objects.get()
    again = book.today + timedelta(days=20)
    assert send(hers, f"/suspensions/{pause.pk}/resume/", on=book.today) == 422
    assert send(hers, f"/suspensions/{pause.pk}/resume/", on=again) == 302
    assert contract.lines.get(start_on=again).arr == 41200


def test_breaks_notice_and_the_end_are_written_down_from_the_page(
    book: Book, contract: Contract, hers: Client
) -> None:
    day = book.today + timedelta(days=45)
    notice = {"notice_value": 30, "notice_unit": "days", "notice_counted_from": "term_end"}
    assert send(hers, f"/contracts/{contract.pk}/breaks/new/", on=day, **notice) == 302
    assert "They may leave on" in hers.get(f"/contracts/{contract.pk}/").content.decode()
    assert send(hers, f"/breaks/{contract.breaks.get().pk}/remove/") == 302
    assert send(hers, f"/contracts/{contract.pk}/notice/", received_on=book.today) == 302
    assert send(hers, f"/contracts/{contract.pk}/notice/back/") == 302
    last = book.today + timedelta(days=10)
    assert send(hers, f"/contracts/{contract.pk}/end/", last_day=last, cause="insolvency") == 302
    contract.refresh_from_db()
    assert (contract.term_end, contract.end_cause, contract.notice_received_on) == (last, "insolvency", None)


def test_impossible_notice_is_refused_at_its_field(book: Book, contract: Contract, hers: Client) -> None:
    said = {
        "reference": contract.reference, "currency": "EUR", "term_start": contract.term_start,
        "term_end": contract.term_end, "renewal_term_months": 12, "notice_value": 700, "notice_unit": "days",
        "notice_counted_from": "term_end", "version": contract.version,
    }  # fmt: skip
    answer = hers.post(f"/contracts/{contract.pk}/edit/", {name: str(value) for name, value in said.items()})
    assert answer.status_code == 422
    assert "longer than the term" in answer.content.decode()
    contract.refresh_from_db()
    assert contract.notice_value == 30


def test_a_closed_month_asks_for_the_reason_of_a_correction(
    book: Book, contract: Contract, hers: Client, ada: User
) -> None:
    close_period(through=book.today - timedelta(days=1), by=ada, at=book.now)
    line = contract.lines.get()
    said = {"description": "Typed wrong", "recurring_amount": "40000", "period_months": 12, "quantity": 1}
    answer = hers.post(f"/lines/{line.pk}/amend/", {**said, "effective_on": str(line.start_on)})
    assert answer.status_code == 422
    assert "the books are closed through" in answer.content.decode()
    assert contract.lines.get().arr == 41200
    assert (
        send(hers, f"/lines/{line.pk}/amend/", effective_on=line.start_on, correction="Typo", **said) == 302
    )
    assert "restated" in hers.get(f"/contracts/{contract.pk}/").content.decode()


def test_a_merger_needs_both_accounts_and_moves_the_contracts(
    book: Book, contract: Contract, hers: Client, lena: User, orchard: Account
) -> None:
    spa = Account.objects.create(name="Vela Spa", owner=lena, currency="EUR")
    address = f"/accounts/{book.account.pk}/merge/"
    assert send(hers, address, survivor="Orchard & Vine", on=book.today) == 422
    assert send(hers, address, survivor=book.account.name, on=book.today) == 422
    assert send(hers, address, survivor="Vela Spa", on=book.today) == 302
    contract.refresh_from_db()
    assert contract.account == spa
    assert Renewal.objects.get(contract=contract).account == spa


def test_others_see_no_contract_and_a_viewer_sees_it_without_buttons(
    book: Book, contract: Contract, his: Client, sol: User, lena: User
) -> None:
    suspend_line(line=contract.lines.get(), starts_on=book.today, by=lena, at=book.now)
    assert his.get(f"/contracts/{contract.pk}/").status_code == 404
    html = signed_in(sol).get(f"/contracts/{contract.pk}/").content.decode()
    assert "/amend/" not in html
    assert "/resume/" not in html


def test_a_contract_of_many_lines_costs_no_more_queries(
    book: Book, contract: Contract, vela: Account, hers: Client
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert hers.get(f"/contracts/{contract.pk}/").status_code == 200
        return len(asked)

    few = cost()
    for number in range(8):
        contract.lines.create(
            description=f"Line {number}", recurring_amount=Decimal(10), arr=Decimal(10),
            start_on=contract.term_start, end_on=contract.term_end,
        )  # fmt: skip
    assert cost() <= few + 1
