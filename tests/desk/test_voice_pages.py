"""What customers say, where people meet it; and the one page that customers see."""

from datetime import timedelta

from django.test import Client

from accounts.models import Account
from contacts.actions.surveys import ask_contact, survey_secret
from contacts.actions.touchpoints import log_touchpoint
from contacts.actions.voice import write_feedback
from contacts.models import FeedbackItem, NextStep, SurveyAsked
from contacts.voice_answers import latest_answers
from retention.team.models import User
from tests.factories import make_contact

from .book import FRAGMENT, Book, signed_in


def complaint(book: Book, by: User) -> FeedbackItem:
    return write_feedback(
        account=book.account, kind="complaint", text="The invoice is wrong", contact=book.contact, by=by,
        at=book.now, received_on=book.today - timedelta(days=9),
    )  # fmt: skip


def test_a_complaint_stands_on_the_account_in_my_day_and_in_the_brief(
    book: Book, hers: Client, lena: User
) -> None:
    complaint(book, lena)
    assert "The invoice is wrong" in hers.get(f"/accounts/{book.account.pk}/").content.decode()
    day = hers.get("/day/").content.decode()
    assert "Reply: The invoice is wrong" in day and "waits for a reply" in day
    assert "The invoice is wrong" in hers.get(f"/accounts/{book.account.pk}/brief/").content.decode()


def test_a_reply_is_given_and_the_loop_is_closed_from_the_page(book: Book, hers: Client, lena: User) -> None:
    item, today = complaint(book, lena), book.today.isoformat()
    early = hers.post(f"/feedback/{item.pk}/close/", {"outcome": "x", "on": today}, **FRAGMENT)
    assert early.status_code == 422 and "Reply to them first" in early.content.decode()
    assert hers.post(f"/feedback/{item.pk}/reply/", {"reply": "We look", "on": today}).status_code == 302
    assert "Close the loop" not in hers.get("/day/").content.decode(), "not before it is due"
    FeedbackItem.objects.update(due_on=book.today)
    assert "Close the loop" in hers.get("/day/").content.decode()
    assert hers.post(f"/feedback/{item.pk}/close/", {"outcome": "Done", "on": today}).status_code == 302
    assert "The invoice is wrong" not in hers.get("/feedback/").content.decode()
    assert "The invoice is wrong" in hers.get("/feedback/?state=closed").content.decode()


def test_the_list_answers_who_waits(book: Book, hers: Client, lena: User) -> None:
    assert "Nothing" in hers.get("/feedback/").content.decode()
    complaint(book, lena)
    page = hers.get("/feedback/").content.decode()
    assert "One customer" in page and "waits for our word" in page
    for query, shown in (("?late=1", True), ("?owner=me", True), ("?kind=praise", False), ("?kind=x", False)):
        assert ("The invoice is wrong" in hers.get(f"/feedback/{query}").content.decode()) is shown, query


def test_a_contact_is_asked_and_the_link_is_shown_to_send(book: Book, hers: Client, his: Client) -> None:
    asked = hers.post(f"/people/{book.contact.pk}/survey/", {"kind": "nps"})
    assert asked.status_code == 302
    page = hers.get(asked["Location"]).content.decode()
    assert "/answer/" in page
    again = hers.post(f"/people/{book.contact.pk}/survey/", {"kind": "nps"}, **FRAGMENT)
    assert again.status_code == 422 and "asked in this quarter already" in again.content.decode()
    assert his.get(asked["Location"]).status_code == 404


def test_a_customer_answers_without_signing_in_once(book: Book, lena: User) -> None:
    asked = ask_contact(contact=book.contact, kind="nps", by=lena, at=book.now)
    customer, link = Client(), f"/answer/{survey_secret(asked)}/"
    first = customer.get(link)
    assert first.status_code == 200, first.headers
    page = first.content.decode()
    assert "How likely are you to recommend us" in page
    for inside in ("Vela", "Weller", "My day", "/accounts/"):
        assert inside not in page, inside
    assert customer.post(link, {"comment": "x"}).status_code == 422
    assert customer.post(link, {"score": "11"}).status_code == 422
    assert "Thank you" in customer.post(link, {"score": "3", "comment": "Too slow"}).content.decode()
    assert NextStep.objects.filter(origin="survey").count() == 1
    assert customer.post(link, {"score": "10"}).status_code == 410
    assert customer.get(link).status_code == 410
    assert SurveyAsked.objects.get().score == 3
    assert customer.get(f"/answer/{survey_secret(asked)[:-2]}/").status_code == 404
    assert "3" in signed_in(lena).get(f"/surveys/{asked.pk}/").content.decode()


def test_the_figures_count_the_latest_answer_of_each_contact_and_one_vote_per_account(
    book: Book, hers: Client, lena: User
) -> None:
    people = [make_contact(book.account, f"Person {number}") for number in range(5)]
    for number, person in enumerate(people):
        for months, score in ((9, 0), (1, 10 if number < 4 else 6)):
            day = book.today.replace(day=1) - timedelta(days=30 * months)
            SurveyAsked.objects.create(
                account=book.account, contact=person, kind="nps", asked_by=lena, asked_on=day, score=score,
                quarter=day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), expires_on=day,
                answered_at=book.now,
            )  # fmt: skip
    found = latest_answers(SurveyAsked.objects.all(), on=book.today)
    assert sorted(found.by_contact["nps"]) == [6, 10, 10, 10, 10]
    assert (found.by_account["nps"], found.asked, found.answered) == ([9.2], 10, 10)
    page = hers.get("/surveys/").content.decode()
    assert "60" in page and "fewer than five answers" in page


def test_a_year_together_is_suggested_until_somebody_spoke_with_them(
    book: Book, hers: Client, lena: User
) -> None:
    Account.objects.filter(pk=book.account.pk).update(customer_since=book.today.replace(year=2020))
    words = f"Thank them for {book.today.year - 2020} years"
    assert words in hers.get("/day/").content.decode()
    log_touchpoint(
        account=book.account, contacts=[book.contact], channel="call", happened_at=book.now, by=lena,
        at=book.now,
    )  # fmt: skip
    assert words not in hers.get("/day/").content.decode()
