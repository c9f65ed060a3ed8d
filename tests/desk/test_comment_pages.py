"""Comments on the pages: written, found in the timeline, answered, acknowledged, taken back, searched."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from contacts.actions import log_touchpoint, make_promise
from contacts.actions.voice import write_feedback
from contacts.models import NextStep
from retention.lib.clock import database_now
from retention.reminders.release import release_due
from retention.team.models import User
from retention.teamwork.actions.comments import add_comment, reply_to_comment
from retention.teamwork.models import Comment, Mention
from tests.cast import TODAY
from tests.factories import make_contact
from tests.plans.plan_book import draft

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_comment_is_written_named_found_and_acknowledged_without_a_script(
    vela: Account, lena: User, nadia: User, nico: User
) -> None:
    hers, new = signed_in(lena), f"/accounts/{vela.pk}/comments/new/"
    refused = hers.post(new, {"text": "@nico look"})
    assert refused.status_code == 422 and "@nico look" in refused.content.decode()
    assert hers.post(new, {"text": "x", "step_text": "Call"}).status_code == 422
    said = {"text": "@nadia they wait for the offer", "step_text": "Send it", "due_on": str(TODAY)}
    assert hers.post(new, said).headers["Location"].endswith("?show=comments")
    row, step = Comment.objects.get(), NextStep.objects.get()
    assert (step.owner, step.text, step.origin) == (lena, "Send it", "comment")
    for show in ("", "?show=comments"):
        page = text_of(hers, f"/accounts/{vela.pk}/timeline/{show}")
        assert "they wait for the offer" in page and "Only for us" in page
    assert "they wait for the offer" not in text_of(hers, f"/accounts/{vela.pk}/timeline/?show=talk")
    release_due(database_now(), 100)
    theirs = signed_in(nadia)
    assert "mentioned you" in text_of(theirs, "/notifications/")
    page = text_of(theirs, "/comments/?unanswered=1")
    mention = Mention.objects.get()
    assert f"/mentions/{mention.pk}/known/" in page
    assert theirs.post(f"/mentions/{mention.pk}/known/").status_code == 302
    assert "they wait" not in text_of(theirs, "/comments/?unanswered=1")
    assert "they wait" in text_of(theirs, "/comments/?mentioned=me")
    assert "they wait" in text_of(theirs, "/search/?q=for+the+OFFER")
    assert "they wait" not in text_of(signed_in(nico), "/search/?q=for+the+OFFER")
    assert signed_in(nico).get(f"/comments/{row.pk}/").status_code == 404


def test_a_thread_is_answered_put_right_and_withdrawn(vela: Account, lena: User, nadia: User) -> None:
    row = add_comment(account=vela, text="They wait", by=lena, at=database_now())
    theirs, hers = signed_in(nadia), signed_in(lena)
    assert theirs.get(f"/comments/{row.pk}/edit/").status_code == 403
    assert theirs.post(f"/comments/{row.pk}/reply/", {"text": "Sent"}).status_code == 302
    answer = Comment.objects.get(parent=row)
    assert theirs.get(f"/comments/{answer.pk}/").status_code == 302
    stale = hers.post(f"/comments/{row.pk}/edit/", {"text": "They do not wait", "version": "7"})
    assert stale.status_code == 409
    assert (
        hers.post(f"/comments/{row.pk}/edit/", {"text": "They do not wait", "version": "1"}).status_code
        == 302
    )
    page = text_of(hers, f"/comments/{row.pk}/")
    assert "They do not wait" in page and "Sent" in page and "put right" in page
    assert hers.post(f"/comments/{row.pk}/withdraw/").status_code == 302
    page = text_of(theirs, f"/comments/{row.pk}/")
    assert "They do not wait" not in page and "Withdrawn." in page and "Sent" in page
    assert "They do not wait" not in text_of(hers, f"/accounts/{vela.pk}/timeline/")


def test_on_a_talk_it_stands_with_the_talk_and_what_is_private_stays_so(
    vela: Account, lena: User, nadia: User
) -> None:
    at = database_now()
    touch = log_touchpoint(
        account=vela, contacts=[make_contact(vela)], channel="call", happened_at=at, by=lena, at=at,
        direction="outbound", outcome="connected", purpose="relationship", is_private=True,
    )  # fmt: skip
    hers, where = signed_in(lena), f"/accounts/{vela.pk}/comments/new/?about=touchpoint:{touch.pk}"
    assert f'value="touchpoint:{touch.pk}" selected' in text_of(hers, where)
    said = {"text": "He may leave", "about": f"touchpoint:{touch.pk}"}
    assert hers.post(f"{where}&next=/touchpoints/{touch.pk}/", said).headers["Location"] == (
        f"/touchpoints/{touch.pk}/"
    )
    assert "He may leave" in text_of(hers, f"/touchpoints/{touch.pk}/")
    theirs = signed_in(nadia)
    for path in ("/comments/", f"/accounts/{vela.pk}/timeline/", "/search/?q=may+leave"):
        assert "He may leave" not in text_of(theirs, path)
    page = text_of(theirs, where)
    assert f"touchpoint:{touch.pk}" not in page.split("<form", 1)[1].split("<textarea", 1)[1]
    assert theirs.post(where, said).status_code == 422


def test_thirty_comments_cost_as_many_queries_as_three(
    vela: Account, lena: User, nadia: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    hers = signed_in(lena)
    row = add_comment(account=vela, text="Look", by=nadia, tell=[lena], at=database_now())
    for number in range(30):
        reply_to_comment(comment=row, text=f"Answer {number}", by=lena, at=database_now())
    for path in (
        "/comments/", f"/comments/{row.pk}/", f"/accounts/{vela.pk}/timeline/?show=comments",
        f"/accounts/{vela.pk}/comments/new/",
    ):  # fmt: skip
        with django_assert_max_num_queries(25):
            text_of(hers, path)


def test_a_promise_what_they_said_and_a_plan_are_talked_about_on_their_own_pages(
    vela: Account, lena: User, nadia: User, nico: User,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:  # fmt: skip
    at = database_now()
    promise = make_promise(
        account=vela, side="ours", user=lena, text="Send the quota note", promised_on=at.date(),
        due_on=at.date(), contact=make_contact(vela, "Ana Ruiz"), by=lena, at=at,
    )  # fmt: skip
    said = write_feedback(
        account=vela,
        kind="idea",
        text="Show empty rooms",
        contact=None,
        received_on=at.date(),
        by=lena,
        at=at,
    )
    plan = draft(vela, lena)
    hers, theirs, strange = signed_in(lena), signed_in(nadia), signed_in(nico)
    for name, path in (
        ("promise", f"/promises/{promise.pk}/"),
        ("feedback", f"/feedback/{said.pk}/"),
        ("plan", f"/plans/{plan.pk}/"),
    ):
        about = f"{name}:{path.split('/')[2]}"
        new = f"/accounts/{vela.pk}/comments/new/?about={about}&next={path}"
        assert f"comments/new/?about={about}" in text_of(hers, path)
        words = f"Nadia, what of this {name}?"
        sent = hers.post(new, {"text": f"@nadia {words}", "about": about})
        assert sent.headers["Location"] == path
        with django_assert_max_num_queries(25):
            page = text_of(theirs, path)
        assert words in page and "I know" in page
        assert f'<a href="{path}">' in text_of(theirs, "/comments/"), "the list leads to what it is about"
        assert strange.get(path).status_code == 404
        assert words not in strange.get("/comments/").content.decode()
    release_due(database_now(), 100)
    told = text_of(theirs, "/notifications/")
    for mention in Mention.objects.select_related("comment"):
        assert f"/comments/{mention.comment_id}/#comment-{mention.comment_id}" in told
    assert f"/promises/{promise.pk}/" in text_of(hers, "/promises/")
    assert f"/feedback/{said.pk}/" in text_of(hers, "/feedback/")
