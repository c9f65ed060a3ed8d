"""What is held of a person: shown to admins, handed out as a file, erased after being told what goes."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from contacts.actions import edit_contact, log_touchpoint
from contacts.models import DataRequest, Person
from retention.integrations.jobs.running import run_job
from retention.team.models import User

from .book import FRAGMENT, Book, more_at, signed_in

SECRET = "She is afraid of the board"


@pytest.fixture
def hers_all(ada: User) -> Client:
    """Ada's browser."""
    return signed_in(ada)


@pytest.fixture
def told(book: Book, lena: User, orchard: Account, nico: User) -> str:
    """The address of a contact of whom there is a private note, a private talk, and a word elsewhere."""
    changes = {"personal_note": SECRET, "name": "Jonas Wellermann"}
    edit_contact(contact=book.contact, changes=changes, by=lena, at=book.now, expected_version=None)
    at = book.now - timedelta(hours=1)
    log_touchpoint(
        account=book.account,
        contacts=[book.contact],
        channel="call",
        happened_at=at,
        by=lena,
        at=book.now,
        text="Said in private <b>",
        is_private=True,
    )
    log_touchpoint(
        account=orchard,
        contacts=[],
        channel="call",
        happened_at=at,
        by=nico,
        at=book.now,
        text="Jonas Wellermann recommends us",
    )
    return f"/people/{book.contact.pk}/"


def test_only_admins_are_shown_what_is_held(told: str, hers: Client, his: Client, hers_all: Client) -> None:
    assert hers.get(f"{told}data/").status_code == 403
    assert hers.post(f"{told}erase/", {"reason": "asked", "sure": "on"}).status_code == 403
    assert his.get(f"{told}data/").status_code == 403
    assert "Data held" not in hers.get(told).content.decode()
    assert f"{told}data/" in hers_all.get(told).content.decode()
    page = hers_all.get(f"{told}data/").content.decode()
    assert "Data held of Jonas Wellermann" in page and SECRET not in page
    assert not DataRequest.objects.exists()


def test_the_copy_is_asked_for_watched_and_downloaded(
    told: str, hers_all: Client, hers: Client, ada: User
) -> None:
    assert hers_all.get(f"{told}data/copy/").status_code == 404
    assert hers.post(f"{told}data/copy/").status_code == 403
    asked = hers_all.post(f"{told}data/copy/")
    assert (asked.status_code, asked["Location"]) == (302, f"{told}data/")
    waits = hers_all.get(f"{told}data/").content.decode()
    assert "Waits for a worker" in waits and "Make a copy" not in waits
    again = hers_all.post(f"{told}data/copy/", **FRAGMENT)
    assert again.status_code == 409 and "under way already" in again.content.decode()
    assert "HX-Refresh" not in hers_all.get(f"{told}data/copying/").headers
    assert run_job()
    assert hers_all.get(f"{told}data/copying/").headers["HX-Refresh"] == "true"
    page = hers_all.get(f"{told}data/").content.decode()
    assert "Download the copy" in page and "SHA-256" in page
    answer = hers_all.get(f"{told}data/copy/")
    assert answer["Content-Disposition"].endswith('.zip"') and answer["Cache-Control"] == "no-store"
    file = ZipFile(BytesIO(answer.content))
    sections = {each["key"]: each["rows"] for each in json.loads(file.read("data.json"))["sections"]}
    assert sections["contacts.Contact"][0]["personal_note"] == SECRET
    assert [row["text"] for row in sections["contacts.Touchpoint"]][-1] == "Said in private <b>"
    assert sections["contacts.Touchpoint.mentions"][0]["text"] == "Jonas Wellermann recommends us"
    former = {row["name"] for row in sections["contacts.Person.history"]}
    assert former == {"Jonas Weller", "Jonas Wellermann"}
    to_read = file.read("data.html").decode()
    assert "Said in private &lt;b&gt;" in to_read and SECRET in to_read and "<h2>Contacts</h2>" in to_read
    assert "Downloaded 1 time" in hers_all.get(f"{told}data/").content.decode()
    kept = DataRequest.objects.get()
    assert (kept.by, kept.kind, kept.counts["contacts.Contact"]) == (ada, "export", 1)


def test_erasing_asks_first_and_says_that_nobody_can_undo_it(told: str, book: Book, hers_all: Client) -> None:
    form = hers_all.get(f"{told}erase/").content.decode()
    assert "nobody can undo this" in form
    refused = hers_all.post(f"{told}erase/", {"reason": "asked"}, **FRAGMENT)
    assert refused.status_code == 422
    assert Person.objects.get(pk=book.contact.person_id).erased_at is None
    done = hers_all.post(f"{told}erase/", {"reason": "asked", "sure": "on"})
    assert (done.status_code, done["Location"]) == (302, f"{told}data/")
    waits = hers_all.get(f"{told}data/").content.decode()
    assert (
        "Waits for a worker" in waits and "It is under way." in waits and "You can leave this page" in waits
    )
    again = hers_all.post(f"{told}erase/", {"reason": "asked", "sure": "on"}, **FRAGMENT)
    assert again.status_code == 422 and "under way already" in again.content.decode()
    assert "HX-Refresh" not in hers_all.get(f"{told}erasing/").headers
    assert run_job()
    assert hers_all.get(f"{told}erasing/").headers["HX-Refresh"] == "true"
    page = hers_all.get(told).content.decode()
    assert "Erased person" in page and "Weller" not in page
    assert "Erased on" in hers_all.get(f"{told}data/").content.decode()
    again = hers_all.post(f"{told}erase/", {"reason": "asked", "sure": "on"}, **FRAGMENT)
    assert again.status_code == 422 and "has been erased already" in again.content.decode()


def test_the_list_of_what_was_done_names_nobody(told: str, hers_all: Client, hers: Client) -> None:
    hers_all.post(f"{told}erase/", {"reason": "no_reason", "sure": "on"})
    assert run_job()
    page = hers_all.get("/data-requests/").content.decode()
    assert "We have no reason left to keep it" in page and "Weller" not in page
    assert hers.get("/data-requests/").status_code == 403


def test_what_is_held_costs_as_much_for_many_records_as_for_few(
    told: str, book: Book, hers_all: Client, lena: User
) -> None:
    with CaptureQueriesContext(connection) as few:
        hers_all.get(f"{told}data/")
    more_at(book, lena, 20)
    with CaptureQueriesContext(connection) as many:
        hers_all.get(f"{told}data/")
    assert len(many) == len(few) <= 25
