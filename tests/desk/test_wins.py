"""What winning means to each of their people: one word at a time, the former ones kept."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from contacts.actions.knowledge import correct_fact, forget_fact, learn
from contacts.models import KnownFact
from plans.actions.drafting import start_plan
from plans.actions.targets import add_target
from plans.fullness import filled_sections
from retention.desk.goals.wins import wins_of
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.factories import make_contact

from .book import Book

FIRST, SECOND = "No complaint from the shop floor", "A depot less"


def said(book: Book, by: User, text: str = FIRST, **fields: Any) -> KnownFact:
    given = {"account": book.account, "contact": book.contact, "at": book.now, **fields}
    return learn(topic="win", text=text, by=by, **given)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_what_winning_means_now_takes_the_place_of_what_it_meant(book: Book, lena: User) -> None:
    said(book, lena)
    new = said(book, lena, SECOND)
    (win,) = wins_of(book.account, lena)
    assert (win.now, win.now.supersedes and win.now.supersedes.text) == (new, FIRST)
    assert [row.text for row in win.before] == [FIRST]
    forget_fact(fact=new, by=lena, at=book.now)
    assert wins_of(book.account, lena) == []


def test_it_is_somebodys(book: Book, lena: User, sol: User) -> None:
    with pytest.raises(InputRefused, match="whose"):
        said(book, lena, contact=None)
    fact = said(book, lena)
    other = make_contact(book.account, "Somebody Else")
    with pytest.raises(InputRefused, match="anew"):
        correct_fact(fact=fact, changes={"contact": other}, by=lena, at=book.now)
    with pytest.raises(PermissionDenied):
        said(book, sol, SECOND)
    with pytest.raises(IntegrityError), transaction.atomic():
        KnownFact.objects.filter(pk=fact.pk).update(contact=None)


def test_the_card_the_value_page_and_the_brief_say_it(book: Book, hers: Client, lena: User) -> None:
    said(book, lena)
    said(book, lena, SECOND)
    card = words(hers.get(f"/people/{book.contact.pk}/"))
    assert f"“{SECOND}”" in card and f"“{FIRST}”" in card
    for page in ("value", "brief"):
        shown = words(hers.get(f"/accounts/{book.account.pk}/{page}/"))
        assert f"“{SECOND}”" in shown and FIRST not in shown, page


def test_who_wants_something_else_of_the_same_figure_is_named(book: Book, lena: User) -> None:
    other = make_contact(book.account, "Olga Brandt")
    said(book, lena)
    for contact, target in ((book.contact, 6), (other, 9)):
        add_target(
            account=book.account, metric="Minutes at the desk", unit="minutes", direction="lower",
            baseline=Decimal(12), baseline_on=book.today - timedelta(days=9), target=Decimal(target),
            due_on=book.today + timedelta(days=90), stakeholder=contact, by=lena, at=book.now,
        )  # fmt: skip
    (win,) = wins_of(book.account, lena)
    assert win.contradicts == ("Olga Brandt: Minutes at the desk",)


def test_it_fills_the_plans_section_on_winning(book: Book, lena: User) -> None:
    book.account.definition_of_win = ""
    book.account.save(update_fields=["definition_of_win"])
    plan = start_plan(account=book.account, by=lena, at=book.now, period_start=book.today.replace(day=1))
    assert "win" not in filled_sections([plan])[plan.pk]
    said(book, lena)
    assert "win" in filled_sections([plan])[plan.pk]
