"""The pre-call brief: what it shows, to whom, in how many queries, and on how many pages."""

from datetime import date, timedelta

from django.test import Client

from accounts.models import Account
from contacts.actions import learn
from contacts.models import Contact, Promise
from retention.desk.brief.advice import PersonWish, Situation, donts, dos, why_not_to_offer
from retention.team.models import User

from .book import BUDGET, Book, more_at, signed_in
from .test_pages import queries

TODAY = date(2026, 11, 23)
ANA = PersonWish("Ana Ruiz", "/people/1/", prefers=("Email", "Call"), forbids=("Chat",), they_said_so=True)


def texts(rows: list[object]) -> list[str]:
    return [row.text for row in rows]  # type: ignore[attr-defined]


def test_what_we_owe_comes_before_how_to_reach_them() -> None:
    now = Situation(
        on=TODAY, late_promises=(("Prices", date(2026, 11, 20)),), their_late_promises=("The plan",),
        mood_was_bad=True,
    )  # fmt: skip
    assert texts(dos(now, [ANA])) == [
        "Say where “Prices” stands.",
        "Begin with how they felt last time.",
        "Ask for “The plan”.",
        "Reach Ana Ruiz by email and call.",
    ]


def test_nobody_is_reached_who_asked_for_silence() -> None:
    quiet = PersonWish(
        "Ben", "", prefers=("Call",), paused_until=date(2026, 12, 5), pause_reason="Moving house"
    )
    now = Situation(on=TODAY)
    assert dos(now, [quiet]) == []
    assert texts(donts(now, [quiet, ANA])) == ["Leave Ben alone until 5 Dec 2026.", "No chat to Ana Ruiz."]
    over = Situation(on=date(2026, 12, 5))
    assert texts(donts(over, [quiet])) == []


def test_nothing_is_offered_in_the_first_ninety_days_at_risk_or_while_we_owe() -> None:
    for now, word in (
        (Situation(on=TODAY, customer_since=TODAY - timedelta(days=89)), "first 90 days"),
        (Situation(on=TODAY, is_at_risk=True), "at risk"),
        (Situation(on=TODAY, late_promises=(("Prices", TODAY),)), "late"),
        (Situation(on=TODAY, is_about_us=True), "about us"),
    ):
        assert word in why_not_to_offer(now)
    assert why_not_to_offer(Situation(on=TODAY, customer_since=TODAY - timedelta(days=90))) == ""


def test_the_brief_lists_what_counts_before_a_call(book: Book, hers: Client, lena: User) -> None:
    Promise.objects.update(promised_on=book.today - timedelta(days=9), due_on=book.today - timedelta(days=2))
    Contact.objects.filter(pk=book.contact.pk).update(
        channels_preferred=["email"], channels_forbidden=["chat"], personal_note="Plays the cello"
    )
    learn(
        account=book.account, topic="driver", text="Training on site", importance=5, by=lena, at=book.now
    )  # fmt: skip
    page = hers.get(f"/accounts/{book.account.pk}/brief/?contact={book.contact.pk}").content.decode()
    for words in (
        f"{book.account.name}: Jonas Weller", "Trainers confirmed for the spring.", "A second trainer",
        "One promise", "No chat to Jonas Weller.", "Reach Jonas Weller by email.", "Training on site",
        "Say where “A second trainer” stands.", "Plays the cello", "What would make you look elsewhere?",
        "Renewal to be decided by",
    ):  # fmt: skip
        assert words in page, words


def test_personal_notes_are_for_the_account_team(book: Book, nadia: User) -> None:
    Contact.objects.filter(pk=book.contact.pk).update(personal_note="Plays the cello")
    page = signed_in(nadia).get(f"/accounts/{book.account.pk}/brief/").content.decode()
    assert "Jonas Weller" in page and "cello" not in page


def test_an_account_of_which_nothing_is_known_says_so(vela: Account, hers: Client) -> None:
    page = hers.get(f"/accounts/{vela.pk}/brief/").content.decode()
    for words in (
        "nobody has spoken with them yet",
        "Nothing is promised by either side.",
        "Nobody is known",
    ):
        assert words in page, words
    assert hers.get(f"/accounts/{vela.pk}/brief/?contact=nonsense").status_code == 200


def test_a_contact_of_another_account_stands_on_no_brief(book: Book, orchard: Account, hers: Client) -> None:
    from tests.factories import make_contact

    foreign = make_contact(orchard, "Somebody Else")
    page = hers.get(f"/accounts/{book.account.pk}/brief/?contact={foreign.pk}").content.decode()
    assert "Somebody Else" not in page


def test_the_brief_of_a_large_account_costs_no_more_queries(book: Book, hers: Client, lena: User) -> None:
    address = f"/accounts/{book.account.pk}/brief/"
    few = queries(hers, address)
    more_at(book, lena, 12)
    many = queries(hers, address)
    assert many <= min(few, BUDGET), (few, many)
