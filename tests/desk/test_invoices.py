"""Invoices on an account's pages: what is overdue is said where the talk is prepared."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.actions import enter_invoice
from accounts.models import Account, Invoice
from retention.team.models import User

from .book import BUDGET, Book, signed_in


@pytest.fixture
def bill(book: Book, lena: User) -> Invoice:
    """12,400 euros, due 34 days ago."""
    return billed(book, lena, "R-1")


def billed(book: Book, by: User, number: str) -> Invoice:
    due = book.today - timedelta(days=34)
    return enter_invoice(
        account=book.account, by=by, at=book.now, number=number, issued_on=due - timedelta(days=30),
        due_on=due, amount=Decimal(12400),
    )  # fmt: skip


def test_the_account_and_its_renewal_say_what_is_overdue(book: Book, bill: Invoice, hers: Client) -> None:
    said = "€12,400 overdue, 34 days"
    assert said in hers.get(f"/accounts/{book.account.pk}/").content.decode()
    assert said in hers.get(f"/accounts/{book.account.pk}/invoices/").content.decode()
    hers.post(f"/invoices/{bill.thread}/paid/", {"paid_on": book.today.isoformat(), "amount": ""})
    assert said not in hers.get(f"/accounts/{book.account.pk}/").content.decode()


def test_an_invoice_is_entered_disputed_settled_and_voided_on_its_pages(book: Book, hers: Client) -> None:
    own, day = f"/accounts/{book.account.pk}/invoices/", book.today.isoformat()
    terms = {"number": "R-7", "issued_on": day, "due_on": day, "amount": "1.234,50", "currency": "EUR"}
    assert hers.post(f"{own}new/", terms).status_code == 302
    row = Invoice.objects.get()
    assert (row.amount, row.account) == (Decimal("1234.50"), book.account)
    for change, fields in (
        ("disputed", {"since": day, "reason": "Two licences too many"}),
        ("settled", {"outcome": "Credited one"}),
        ("correct", {**terms, "amount": "1000"}),
        ("void", {"on": day, "reason": "Billed anew"}),
    ):
        answer = hers.post(f"/invoices/{row.thread}/{change}/", fields)
        assert answer.status_code == 302, (change, answer.content.decode())
    stands = Invoice.objects.current().get()
    assert (stands.version, stands.amount, stands.voided_on) == (5, Decimal(1000), book.today)
    words = hers.get(own).content.decode()
    assert "Void" in words and "R-7" in words


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ("paid", {"paid_on": "soon"}),
        ("paid", {"paid_on": "2026-11-01", "amount": "99999999"}),
        ("disputed", {"since": "2026-11-01", "reason": ""}),
        ("disputed", {"since": "2026-11-01", "reason": "a\x00b"}),
        ("settled", {"outcome": "Not disputed at all"}),
        ("void", {"on": "2099-01-01", "reason": "x"}),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed(
    bill: Invoice, hers: Client, change: str, fields: dict[str, str]
) -> None:
    answer = hers.post(f"/invoices/{bill.thread}/{change}/", fields)
    assert answer.status_code == 422
    assert "data-error-summary" in answer.content.decode()
    assert Invoice.objects.count() == 1


def test_a_stale_correction_shows_both_versions(bill: Invoice, book: Book, hers: Client, nadia: User) -> None:
    terms = {
        "number": "R-1", "issued_on": bill.issued_on.isoformat(), "due_on": bill.due_on.isoformat(),
        "currency": "EUR", "version": "1",
    }  # fmt: skip
    path = f"/invoices/{bill.thread}/correct/"
    assert signed_in(nadia).post(path, {**terms, "amount": "12000"}).status_code == 302
    answer = hers.post(path, {**terms, "amount": "11000"})
    assert answer.status_code == 409
    assert "12000" in answer.content.decode() and "11000" in answer.content.decode()
    assert Invoice.objects.current().get().amount == Decimal(12000)


def test_who_sees_reads_and_others_find_nothing(bill: Invoice, book: Book, sol: User, nico: User) -> None:
    own = f"/accounts/{book.account.pk}/invoices/"
    assert signed_in(sol).get(own).status_code == 200
    assert signed_in(sol).get(f"/invoices/{bill.thread}/paid/").status_code == 403
    assert signed_in(nico).get(own).status_code == 404
    assert signed_in(nico).get(f"/invoices/{bill.thread}/paid/").status_code == 404


def test_the_list_costs_as_much_for_thirty_as_for_three(
    book: Book, lena: User, hers: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(30):
        billed(book, lena, f"R-{number}")
    with django_assert_max_num_queries(BUDGET):
        hers.get(f"/accounts/{Account.objects.get(name='Vela Hotels').pk}/invoices/")
