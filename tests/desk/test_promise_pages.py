"""Promises where people meet them: the account, the contact, My day, and the list."""

from datetime import timedelta

from django.test import Client

from contacts.actions.promises import make_promise
from contacts.models import Promise
from retention.team.models import User

from .book import FRAGMENT, Book


def test_both_directions_stand_on_the_account_and_on_the_contact(
    book: Book, hers: Client, lena: User
) -> None:
    make_promise(
        account=book.account, side="theirs", user=lena, contact=book.contact, text="The site plan",
        wording="theirs", promised_on=book.today, due_on=book.today, by=lena, at=book.now,
    )  # fmt: skip
    for address in (f"/accounts/{book.account.pk}/", f"/people/{book.contact.pk}/"):
        page = " ".join(hers.get(address).content.decode().split())
        assert "we promised Jonas Weller" in page and "Jonas Weller promised us" in page, address
        assert "“The site plan”" in page, "their own words are quoted"


def test_my_day_says_who_promised_what_to_whom(book: Book, hers: Client) -> None:
    Promise.objects.update(promised_on=book.today - timedelta(days=9), due_on=book.today - timedelta(days=2))
    page = hers.get("/day/").content.decode()
    assert "You promised this to Jonas Weller on" in page


def test_a_promise_is_written_down_from_the_contact(book: Book, hers: Client) -> None:
    way = f"/people/{book.contact.pk}/"
    new = f"/accounts/{book.account.pk}/promises/new/?contact={book.contact.pk}&next={way}"
    assert f'<option value="{book.contact.pk}" selected>' in hers.get(new).content.decode()
    said = {
        "side": "ours", "wording": "theirs", "text": "“Trainers by spring”", "contact": book.contact.pk,
        "promised_on": book.today.isoformat(), "due_on": book.today.isoformat(),
        "user": book.account.owner_id,
    }  # fmt: skip
    answer = hers.post(new, said)
    assert (answer.status_code, answer["Location"]) == (302, way)
    made = Promise.objects.latest("id")
    assert (made.wording, made.contact) == ("theirs", book.contact)


def test_withdrawing_names_who_agreed_or_is_refused_with_what_was_typed(book: Book, hers: Client) -> None:
    address = f"/promises/{book.promise.pk}/settle/"
    assert "selected>Jonas" not in hers.get(address).content.decode(), "nobody agreed before somebody says so"
    said = {"state": "withdrawn", "on": book.today.isoformat(), "note": "They hired their own"}
    refused = hers.post(address, said, **FRAGMENT)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Say who of theirs agreed to withdraw it." in text and "They hired their own" in text
    answer = hers.post(address, said | {"released_by": book.contact.pk})
    assert answer.status_code == 302
    book.promise.refresh_from_db()
    assert (book.promise.state, book.promise.released_by) == ("withdrawn", book.contact)
    assert "They hired their own" in hers.get("/promises/").content.decode()


def test_another_day_is_agreed_once_per_version(book: Book, hers: Client) -> None:
    address = f"/promises/{book.promise.pk}/edit/"
    later = (book.today + timedelta(days=7)).isoformat()
    said = {"due_on": later, "user": book.account.owner_id, "version": 1}
    assert hers.post(address, said).status_code == 302
    assert hers.post(address, said | {"due_on": book.today.isoformat()}).status_code == 409
    book.promise.refresh_from_db()
    assert book.promise.due_on.isoformat() == later


def test_the_list_answers_by_whose_promise_and_by_late(book: Book, hers: Client) -> None:
    Promise.objects.update(promised_on=book.today - timedelta(days=9), due_on=book.today - timedelta(days=2))
    for query, shown in (
        ("", True), ("?late=1", True), ("?side=theirs", False), ("?user=me&state=open", True),
        (f"?contact={book.contact.pk}", True), ("?contact=0", False), ("?late=maybe", False),
    ):  # fmt: skip
        assert ("A second trainer" in hers.get(f"/promises/{query}").content.decode()) is shown, query
