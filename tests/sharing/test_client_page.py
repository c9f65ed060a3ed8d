"""The page behind a link: what it shows, what can be said there, and what a bad link is told."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans import actions as goals
from plans.models import AccountPlan, PlanAction, RoiTarget, ValueEntry
from retention.sharing import actions
from retention.sharing.models import ClientWord, ShareLink, ShareTry, ShareView
from retention.sharing.secrets import form_mark, row_mark
from retention.team.models import User

from .shared_book import SharedBook

pytestmark = pytest.mark.django_db
BUDGET = 25
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 15) Mobile"}


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


MARKED = {"done": "step", "confirmed": "value", "disputed": "value", "agreed": "target", "reached": "target"}


def say(client: Client, shared: SharedBook, **said: object) -> tuple[int, str]:
    key, digest = said.get("key"), ShareLink.objects.get(pk=shared.made.link.pk).digest
    if isinstance(key, int):
        said["key"] = row_mark(digest, MARKED[str(said["what"])], key)
    answer = client.post(
        f"{shared.path}say/", {"name": "Petra Beck", "text": "", "form": form_mark(digest), **said}
    )
    return answer.status_code, str(answer.content.decode())


def test_the_page_shows_what_is_marked_and_nothing_else(shared: SharedBook) -> None:
    shown = text(Client(), shared.path)
    for words in ("Fewer empty rooms", "Rooms let within a week", "Occupancy above 97", "Monthly count", "97",
                  "Not measured yet", "Send the list of rooms", "Petra Beck", "Head of housing", "Lena Voss",
                  "Days a room stands empty", "Two hours a day less", "€18,000", "2 h × 250 days × €36",
                  "0 of 1 target is on track", "1 of yours"):  # fmt: skip
        assert words in shown, words
    assert "Secret" not in shown and "Search" not in shown and "<script" not in shown


def test_what_a_link_leaves_out_is_not_there(shared: SharedBook, lena: User) -> None:
    parts: dict[str, Any] = dict.fromkeys(
        ("shows_value", "shows_actions", "shows_people", "shows_reviews"), False
    )
    made = actions.make_link(plan=shared.plan, by=lena, at=shared.now, **parts)
    shown = text(Client(), made.path)
    assert "Occupancy above 97" in shown
    for words in ("Two hours a day less", "Send the list of rooms", "Head of housing", "Next looks"):
        assert words not in shown, words


def test_a_plan_that_is_over_opens_nothing(shared: SharedBook) -> None:
    plan = AccountPlan.objects.filter(pk=shared.plan.pk)
    plan.update(state="superseded", closed_on=shared.now.date())
    assert text(Client(), shared.path, 404)


def test_an_opening_is_noted_once_without_an_address(shared: SharedBook) -> None:
    client = Client(headers=PHONE)
    for _ in range(3):
        text(client, shared.path)
    text(Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox"}), shared.path)
    assert sorted(ShareView.objects.values_list("device", flat=True)) == ["computer", "phone"]
    marks = set(ShareTry.objects.values_list("place", flat=True))
    assert len(marks) == 1 and not any("127.0" in mark for mark in marks)


def test_a_comment_reaches_the_account_and_stands_on_the_page(shared: SharedBook) -> None:
    client = Client()
    script = "<script>alert(1)</script> grüße 🎉"
    status, _ = say(client, shared, what="comment", name="Jonas Weller", text=script)
    assert status == 303
    shown = text(client, f"{shared.path}?said=comment")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; grüße 🎉" in shown and "<script" not in shown
    assert "Thank you" in shown
    word = ClientWord.objects.get()
    assert (word.name, word.contact, word.kind) == ("Jonas Weller", shared.petra, "comment")
    told = shared.account.timeline.order_by("-id")[0]
    assert "Jonas Weller (link for Petra Beck) commented through the shared plan" in told.text
    assert told.actor.is_machine


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"text": ""}, "Write what you want to say"),
        ({"text": "x" * 2001}, "2,?000"),
        ({"text": "a\x00b"}, "cannot be kept|not allowed|character"),
        ({"text": "Fine", "name": ""}, "Your name is missing"),
        ({"text": "Fine", "name": "n" * 121}, "120"),
    ],
)
def test_a_comment_that_cannot_be_kept_is_refused_and_what_was_typed_stays(
    shared: SharedBook, said: dict[str, str], told: str
) -> None:
    status, shown = say(Client(), shared, what="comment", **said)
    assert status == 422 and re.search(told, shown), told
    assert said["text"].replace("\x00", "")[:50] in shown.replace("\x00", "")
    assert not ClientWord.objects.exists()


def test_a_step_of_theirs_is_done_once(shared: SharedBook) -> None:
    client = Client()
    assert say(client, shared, what="done", key=shared.step.pk)[0] == 303
    assert PlanAction.objects.get(pk=shared.step.pk).state == "done"
    status, shown = say(client, shared, what="done", key=shared.step.pk)
    assert status == 422 and "marked as done before" in shown
    assert ClientWord.objects.count() == 1


def test_what_is_not_theirs_or_not_shown_cannot_be_answered(shared: SharedBook) -> None:
    client = Client()
    hidden = {
        "done": PlanAction.objects.get(text="Secret step").pk,
        "confirmed": ValueEntry.objects.get(what="Secret gain").pk,
        "disputed": ValueEntry.objects.get(what="Secret claim").pk,
        "agreed": RoiTarget.objects.get(metric="Secret metric").pk,
    }
    for what, key in hidden.items():
        for number in (key, 10**17):
            status, shown = say(client, shared, what=what, key=number, text="No")
            assert status == 422 and "not on the plan any more" in shown and "Secret" not in shown, what
    wrong = [{"what": "done", "key": key} for key in ("abc", "0", "é", "9" * 40, "\x00", str(shared.step.pk))]
    for body in [{"what": "nonsense"}, {}, *wrong]:
        assert say(client, shared, **body)[0] == 422
    assert not ClientWord.objects.exists()


def test_value_is_confirmed_in_the_name_of_whom_the_link_is_for(shared: SharedBook) -> None:
    client = Client()
    assert say(client, shared, what="confirmed", key=shared.value.pk, name="P. Beck")[0] == 303
    row = ValueEntry.objects.get(pk=shared.value.pk)
    assert (row.state, row.answered_by) == ("confirmed", shared.petra)
    assert "Confirmed by Petra Beck" in text(client, shared.path)
    assert "answered before" in say(client, shared, what="confirmed", key=shared.value.pk)[1]


def test_a_dispute_says_why(shared: SharedBook) -> None:
    client = Client()
    status, shown = say(client, shared, what="disputed", key=shared.value.pk)
    assert status == 422 and "Say why you do not agree" in shown and '<details id="answer-value' in shown
    assert say(client, shared, what="disputed", key=shared.value.pk, text="One hour")[0] == 303
    row = ValueEntry.objects.get(pk=shared.value.pk)
    assert (row.state, row.answer) == ("disputed", "One hour")


def test_a_target_is_agreed_and_later_confirmed_as_reached(shared: SharedBook, lena: User) -> None:
    client = Client()
    assert say(client, shared, what="reached", key=shared.target.pk)[0] == 422
    assert say(client, shared, what="agreed", key=shared.target.pk)[0] == 303
    row = RoiTarget.objects.get(pk=shared.target.pk)
    assert (row.state, row.agreed_with) == ("agreed", shared.petra)
    goals.measure(
        target=row, value=4, measured_on=shared.now.date(), evidence="Counted", by=lena, at=shared.now
    )
    assert "It is reached" in text(client, shared.path)
    assert say(client, shared, what="reached", key=shared.target.pk)[0] == 303
    row.refresh_from_db()
    assert row.confirmed_by == shared.petra and "confirmed by Petra Beck" in text(client, shared.path)


def test_a_link_for_nobody_takes_comments_but_no_confirmation(shared: SharedBook, lena: User) -> None:
    shared.made = actions.make_link(plan=shared.plan, by=lena, at=shared.now)
    client = Client()
    assert "Confirm or disagree" not in text(client, shared.path)
    status, shown = say(client, shared, what="confirmed", key=shared.value.pk)
    assert status == 422 and "made for nobody in particular" in shown
    assert say(client, shared, what="comment", text="Hello")[0] == 303


def test_the_plan_is_accepted_once_in_each_version(shared: SharedBook) -> None:
    client = Client()
    assert "Accept this plan" in text(client, shared.path)
    assert say(client, shared, what="accepted")[0] == 303
    assert "This version was accepted" in text(client, shared.path)
    assert say(client, shared, what="accepted")[0] == 422


def test_the_page_keeps_its_budget_however_much_is_shared(shared: SharedBook, lena: User) -> None:
    with CaptureQueriesContext(connection) as few:
        text(Client(), shared.path)
    for number in range(12):
        goals.claim_value(
            account=shared.account, what=f"Gain {number}", happened_on=shared.now.date(), evidence="Seen",
            is_shared=True, by=lena, at=shared.now,
        )  # fmt: skip
        actions.comment(link=shared.made.link, name="Petra", text=f"{number}", at=shared.now)
    with CaptureQueriesContext(connection) as many:
        text(Client(), shared.path)
    assert len(many) <= len(few) <= BUDGET, f"{len(few)} queries, {len(many)} with more rows"
