"""Every page of the daily loop: what it shows, to whom, in how few queries, and empty."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from retention.team.models import Team, User

from .book import BUDGET, FRAGMENT, Book, more_at, more_books, signed_in
from .full_book import fill

LISTS = {
    "/day/": "Send the spring plan",
    "/day/why/": "Send the spring plan",
    "/accounts/": "Vela Hotels",
    "/touchpoints/": "Trainers confirmed for the spring.",
    "/check-ins/": "Jonas Weller",
    "/promises/": "A second trainer",
    "/renewals/": "Vela Hotels",
    "/renewals/?layout=board": "Vela Hotels",
    "/renewals/?layout=calendar": "Vela Hotels",
    "/renewals/lost/": "Nothing was lost",
    "/renewals/plays/": "No save play yet",
    "/renewals/findings/": "Nothing was found",
    "/notifications/": "Vela Hotels: nobody has said yes",
    "/team/health/": "Lena Voss",
    "/search/?q=vela": "Vela Hotels",
}

ACCOUNT_BUDGET = 24
CARDS = (
    "Step 02", "Promise 02", "Support 2 answers late", "The 2. house opens", "Health by week", "in 28 days)",
    "Colleague 02", "D-2", "overdue, 34 days", "Twelve houses", "ledger 2",
)  # fmt: skip


def pages_of(book: Book) -> dict[str, str]:
    """The addresses of one account and what must stand on each."""
    own = f"/accounts/{book.account.pk}/"
    return {
        own: "Send the spring plan",
        f"{own}timeline/": "Trainers confirmed for the spring.",
        f"{own}people/": "Jonas Weller",
        f"{own}brief/": "A second trainer",
        f"{own}knowledge/": "Why did they buy from us?",
        f"{own}knowledge/new/?topic=exit": "Why would they not return?",
        f"{own}contracts/": f"C-{book.account.pk}",
        f"{own}history/": "Vela Hotels",
        f"{own}edit/": "Vela Hotels",
        f"{own}steps/new/": "Next step",
        f"{own}promises/new/": "Promise",
        f"/promises/{book.promise.pk}/edit/": "A second trainer",
        f"/promises/{book.promise.pk}/settle/": "A second trainer",
        f"{own}people/new/": "Add person",
        f"{own}contracts/new/": "Contract of Vela Hotels",
        f"/people/{book.contact.pk}/": "Jonas Weller",
        f"/people/{book.contact.pk}/edit/": "Jonas Weller",
        f"/people/{book.contact.pk}/left/": "Jonas Weller",
        f"/people/{book.contact.pk}/pause/": "Jonas Weller",
        f"/renewals/{book.renewal.pk}/": "Renewal of Vela Hotels",
        f"/renewals/{book.renewal.pk}/call/": "Your call: Vela Hotels",
        f"/renewals/{book.renewal.pk}/stage/": "Move: Vela Hotels",
        f"/renewals/{book.renewal.pk}/facts/": "What is known: Vela Hotels",
        f"/renewals/{book.renewal.pk}/close/": "Close: Vela Hotels",
        f"/touchpoints/{book.touchpoint.pk}/": "Trainers confirmed for the spring.",
        f"/touchpoints/{book.touchpoint.pk}/correct/": "Trainers confirmed for the spring.",
        f"/touchpoints/new/?account={book.account.pk}": "Jonas Weller",
        f"/steps/{book.step.pk}/snooze/": "Send the spring plan",
        f"/check-ins/{book.check_in.pk}/snooze/": "Jonas Weller",
    }


def queries(client: Client, address: str) -> int:
    """How many queries the page costs."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(asked)


