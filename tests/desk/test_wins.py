"""What winning means to each of their people: one word at a time, the former ones kept."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from contacts.actions import edit_contact
from contacts.actions.knowledge import correct_fact, forget_fact, learn
from contacts.models import KnownFact
from plans.actions.drafting import start_plan
from plans.actions.targets import add_target
from plans.fullness import filled_sections
from retention.desk.goals.wins import wins_of
from retention.lib.accepts import InputRefused
from retention.reviews.actions.planning import plan_review
from retention.reviews.actions.preparing import prepare_review
from retention.reviews.file import internal_file
from retention.team.models import User
from tests.factories import make_contact

from .book import Book

FIRST, SECOND = "No complaint from the shop floor", "A depot less"


def said(book: Book, by: User, text: str = FIRST, **fields: Any) -> KnownFact:
    given = {"account": book.account, "contact": book.contact, "at": book.now, **fields}
    return learn(topic="win", text=text, by=by, **given)


def test_the_contacts_page_asks_no_more_than_it_may_when_a_win_and_a_note_are_known(
    book: Book, hers: Client, lena: User, django_assert_max_num_queries: Any
) -> None:
    said(book, lena)
    changes = {"personal_note": "Sails"}
    edit_contact(contact=book.contact, changes=changes, by=lena, at=book.now, expected_version=None)
    hers.get(f"/people/{book.contact.pk}/")
    with django_assert_max_num_queries(25):
        page = hers.get(f"/people/{book.contact.pk}/").content.decode()
    assert FIRST in page and "Sails" in page and "Promises" in page


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


def test_what_winning_means_to_somebody_personally_is_for_the_account_team_alone(
    book: Book, hers: Client, lena: User, nadia: User, sol: User
) -> None:
    secret = "canary: to be promoted in spring"
    fact = said(book, lena, secret, is_personal=True)
    review = plan_review(account=book.account, planned_on=book.today, by=lena, at=book.now)
    review = prepare_review(review=review, by=lena, at=book.now)
    own = f"/accounts/{book.account.pk}/"
    paths = [
        f"/people/{book.contact.pk}/",
        *(own + each for each in ("", "value/", "brief/", "knowledge/", "timeline/")),
    ]
    assert "For the account team alone" in words(hers.get(f"{own}value/"))
    assert secret in words(hers.get(f"{own}brief/"))
    for who in (nadia, sol):
        client = Client()
        client.force_login(who)
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert secret not in words(answer), (who, path)
        assert wins_of(book.account, who) == []
        assert not KnownFact.objects.visible_to(who).filter(pk=fact.pk).exists()
    assert secret not in json.dumps(internal_file(review))
    public = correct_fact(
        fact=fact, changes={"is_personal": False, "text": "A calm spring"}, by=lena, at=book.now
    )
    (win,) = wins_of(book.account, sol)
    assert (win.now, list(win.before)) == (public, [])  # what it was before stays with the team


def test_nothing_else_can_be_kept_to_the_team(book: Book, lena: User) -> None:
    with pytest.raises(InputRefused, match="Only what winning means"):
        learn(account=book.account, topic="bought", text="x", is_personal=True, by=lena, at=book.now)
    stays = learn(
        account=book.account, contact=book.contact, topic="intent", value="stay", is_personal=False, by=lena,
        at=book.now,
    )  # fmt: skip
    assert stays.is_personal
    with pytest.raises(IntegrityError), transaction.atomic():
        KnownFact.objects.filter(pk=stays.pk).update(is_personal=False)
