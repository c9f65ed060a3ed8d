"""What is known over all accounts: each number leads to exactly its customers."""

from collections.abc import Callable
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
    lacking = {row.question.topic: row.lacking for row in page.context["rows"]}
    assert (lacking["exit"], lacking["bought"]) == (0, 1)
    for topic, number in (("exit", 0), ("bought", 1)):
        assert len(hers.get(f"/known/{topic}/").context["list"].rows) == number
    assert hers.get("/known/nonsense/").status_code == 404
    lines = b"".join(hers.get("/known/file/").streaming_content).decode()
    assert "Why would they not return?,2,1.0000,0" in lines
