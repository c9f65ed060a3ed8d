"""The feed of notice deadlines: by a personal link, for what its owner may see at that moment."""

import re

import pytest
from django.test import Client

from accounts.models import Account
from retention.integrations.models import ApiToken
from retention.integrations.tokens.actions import make_token
from retention.lib.clock import database_now
from retention.renewals.models import Renewal, RenewalStage
from retention.team.models import TeamMembership, User
from tests.desk.book import Book, make_book, signed_in


@pytest.fixture
def book(vela: Account, lena: User) -> Book:
    """Vela Hotels, Lena's."""
    return make_book(vela, lena)


def new_link(user: User) -> str:
    """Make a link on the page; its path."""
    answer = signed_in(user).post("/settings/calendar/")
    assert answer.status_code == 201
    found = re.search(r'value="https?://[^/"]+(/calendar/[^"?]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def read(path: str) -> str:
    """What a calendar program gets, without any session."""
    answer = Client().get(path)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"] and "Set-Cookie" not in answer.headers
    return answer.content.decode().replace("\r\n ", "")


def test_a_link_shows_the_last_day_for_notice_to_a_program_without_a_session(book: Book, lena: User) -> None:
    text = read(new_link(lena))
    deadline = book.renewal.notice_deadline
    assert deadline is not None
    assert "SUMMARY:Last day for notice: Vela Hotels" in text
    assert f"DTSTART;VALUE=DATE:{deadline:%Y%m%d}" in text
    assert f"/renewals/{book.renewal.pk}/" in text


def test_visibility_is_asked_anew_each_time(book: Book, nadia: User) -> None:
    link = new_link(nadia)
    assert "Vela Hotels" in read(link)
    TeamMembership.objects.filter(user=nadia).delete()
    assert "Vela Hotels" not in read(link)


def test_only_what_is_still_to_be_decided_stands_in_it(book: Book, lena: User) -> None:
    link = new_link(lena)
    Renewal.objects.filter(pk=book.renewal.pk).update(stage=RenewalStage.AUTO_RENEWING)
    assert "Vela Hotels" not in read(link)


def test_mine_narrows_it_to_ones_own_accounts(book: Book, nadia: User, lena: User) -> None:
    assert "Vela Hotels" not in read(f"{new_link(nadia)}?mine=1")
    assert "Vela Hotels" in read(f"{new_link(lena)}?mine=1")


def test_an_ended_link_is_not_found(book: Book, lena: User, nadia: User) -> None:
    link = new_link(lena)
    token = ApiToken.objects.get(owner=lena)
    assert signed_in(nadia).post(f"/settings/tokens/{token.pk}/revoke/").status_code == 404
    assert signed_in(lena).post(f"/settings/tokens/{token.pk}/revoke/").status_code == 302
    assert Client().get(link).status_code == 404


def test_who_leaves_takes_the_link_along(book: Book, lena: User) -> None:
    link = new_link(lena)
    User.objects.filter(pk=lena.pk).update(is_active=False)
    assert Client().get(link).status_code == 404


def test_a_link_opens_no_api_and_a_token_of_the_api_no_feed(book: Book, lena: User) -> None:
    secret = new_link(lena).split("/")[2]
    answer = Client().get("/api/v1/renewals/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403
    _, other = make_token(
        owner=lena, name="Script", scopes=["renewals:read"], expires_at=None, by=lena, at=database_now()
    )
    assert Client().get(f"/calendar/{other}/notice-deadlines.ics").status_code == 404


@pytest.mark.parametrize("secret", ["x", "keel_abc_def", "keel__", "%00", "keel_%F0%9F%98%80_x", "k" * 500])
def test_a_guessed_link_is_not_found(secret: str, book: Book) -> None:
    assert Client().get(f"/calendar/{secret}/notice-deadlines.ics").status_code == 404


def test_a_link_is_shown_once(book: Book, lena: User) -> None:
    secret = new_link(lena).split("/")[2]
    assert secret not in signed_in(lena).get("/settings/calendar/").content.decode()
