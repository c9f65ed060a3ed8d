"""The daily loop as Lena lives it: log, see what moved, take it back; done and snoozed by keyboard."""

from datetime import timedelta

import pytest

from accounts.models import Account
from contacts.choices import StepState
from contacts.models import Touchpoint
from retention.cadence.models import Deferral
from retention.team.models import User
from tests.desk.book import Book, make_book

from .visitor import OpenWindow, Visitor


@pytest.fixture
def book(vela: Account, lena: User) -> Book:
    """Vela Hotels, Lena's, with one of everything."""
    return make_book(vela, lena)


def next_check_in(window: Visitor) -> str:
    """The words of the fact on the account's page."""
    facts = window.page.locator("dl.facts > div")
    return facts.filter(has_text="Next check-in").locator("dd").inner_text()


def test_a_call_is_logged_from_the_account_by_keyboard_and_taken_back(
    open_window: OpenWindow, lena: User, book: Book
) -> None:
    window = open_window()
    window.go("/sign-in/")
    window.sign_in_by_form(lena)
    assert window.page.url.endswith("/day/")
    window.go(f"/accounts/{book.account.pk}/")
    before, was_due = next_check_in(window), book.check_in.due_on
    assert "late" in before
    window.press("l")
    dialog = window.page.get_by_role("dialog")
    dialog.get_by_label("Jonas Weller").first.check()
    dialog.get_by_label("What happened").fill("Spoke about the spring plan.")
    dialog.get_by_label("What happened").press("Control+Enter")
    window.page.locator("#status").get_by_text("Call with Vela Hotels logged. Next check-in").wait_for()
    assert not dialog.is_visible()
    assert book.check_in.due_on > book.today
    window.page.locator("#overview").get_by_text("Spoke about the spring plan.").first.wait_for()
    assert "late" not in next_check_in(window) and next_check_in(window) != before
    with window.turning():
        window.press("z")
    assert "Took back" in window.status()
    assert book.check_in.due_on == was_due
    assert next_check_in(window) == before


def test_a_call_is_logged_and_taken_back_without_javascript(
    open_window: OpenWindow, lena: User, book: Book
) -> None:
    window = open_window(javascript=False)
    window.go("/sign-in/")
    window.sign_in_by_form(lena)
    window.go(f"/accounts/{book.account.pk}/")
    before, was_due = next_check_in(window), book.check_in.due_on
    window.follow(window.page.locator("#main").get_by_role("link", name="Log touchpoint"))
    window.page.get_by_label("Jonas Weller").first.check()
    window.page.get_by_label("What happened").fill("Spoke about the spring plan.")
    window.follow(window.page.get_by_role("button", name="Save"))
    assert "Call with Vela Hotels logged. Next check-in" in window.status()
    assert book.check_in.due_on > book.today and next_check_in(window) != before
    window.follow(window.page.locator("#status").get_by_role("button", name="Undo"))
    assert "Took back: call, Vela Hotels" in window.status()
    assert book.check_in.due_on == was_due and next_check_in(window) == before


def test_a_refused_log_keeps_the_text_in_the_dialog(open_window: OpenWindow, lena: User, book: Book) -> None:
    window = open_window(lena)
    window.forgive("422")
    window.go(f"/accounts/{book.account.pk}/")
    window.press("l")
    dialog = window.page.get_by_role("dialog")
    dialog.get_by_label("What happened").fill("Will be kept.")
    dialog.get_by_label("Next step", exact=False).first.fill("Call again")
    dialog.get_by_role("button", name="Save").click()
    dialog.locator("[data-error-summary]").wait_for()
    assert "Say by when the next step is due." in dialog.inner_text()
    assert dialog.get_by_label("What happened").input_value() == "Will be kept."
    assert Touchpoint.objects.count() == 1


def to_row(window: Visitor, title: str) -> None:
    """Walk with J until the row has the focus."""
    for _ in range(12):
        window.press("j")
        if window.focused().inner_text() == title:
            return
    raise AssertionError(f"J never reached {title!r}")


def test_my_day_is_worked_by_keyboard_done_and_undone(
    open_window: OpenWindow, lena: User, book: Book
) -> None:
    window = open_window(lena)
    window.go("/day/")
    row = window.page.locator(f"#step-{book.step.pk}")
    to_row(window, "Send the spring plan")
    window.press("k")
    assert window.focused().inner_text() != "Send the spring plan"
    to_row(window, "Send the spring plan")
    window.press("e")
    window.page.locator("#status").get_by_text("Done: Send the spring plan").wait_for()
    assert row.count() == 0
    book.step.refresh_from_db()
    assert book.step.state == StepState.DONE
    with window.turning():
        window.press("z")
    assert row.is_visible()
    book.step.refresh_from_db()
    assert book.step.state == StepState.OPEN


def test_my_day_is_worked_by_keyboard_snoozed_with_a_reason_and_undone(
    open_window: OpenWindow, lena: User, book: Book
) -> None:
    window = open_window(lena)
    window.go("/day/")
    row = window.page.locator(f"#check-in-{book.check_in.pk}")
    to_row(window, row.locator("[data-row-link]").inner_text())
    window.press("s")
    dialog = window.page.get_by_role("dialog")
    until = book.today + timedelta(days=3)
    dialog.get_by_label("Show it again on").fill(until.isoformat())
    dialog.get_by_label("Why").fill("They are at a fair")
    dialog.get_by_label("Why").press("Enter")
    window.page.locator("#status").get_by_text("Put off to").wait_for()
    assert not dialog.is_visible() and row.count() == 0
    assert Deferral.objects.get().reason == "They are at a fair"
    assert book.check_in.shown_on >= until
    with window.turning():
        window.press("z")
    assert row.is_visible()
    assert Deferral.objects.get().undone_at is not None


def test_my_day_follows_what_is_logged_in_the_dialog(open_window: OpenWindow, lena: User, book: Book) -> None:
    window = open_window(lena)
    window.go("/day/")
    row = window.page.locator(f"#check-in-{book.check_in.pk}")
    to_row(window, row.locator("[data-row-link]").inner_text())
    window.press("l")
    dialog = window.page.get_by_role("dialog")
    dialog.get_by_label("What happened").fill("Spoke.")
    dialog.get_by_role("button", name="Save").click()
    row.wait_for(state="detached")
    assert "Call, Vela Hotels" in window.page.locator("#logged-title").locator("xpath=../..").inner_text()
