"""A list brings its filter's form when it is asked for, and after a mistake."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .book import Book

FORM = '<form method="get" class="card">'
LISTS = ("/accounts/", "/touchpoints/", "/check-ins/", "/renewals/", "/renewals/?layout=board", "/promises/")


def answered(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def opener(html: str) -> str:
    """Where the link called Filter leads."""
    found = re.search(r'<a class="chip filter-form" id="filter" href="([^"]+)"', html)
    assert found is not None
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("address", LISTS)
def test_the_form_comes_when_it_is_asked_for(address: str, book: Book, hers: Client) -> None:
    html = answered(hers, address)
    assert FORM not in html
    opened = answered(hers, opener(html))
    assert FORM in opened and '<details class="filter-form wide" open>' in opened
    assert "form=1" not in opened.partition("<main")[2], "no link of the page keeps it open for ever"


def test_what_was_asked_stays_and_stands_in_the_form(book: Book, hers: Client) -> None:
    link = opener(answered(hers, "/accounts/?tier=A&owner=me&sort=-name"))
    assert link == "/accounts/?form=1&owner=me&sort=-name&tier=A"
    opened = answered(hers, link)
    assert "Vela Hotels" in opened
    assert '<option value="A" selected>' in opened and '<option value="me" selected>Me</option>' in opened


def test_a_filter_that_cannot_be_read_opens_by_itself(book: Book, hers: Client) -> None:
    html = answered(hers, "/accounts/?quiet_days=many")
    assert '<details class="filter-form wide" open>' in html and "Enter a number" in html


def test_a_list_without_its_form_does_not_ask_for_the_choices(book: Book, hers: Client) -> None:
    with CaptureQueriesContext(connection) as closed:
        hers.get("/accounts/")
    with CaptureQueriesContext(connection) as opened:
        hers.get("/accounts/?form=1")
    assert len(opened) == len(closed) + 2, "people and teams to choose from"


def test_a_person_or_team_chosen_by_id_is_found_without_the_form(book: Book, hers: Client) -> None:
    team, owner = book.account.team_id, book.account.owner_id
    assert "Vela Hotels" in answered(hers, f"/accounts/?team={team}&owner={owner}")
    assert "Vela Hotels" in answered(hers, f"/renewals/?team={team}&owner={owner}")
    refused = answered(hers, "/accounts/?team=999999")
    assert "Vela Hotels" not in refused and "valid choice" in refused