def too_dear(few: dict[str, int], many: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Pages over the budget, or that cost more with more rows; a list longer than its page may count once."""
    return {
        address: (few[address], many[address])
        for address in few
        if many[address] > few[address] + 1 or many[address] > BUDGET
    }


def main_of(html: str) -> str:
    """The part of a page inside <main>, without what differs by the request alone."""
    inside = html.split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r'value="[A-Za-z0-9]{64}"|\s+', " ", inside)


def test_each_page_shows_what_is_there(book: Book, hers: Client) -> None:
    for address, words in {**LISTS, **pages_of(book)}.items():
        answer = hers.get(address)
        assert answer.status_code == 200, address
        assert words in answer.content.decode(), address


def test_a_stranger_is_sent_to_sign_in_from_each_page(book: Book) -> None:
    for address in (*LISTS, *pages_of(book)):
        answer = Client().get(address)
        assert answer.status_code == 302 and "/sign-in/" in answer["Location"], address


def test_what_is_not_ones_to_see_is_not_found(book: Book, his: Client) -> None:
    for address in pages_of(book):
        assert his.get(address).status_code == 404, address


def test_lists_hold_nothing_of_another_team(book: Book, his: Client) -> None:
    for address in LISTS:
        words = his.get(address).content.decode()
        for secret in ("Vela", "Weller", "spring plan", "nobody has said yes"):
            assert secret not in words.replace("“vela”", ""), (address, secret)


def test_a_full_account_costs_at_most_twenty_four_queries_and_shows_each_card(
    book: Book, lena: User, nadia: User, hers: Client
) -> None:
    fill(book, lena, nadia)
    own = f"/accounts/{book.account.pk}/"
    words = hers.get(own).content.decode()
    assert {card: card in words for card in CARDS} == dict.fromkeys(CARDS, True)
    assert queries(hers, own) <= ACCOUNT_BUDGET


def test_lists_cost_as_many_queries_for_thirty_accounts_as_for_three(
    lena: User, north: Team, hers: Client
) -> None:
    more_books(3, lena, north)
    few = {address: queries(hers, address) for address in LISTS}
    more_books(27, lena, north, first=3)
    many = {address: queries(hers, address) for address in LISTS}
    assert too_dear(few, many) == {}


def test_a_page_of_an_account_costs_as_many_queries_for_thirty_rows_as_for_three(
    book: Book, lena: User, hers: Client
) -> None:
    more_at(book, lena, 3)
    addresses = [address for address in pages_of(book) if "snooze" not in address]
    few = {address: queries(hers, address) for address in addresses}
    more_at(book, lena, 27, first=3)
    many = {address: queries(hers, address) for address in addresses}
    assert too_dear(few, many) == {}


@pytest.mark.parametrize("address", ["/day/", "/accounts/"])
def test_htmx_gets_the_fragment_that_the_page_includes(address: str, book: Book, hers: Client) -> None:
    page = main_of(hers.get(address).content.decode())
    fragment = hers.get(address, **FRAGMENT).content.decode()
    assert "<html" not in fragment
    assert re.sub(r'value="[A-Za-z0-9]{64}"|\s+', " ", fragment).strip() in page


@pytest.mark.parametrize(
    "address, field",
    [
        ("/touchpoints/new/", "What happened"),
        ("/accounts/{a}/steps/new/", "Due on"),
        ("/steps/{s}/snooze/", "Why"),
    ],
)
def test_a_form_for_the_dialog_is_no_whole_page(address: str, field: str, book: Book, hers: Client) -> None:
    fragment = hers.get(address.format(a=book.account.pk, s=book.step.pk), **FRAGMENT).content.decode()
    assert "<html" not in fragment and "<form" in fragment and field in fragment


EMPTY = {
    "/day/": "No accounts are yours yet",
    "/day/why/": "There is nothing to rank.",
    "/accounts/": "No accounts yet",
    "/touchpoints/": "Nothing logged yet",
    "/check-ins/": "check-in",
    "/renewals/": "No renewals yet",
    "/notifications/": "Nothing to tell you",
    "/team/health/": "No account is yours to see yet.",
    "/search/?q=vela": "Nothing that you see is called “vela”.",
}


@pytest.mark.parametrize("address", EMPTY)
def test_an_empty_page_says_what_to_do(address: str, hers: Client) -> None:
    words = hers.get(address).content.decode()
    assert EMPTY[address] in words
    assert "<table" not in words


@pytest.mark.parametrize("address", ["/accounts/", "/touchpoints/", "/check-ins/", "/renewals/"])
def test_a_filter_that_matches_nothing_offers_to_drop_it(address: str, book: Book, hers: Client) -> None:
    name = "q=nowhere" if address in ("/accounts/", "/renewals/") else "account=999999999"
    words = hers.get(f"{address}?{name}").content.decode()
    assert "matches" in words and f'href="{address}"' in words


ODD = [
    "%00",
    "999999999999999999999",
    "-1",
    "%F0%9F%98%80",
    "%E2%80%AEabc",
    "x" * 3000,
    "2026-02-30",
    "1%27--",
]


@pytest.mark.parametrize("value", ODD)
def test_no_parameter_of_an_address_breaks_a_list(value: str, book: Book, hers: Client) -> None:
    names = (
        "q", "owner", "tier", "health", "account", "cursor", "sort", "quiet_days", "decides_before", "state",
        "since", "channel", "contact", "step", "show", "stage", "period", "team", "layout", "late",
        "disagree", "needs_me", "notice_from", "notice_before", "closed",
    )  # fmt: skip
    for address in (*LISTS, f"/accounts/{book.account.pk}/", "/touchpoints/new/"):
        path = address.split("?")[0]
        together = hers.get(f"{path}?" + "&".join(f"{name}={value}" for name in names))
        assert together.status_code < 500, path
        assert hers.get(f"{path}?cursor={value}").status_code < 500, path


def test_no_number_in_an_address_breaks_a_page(hers: Client) -> None:
    for number in (0, 10**9, 2**31, 2**63, 10**30):
        for path in ("accounts/{}/", "people/{}/", "renewals/{}/", "touchpoints/{}/", "steps/{}/snooze/"):
            assert hers.get(f"/{path.format(number)}").status_code == 404, (path, number)
        for path in (
            "steps/{}/done/",
            "deferrals/{}/undo/",
            "notifications/{}/acknowledge/",
            "promises/{}/kept/",
        ):
            assert hers.post(f"/{path.format(number)}").status_code == 404, (path, number)


def test_accounts_without_an_owner_say_so(ada: User, north: Team) -> None:
    Account.objects.create(name="Stray Goods", team=north, tier="C", currency="EUR")
    words = signed_in(ada).get("/accounts/?owner=none").content.decode()
    assert "Stray Goods" in words and "Nobody" in words
