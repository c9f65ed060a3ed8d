"""What customers should learn where people meet it: on the account and over all accounts."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.actions.lessons import plan_lesson, teach_lesson
from plans.models import Lesson
from retention.team.models import User

from .book import FRAGMENT, Book


@pytest.fixture
def planned(book: Book, lena: User) -> Book:
    """One lesson that is late, one that was taught."""
    said: dict[str, Any] = {"account": book.account, "by": lena, "at": book.now}
    plan_lesson(topic="Reading the board", planned_for=book.today - timedelta(days=2), **said)
    taught = plan_lesson(topic="Planning a week", audience=book.contact, **said)
    teach_lesson(lesson=taught, on=book.today, by=lena, at=book.now)
    return book


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_account_says_what_is_planned_and_what_was_taught(planned: Book, hers: Client) -> None:
    page = words(hers.get(f"/accounts/{planned.account.pk}/education/"))
    assert "Reading the board" in page and 'class="late"' in page
    assert '<a href="#taught">one thing</a> in a year. Whether they use it is not known yet.' in page
    assert planned.contact.name in page


def test_the_list_starts_with_what_is_to_be_taught(planned: Book, hers: Client) -> None:
    page = words(hers.get("/education/"))
    assert "Reading the board" in page and "Planning a week" not in page
    assert '<a href="?late=1">One lesson</a> should have been taught by now.' in page
    assert "Planning a week" in words(hers.get("/education/?taught=1"))


def test_a_lesson_is_planned_taught_and_judged_by_forms(planned: Book, hers: Client) -> None:
    account, day = planned.account, planned.today.isoformat()
    said = {"topic": " ", "owner": account.owner_id, "material": "Slides"}
    refused = hers.post(f"/accounts/{account.pk}/lessons/new/", said, **FRAGMENT)
    assert refused.status_code == 422 and 'value="Slides"' in refused.content.decode()
    said |= {"topic": "Night shifts", "contact": planned.contact.pk, "planned_for": day}
    made_it = hers.post(f"/accounts/{account.pk}/lessons/new/", said)
    assert made_it.status_code == 302
    made = Lesson.objects.get(topic="Night shifts")
    assert made.audience == planned.contact
    said |= {"topic": "Night shifts in winter", "version": "1"}
    assert hers.post(f"/lessons/{made.pk}/edit/", said).status_code == 302
    hers.post(f"/lessons/{made.pk}/taught/", {"on": day, "taught_by": account.owner_id})
    hers.post(f"/lessons/{made.pk}/use/", {"adopted": "yes", "on": day, "note": "Seen on site"})
    made.refresh_from_db()
    assert (made.topic, made.taught_on, made.adopted) == ("Night shifts in winter", planned.today, "yes")
    assert "They use it" in words(hers.get(f"/accounts/{account.pk}/education/"))


def test_a_lesson_dropped_comes_back_by_undo(planned: Book, hers: Client) -> None:
    lesson = Lesson.objects.get(topic="Reading the board")
    hers.post(f"/lessons/{lesson.pk}/drop/")
    assert f"#lesson-{lesson.pk}" not in words(hers.get("/education/?open=1"))
    hers.post(f"/lessons/{lesson.pk}/restore/")
    assert f"#lesson-{lesson.pk}" in words(hers.get("/education/?open=1"))


@pytest.mark.parametrize("where", ["list", "account"])
def test_pages_of_education_stay_in_their_budget(planned: Book, hers: Client, where: str) -> None:
    address = {"list": "/education/", "account": f"/accounts/{planned.account.pk}/education/"}[where]
    hers.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert hers.get(address).status_code == 200
    assert len(asked) <= 20
