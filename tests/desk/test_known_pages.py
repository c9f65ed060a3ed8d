"""What is known over all accounts: each number leads to exactly its customers."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from accounts.models import Account
from contacts.actions import learn
from retention.team.models import User

from .book import BUDGET, Book


def test_each_question_leads_to_the_customers_it_is_not_known_of(
    book: Book, hers: Client, lena: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    Account.objects.filter(pk=book.account.pk).update(arr_base=Decimal(41200))
    learn(account=book.account, topic="exit", text="A missed week", by=lena, at=book.now)
    with django_assert_max_num_queries(BUDGET):
        page = hers.get("/known/")
    asked = hers.get(f"/accounts/{book.account.pk}/steps/new/?ask=bought").content.decode()
    assert "Ask: What made you choose us back then?" in asked
    assert "?ask=bought" in hers.get(f"/accounts/{book.account.pk}/knowledge/").content.decode()
    lacking = {row.question.topic: row.lacking for row in page.context["rows"]}
    assert (lacking["exit"], lacking["bought"]) == (0, 1)
    for topic, number in (("exit", 0), ("bought", 1)):
        assert len(hers.get(f"/known/{topic}/").context["list"].rows) == number
    assert hers.get("/known/nonsense/").status_code == 404
    lines = b"".join(hers.get("/known/file/").streaming_content).decode()
    assert "Why would they not return?,2,1.0000,0" in lines


def test_our_own_lists_stand_beside_what_customers_say(
    book: Book, hers: Client, nadia: User, lena: User,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:  # fmt: skip
    lists = {"differences": "Parts overnight | spares by morning\nPrice", "competitors": "Orca\nPortline"}
    leads = Client()
    leads.force_login(nadia)
    assert hers.get("/known/our-words/").status_code == 403
    assert leads.post("/known/our-words/", {**lists, "competitors": "Orca\norca"}).status_code == 422
    assert leads.post("/known/our-words/", lists).status_code == 302
    learn(account=book.account, topic="difference", text="<b>Spares by morning</b>", by=lena, at=book.now)
    learn(account=book.account, topic="difference", text="Nice people", by=lena, at=book.now)
    learn(account=book.account, topic="competitor", named="Newcomer", by=lena, at=book.now)
    with django_assert_max_num_queries(BUDGET):
        page = hers.get("/known/differences/")
    assert [(each.word.name, each.accounts) for each in page.context["found"]] == [
        ("Parts overnight", 1), ("Price", 0),
    ]  # fmt: skip
    words = page.content.decode()
    assert "100%" in words and "&lt;b&gt;Spares" in words and "our-words" not in words
    for query, number in (("", 2), ("ours=1", 1), ("ours=2", 0), ("ours=0", 1), ("ours=7", 0), ("q=NICE", 1)):
        assert len(hers.get(f"/known/differences/?{query}").context["list"].rows) == number, query
    lines = b"".join(hers.get("/known/differences/file/?ours=1").streaming_content).decode()
    assert "Parts overnight" in lines and "Nice people" not in lines
    rivals = hers.get("/competitors/?ours=false").content.decode()
    assert "Not on our list" in rivals and "Named by no customer: Orca, Portline" in rivals
    assert not hers.get("/competitors/?ours=true").context["list"].rows


def test_what_they_judge_us_by_is_drawn_and_leads_to_what_waits(
    book: Book, hers: Client, lena: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    rating: dict[str, Any] = {"topic": "driver", "importance": 5, "said_on": book.today - timedelta(days=90)}
    for text, mark in (("On time", 2), ("<i>Friendly</i>", 5)):
        learn(account=book.account, text=text, performance=mark, by=lena, at=book.now, **rating)
    with django_assert_max_num_queries(BUDGET):
        page = hers.get("/known/judged/")
    assert [row.text for row in page.context["list"].rows] == ["On time", "<i>Friendly</i>"]
    assert page.context["chart"].table.rows[0] == ("On time", "5", "2", "1")
    assert "<i>Friendly" not in page.content.decode()
    assert [row.text for row in hers.get("/known/judged/?idle=1").context["list"].rows] == ["On time"]
    lines = b"".join(hers.get("/known/judged/file/?idle=1").streaming_content).decode()
    assert "On time,5,2,15" in lines and "Friendly" not in lines
    own = hers.get(f"/accounts/{book.account.pk}/knowledge/")
    assert own.context["chart"].table.rows == page.context["chart"].table.rows
