"""The page of rates and closed months: what is missing or old, pasting, closing, restating."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Account, FxRate, PeriodClose
from retention.team.models import User

from .book import Book, signed_in


@pytest.fixture
def admins(ada: User) -> Client:
    """Ada's browser."""
    return signed_in(ada)


def test_the_page_says_which_currency_has_no_rate_and_which_rate_is_old(
    book: Book, lena: User, admins: Client
) -> None:
    Account.objects.create(name="Kyoto Inns", owner=lena, currency="JPY")
    FxRate.objects.create(currency="USD", on=book.today - timedelta(days=6), rate="0.9")
    FxRate.objects.create(currency="GBP", on=book.today - timedelta(days=5), rate="1.2")
    html = admins.get("/books/").content.decode()
    assert "has no rate" in html
    assert html.count("older than 5 days") == 1
    assert "/books/rates/new/?currency=JPY" in html


def test_rates_are_pasted_all_or_none_and_the_bad_line_is_named(book: Book, admins: Client) -> None:
    good = "USD 2026-11-20 0.8642\n20/11/2026;GBP;1,1371\n"
    answer = admins.post("/books/rates/paste/", {"rates": good + "EURO tomorrow 1\n"})
    assert answer.status_code == 422
    assert "Line 3" in answer.content.decode()
    assert not FxRate.objects.exists()
    assert admins.post("/books/rates/paste/", {"rates": good, "source": "ECB"}).status_code == 302
    assert [(row.currency, str(row.rate), row.source) for row in FxRate.objects.order_by("currency")] == [
        ("GBP", "1.13710000", "ECB"),
        ("USD", "0.86420000", "ECB"),
    ]


@pytest.mark.parametrize(
    "said", ["USD 2026-11-20 0", "USD 2026-11-20 NaN", "EUR 2026-11-20 1", "\x00", "USD 1 2"]
)
def test_rates_that_cannot_be_are_refused(book: Book, admins: Client, said: str) -> None:
    assert admins.post("/books/rates/paste/", {"rates": said}).status_code == 422
    assert not FxRate.objects.exists()


def test_one_rate_is_entered(book: Book, admins: Client) -> None:
    said = {"currency": "usd", "on": "2026-11-20", "rate": "0.9"}
    assert admins.post("/books/rates/new/", said).status_code == 302
    assert FxRate.objects.get().currency == "USD"


def test_a_month_is_closed_once_and_only_when_it_is_over(book: Book, admins: Client, hers: Client) -> None:
    through = (book.today.replace(day=1) - timedelta(days=1)).isoformat()
    assert hers.post("/books/close/", {"through": through}).status_code == 403
    assert admins.post("/books/close/", {"through": book.today.isoformat()}).status_code == 422
    assert admins.post("/books/close/", {"through": through}).status_code == 302
    assert admins.post("/books/close/", {"through": through}).status_code == 422
    assert PeriodClose.objects.get().through.isoformat() == through
    assert "Closed through" in admins.get("/books/").content.decode()
