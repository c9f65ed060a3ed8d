"""What we know, where people read and write it."""

from datetime import timedelta

from django.test import Client

from contacts.actions import learn
from contacts.models import KnownFact, NextStep
from retention.team.models import User

from .book import BUDGET, FRAGMENT, Book, signed_in
from .test_pages import queries


def test_every_question_stands_there_with_its_answer_source_and_day(
    book: Book, hers: Client, lena: User
) -> None:
    learn(
        account=book.account, topic="bought", text="The trainers", contact=book.contact, by=lena, at=book.now,
        said_on=book.today - timedelta(days=200),
    )  # fmt: skip
    page = " ".join(hers.get(f"/accounts/{book.account.pk}/knowledge/").content.decode().split())
    for words in ("Why did they buy from us?", "The trainers", "Jonas Weller, they said so", "stale since"):
        assert words in page, words
    assert "Ask next: <b>What would make you look elsewhere?</b>" in page


def test_an_answer_is_written_corrected_and_taken_back(book: Book, hers: Client) -> None:
    new = f"/accounts/{book.account.pk}/knowledge/new/?topic=driver"
    said = {
        "text": "Training", "importance": "5", "performance": "2", "operation": "On-time delivery",
        "outcome": "answered", "source": "stated", "said_on": book.today.isoformat(),
    }  # fmt: skip
    assert hers.post(new, said).status_code == 302
    fact = KnownFact.objects.get()
    assert (fact.topic, fact.gap) == ("driver", 15)
    assert hers.post(f"/knowledge/{fact.pk}/correct/", said | {"text": "Trainers"}).status_code == 302
    newer = KnownFact.objects.current().get()
    assert newer.text == "Trainers"
    assert hers.get(f"/knowledge/{fact.pk}/correct/").status_code == 404
    step = {"text": "A second trainer", "due_on": book.today.isoformat(), "owner": book.account.owner_id}
    assert hers.post(f"/knowledge/{newer.pk}/step/", step).status_code == 302
    assert NextStep.objects.filter(text="A second trainer", origin="driver").exists()
    assert hers.post(f"/knowledge/{newer.pk}/forget/").status_code == 302
    assert not KnownFact.objects.current().exists()


def test_a_refused_answer_keeps_what_was_typed(book: Book, hers: Client) -> None:
    new = f"/accounts/{book.account.pk}/knowledge/new/?topic=intent"
    said = {"text": "Looks at Orca", "outcome": "answered", "source": "stated"}
    answer = hers.post(new, said | {"said_on": book.today.isoformat(), "value": "stay"}, **FRAGMENT)
    assert answer.status_code == 422
    assert "Say whose answer it is." in answer.content.decode()
    assert "Looks at Orca" in answer.content.decode()
    assert not KnownFact.objects.exists()


def test_whether_they_stay_is_not_shown_to_the_lead(book: Book, lena: User, nadia: User) -> None:
    learn(
        account=book.account, topic="intent", value="leave", text="Looks at Orca", contact=book.contact,
        by=lena, at=book.now,
    )  # fmt: skip
    address = f"/accounts/{book.account.pk}/knowledge/"
    assert "Looks at Orca" in signed_in(lena).get(address).content.decode()
    page = signed_in(nadia).get(address).content.decode()
    assert "Looks at Orca" not in page and "Leaves" not in page
    assert "Known to the account team." in page


def test_a_touchpoint_asks_the_next_question_and_keeps_its_answer(book: Book, hers: Client) -> None:
    address = f"/touchpoints/new/?account={book.account.pk}"
    assert "Ask: What would make you look elsewhere?" in hers.get(address).content.decode()
    said = {
        "account": book.account.pk, "contacts": [book.contact.pk], "channel": "call", "text": "Prices",
        "happened_at": book.now.strftime("%Y-%m-%dT%H:%M"), "topic": "exit", "answer": "A second outage",
    }  # fmt: skip
    private = hers.post("/touchpoints/new/", said | {"is_private": "on"})
    assert private.status_code == 422 and not KnownFact.objects.exists()
    assert hers.post("/touchpoints/new/", said).status_code == 302
    fact = KnownFact.objects.get()
    assert (fact.topic, fact.text, fact.contact) == ("exit", "A second outage", book.contact)
    assert fact.touchpoint is not None and fact.touchpoint.text == "Prices"
    assert "look elsewhere" not in hers.get(address).content.decode(), "never what was just asked"
    hers.post(f"/touchpoints/{fact.touchpoint.pk}/withdraw/")
    assert not KnownFact.objects.current().exists()


def test_a_question_made_up_by_somebody_is_not_asked(book: Book, hers: Client) -> None:
    said = {
        "account": book.account.pk, "channel": "call", "text": "x", "answer": "y",
        "happened_at": book.now.strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    for topic in ("intent", "gossip", "proactive", "x" * 50, "\x00"):
        assert hers.post("/touchpoints/new/", said | {"topic": topic}).status_code == 302
    assert not KnownFact.objects.exists()


def test_the_page_costs_no_more_queries_with_more_answers(book: Book, hers: Client, lena: User) -> None:
    address = f"/accounts/{book.account.pk}/knowledge/"
    few = queries(hers, address)
    for number in range(20):
        learn(account=book.account, topic="competitor", text=f"Rival {number}", by=lena, at=book.now)
    assert queries(hers, address) <= min(few, BUDGET)
