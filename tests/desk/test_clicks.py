"""What a click or a form changes, what takes it back, and that a refused one changes nothing."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Account
from contacts.choices import PromiseState, StepState
from contacts.models import Touchpoint
from retention.cadence.models import Deferral
from retention.renewals.models import RenewalStage
from retention.team.models import User

from .book import FRAGMENT, Book, make_book, signed_in


def a_call(book: Book, **changed: object) -> dict[str, object]:
    """What the quick log sends for a call of right now."""
    said = {
        "account": book.account.pk, "channel": "call", "contacts": [book.contact.pk],
        "happened_at": book.now.strftime("%Y-%m-%dT%H:%M"), "text": "Spoke about spring.",
    }  # fmt: skip
    return said | changed


def summary_of(html: str) -> str:
    """What the error summary of a refused form says, in small letters."""
    return html.split("data-error-summary", 1)[1].split("</ul>", 1)[0].lower()


def test_a_logged_call_moves_the_next_check_in_and_taking_it_back_moves_it_back(
    book: Book, hers: Client
) -> None:
    before = book.check_in.due_on
    answer = hers.post("/touchpoints/new/", a_call(book))
    assert answer.status_code == 302 and answer["Location"] == f"/accounts/{book.account.pk}/"
    assert book.check_in.due_on > book.today > before
    page = hers.get(answer["Location"]).content.decode()
    new = Touchpoint.objects.latest("id")
    assert "Call with Vela Hotels logged. Next check-in" in page
    assert f'action="/touchpoints/{new.pk}/withdraw/"' in page
    hers.post(f"/touchpoints/{new.pk}/withdraw/")
    assert book.check_in.due_on == before
    assert "Took back: call, Vela Hotels" in hers.get("/day/").content.decode()


def test_a_try_without_an_answer_moves_nothing(book: Book, hers: Client) -> None:
    before = book.check_in.due_on
    hers.post("/touchpoints/new/", a_call(book, outcome="no_answer", channel="email"))
    assert Touchpoint.objects.current().count() == 2
    assert book.check_in.due_on == before


def test_the_dialog_is_told_to_close_and_gets_the_status_line(book: Book, hers: Client) -> None:
    answer = hers.post("/touchpoints/new/", a_call(book), **FRAGMENT)
    assert answer.status_code == 200
    assert "close-dialog" in answer["HX-Trigger"]
    assert "logged. Next check-in" in answer.content.decode() and "data-undo" in answer.content.decode()


BAD_LOGS = [
    ({"happened_at": "2026-02-30T10:00"}, "When"),
    ({"happened_at": "yesterday"}, "When"),
    ({"happened_at": "9999-12-31T10:00"}, "When"),
    ({"happened_at": ""}, "When"),
    ({"text": "a\x00b"}, "What happened"),
    ({"text": "x" * 20_001}, "What happened"),
    ({"channel": "telepathy"}, "How"),
    ({"contacts": ["999999999"]}, "With"),
    ({"contacts": ["1; drop"]}, "With"),
    ({"mood": "7"}, "How they felt"),
    ({"minutes": "-4"}, "Minutes"),
    ({"minutes": "1e9"}, "Minutes"),
    ({"next_text": "Call again"}, "Due on"),
    ({"next_text": "Call again", "next_due": "31.12.2026x"}, "Due on"),
    ({"next_due": "2027-01-01"}, "Next step"),
    ({"subject": "s" * 301}, "Subject"),
]


@pytest.mark.parametrize(
    "wrong, field", BAD_LOGS, ids=[f"{field}-{n}" for n, (_, field) in enumerate(BAD_LOGS)]
)
def test_a_wrong_log_names_the_field_keeps_the_text_and_writes_nothing(
    wrong: dict[str, object], field: str, book: Book, hers: Client
) -> None:
    answer = hers.post("/touchpoints/new/", a_call(book, **wrong))
    words = answer.content.decode()
    assert answer.status_code == 422
    assert field.lower() in summary_of(words)
    assert "Spoke about spring." in words or "text" in wrong
    assert Touchpoint.objects.count() == 1


def test_people_of_another_team_cannot_be_logged_with(
    book: Book, hers: Client, orchard: Account, nico: User
) -> None:
    foreign = make_book(orchard, nico)
    answer = hers.post("/touchpoints/new/", a_call(book, contacts=[foreign.contact.pk]))
    assert answer.status_code == 422
    assert hers.post("/touchpoints/new/", a_call(foreign)).status_code == 404
    assert Touchpoint.objects.count() == 2


def test_emoji_and_right_to_left_text_are_kept_as_written(book: Book, hers: Client) -> None:
    hers.post("/touchpoints/new/", a_call(book, text="🎉 שלום عربى <script>x</script>"))
    words = hers.get(f"/accounts/{book.account.pk}/timeline/").content.decode()
    assert "🎉 שלום عربى" in words and "<script>x" not in words


def test_a_step_is_done_and_opened_again(book: Book, hers: Client) -> None:
    answer = hers.post(f"/steps/{book.step.pk}/done/", **FRAGMENT)
    book.step.refresh_from_db()
    assert book.step.state == StepState.DONE
    assert f'hx-post="/steps/{book.step.pk}/reopen/"' in answer.content.decode()
    hers.post(f"/steps/{book.step.pk}/reopen/", **FRAGMENT)
    book.step.refresh_from_db()
    assert book.step.state == StepState.OPEN


def test_done_twice_says_so_and_changes_nothing(book: Book, hers: Client) -> None:
    hers.post(f"/steps/{book.step.pk}/done/")
    answer = hers.post(f"/steps/{book.step.pk}/done/", **FRAGMENT)
    assert answer.status_code == 409 and "done" in answer.content.decode()


def test_a_promise_is_kept_and_opened_again(book: Book, hers: Client) -> None:
    hers.post(f"/promises/{book.promise.pk}/kept/")
    book.promise.refresh_from_db()
    assert book.promise.state == PromiseState.KEPT
    hers.post(f"/promises/{book.promise.pk}/reopen/")
    book.promise.refresh_from_db()
    assert book.promise.state == PromiseState.OPEN


def test_a_snoozed_step_leaves_the_day_until_then_and_comes_back_by_undo(book: Book, hers: Client) -> None:
    later = (book.today + timedelta(days=9)).isoformat()
    hers.post(f"/steps/{book.step.pk}/snooze/", {"until": later, "reason": "They are away"})
    rows = hers.get("/day/").content.decode().split('id="queue-title"')[1]
    assert "Send the spring plan" not in rows
    hers.post(f"/steps/{book.step.pk}/reopen/")
    assert "Send the spring plan" in hers.get("/day/").content.decode().split('id="queue-title"')[1]


def test_a_snoozed_check_in_keeps_its_day_on_record_and_comes_back_by_undo(book: Book, hers: Client) -> None:
    due, shown = book.check_in.due_on, book.check_in.shown_on
    until = book.today + timedelta(days=3)
    hers.post(
        f"/check-ins/{book.check_in.pk}/snooze/", {"until": until.isoformat(), "reason": "They are away"}
    )
    assert book.check_in.due_on == due and book.check_in.shown_on >= until
    hers.post(f"/deferrals/{Deferral.objects.get().pk}/undo/")
    assert book.check_in.shown_on == shown


BAD_SNOOZES = [
    ({"until": "2026-02-30", "reason": "x"}, "Show it again on"),
    ({"until": "", "reason": "x"}, "Show it again on"),
    ({"until": "2001-01-01", "reason": "x"}, "Show it again on"),
    ({"until": "9999-01-01", "reason": "x"}, "Show it again on"),
    ({"until": "soon", "reason": "x"}, "Show it again on"),
    ({"reason": ""}, "Why"),
    ({"reason": "a\x00b"}, "Why"),
    ({"reason": "x" * 201}, "Why"),
]


@pytest.mark.parametrize("kind", ["step", "check_in"])
@pytest.mark.parametrize("wrong, field", BAD_SNOOZES, ids=[str(number) for number in range(len(BAD_SNOOZES))])
def test_a_wrong_snooze_names_the_field_and_puts_nothing_off(
    wrong: dict[str, str], field: str, kind: str, book: Book, hers: Client
) -> None:
    said = {"until": (book.today + timedelta(days=2)).isoformat()} | wrong
    address = f"/steps/{book.step.pk}/" if kind == "step" else f"/check-ins/{book.check_in.pk}/"
    answer = hers.post(f"{address}snooze/", said)
    assert answer.status_code == 422
    assert field.lower() in summary_of(answer.content.decode())
    book.step.refresh_from_db()
    assert book.step.snoozed_until is None and not Deferral.objects.exists()


def test_what_one_sees_but_may_not_change_is_refused(book: Book, sol: User) -> None:
    viewer = signed_in(sol)
    assert viewer.get(f"/accounts/{book.account.pk}/").status_code == 200
    for address, said in (
        (f"/steps/{book.step.pk}/done/", {}),
        (f"/promises/{book.promise.pk}/kept/", {}),
        (f"/renewals/{book.renewal.pk}/stage/", {"stage": "preparing", "version": book.renewal.version}),
        (f"/check-ins/{book.check_in.pk}/skip/", {"reason": "x"}),
        (f"/touchpoints/{book.touchpoint.pk}/withdraw/", {}),
    ):
        assert viewer.post(address, said).status_code == 403, address
    book.step.refresh_from_db()
    book.renewal.refresh_from_db()
    assert book.step.state == StepState.OPEN and book.renewal.stage == RenewalStage.SCHEDULED


def test_clicks_on_what_is_not_ones_to_see_are_not_found(book: Book, his: Client) -> None:
    for address in (
        f"/steps/{book.step.pk}/done/", f"/steps/{book.step.pk}/reopen/",
        f"/promises/{book.promise.pk}/kept/",
        f"/check-ins/{book.check_in.pk}/skip/", f"/renewals/{book.renewal.pk}/call/",
        f"/renewals/{book.renewal.pk}/stage/", f"/touchpoints/{book.touchpoint.pk}/withdraw/",
        f"/notifications/{book.notification.pk}/acknowledge/", f"/people/{book.contact.pk}/left/",
        f"/accounts/{book.account.pk}/steps/new/",
    ):  # fmt: skip
        assert his.post(address, {"stage": "lost", "call": "commit", "reason": "x"}).status_code == 404, (
            address
        )


def test_a_click_cannot_be_a_link(book: Book, hers: Client) -> None:
    for address in (f"/steps/{book.step.pk}/done/", f"/touchpoints/{book.touchpoint.pk}/withdraw/"):
        assert hers.get(address).status_code == 405


def test_a_forged_click_is_refused(book: Book, lena: User) -> None:
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(lena)
    assert forger.post(f"/steps/{book.step.pk}/done/").status_code == 403
    book.step.refresh_from_db()
    assert book.step.state == StepState.OPEN
