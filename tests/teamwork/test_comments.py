"""Comments among us: who reads them, who is named, how they are told, and what becomes of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.actions import merge_accounts
from accounts.models import Account, TimelineEvent
from contacts.actions import log_touchpoint, make_promise
from contacts.actions.touchpoints import correct_touchpoint
from contacts.models import NextStep
from retention.lib.errors import StaleVersion
from retention.reminders.actions import acknowledge
from retention.reminders.models import Delivery, DeliveryKind, Notification, Reminder, Urgency
from retention.reminders.release import release_due
from retention.team.actions.leaving import hand_over_work
from retention.team.models import User
from retention.teamwork.actions.comments import (
    CannotAssign,
    CommentIsSettled,
    FollowUp,
    NotOfThisAccount,
    add_comment,
    edit_comment,
    reply_to_comment,
    withdraw_comment,
)
from retention.teamwork.actions.mentions import acknowledge_mention
from retention.teamwork.mentioned import CannotBeNamed
from retention.teamwork.models import Comment, Mention
from tests.cast import NOON, TODAY
from tests.factories import make_contact

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def say(account: Account, by: User, text: str = "They wait for the offer", **said: Any) -> Comment:
    return add_comment(account=account, text=text, by=by, at=said.pop("at", NOON), **said)


def talk(account: Account, by: User, **said: Any) -> Any:
    fields = {"channel": "call", "direction": "outbound", "outcome": "connected", "purpose": "relationship"}
    people = [make_contact(account, "Ana Ruiz")]
    return log_touchpoint(account=account, contacts=people, happened_at=NOON, by=by, at=NOON, **fields | said)


def named(comment: Comment) -> list[str]:
    return sorted(comment.mentions.values_list("user__name", flat=True))


def told() -> list[tuple[str, str]]:
    release_due(NOON + MINUTE, 100)
    return sorted(Notification.objects.filter(reminder__kind="mention").values_list("user__name", "title"))


def test_whoever_sees_the_account_comments_and_nobody_else_reads_it(
    vela: Account, lena: User, nico: User, sol: User, ada: User
) -> None:
    rows = [say(vela, lena), say(vela, sol, "Their invoice is paid")]
    with pytest.raises(PermissionDenied):
        say(vela, nico)
    for reader, sees in ((lena, 2), (sol, 2), (ada, 2), (nico, 0)):
        assert Comment.objects.visible_to(reader).count() == sees, reader.name
    assert list(TimelineEvent.objects.filter(kind="comment_added").values_list("subject_id", flat=True)) == [
        row.pk for row in rows
    ]


def test_named_is_who_can_read_it_and_a_refusal_tells_nothing_of_the_others(
    vela: Account, lena: User, nico: User, nadia: User, sol: User
) -> None:
    row = say(vela, lena, "@nadia.reyes please look, @lena too", tell=[sol])
    assert named(row) == ["Nadia Reyes", "Sol Iwu"]
    words = set()
    for text in ("@nico look", "@nobody look"):
        with pytest.raises(CannotBeNamed) as refused:
            say(vela, lena, text)
        words.add((refused.value.field, refused.value.message))
    assert len(words) == 1, "whether Nico works here is not told"
    with pytest.raises(CannotBeNamed) as refused:
        say(vela, lena, tell=[nico])
    assert refused.value.field == "tell"
    assert Comment.objects.count() == 1


def test_a_mention_waits_for_the_morning_mail_unless_it_is_asked_for_at_once(
    vela: Account, lena: User, nadia: User, sol: User
) -> None:
    say(vela, lena, "@nadia look")
    assert told() == [("Nadia Reyes", "Vela Hotels: Lena Voss mentioned you")]
    assert Notification.objects.get(user=nadia).urgency == Urgency.DIGEST
    assert not Delivery.objects.filter(kind=DeliveryKind.IMMEDIATE).exists()
    say(vela, lena, "@sol look", at_once=True)
    told()
    assert Notification.objects.get(user=sol).urgency == Urgency.IMMEDIATE


def test_who_is_named_says_that_they_know_on_the_page_or_in_their_notifications(
    vela: Account, lena: User, nadia: User, sol: User
) -> None:
    row = say(vela, lena, "@nadia @sol look")
    told()
    hers, his = row.mentions.get(user=nadia), row.mentions.get(user=sol)
    with pytest.raises(PermissionDenied):
        acknowledge_mention(mention=hers, by=lena, at=NOON)
    for _ in range(2):
        acknowledge_mention(mention=hers, by=nadia, at=NOON + MINUTE)
    assert Notification.objects.get(user=nadia).acknowledged_at == NOON + MINUTE
    acknowledge(notification=Notification.objects.get(user=sol), by=sol, at=NOON + MINUTE)
    his.refresh_from_db()
    assert his.acknowledged_at == NOON + MINUTE
    assert not Mention.objects.unanswered().exists()


def test_a_mention_read_before_it_was_told_is_told_no_more(vela: Account, lena: User, nadia: User) -> None:
    row = say(vela, lena, "@nadia look")
    acknowledge_mention(mention=row.mentions.get(), by=nadia, at=NOON)
    assert told() == []


def test_a_reply_stands_in_its_thread_and_its_author_hears_of_it(
    vela: Account, lena: User, nadia: User, sol: User
) -> None:
    first = say(vela, lena)
    answer = reply_to_comment(comment=first, text="Sent", by=nadia, at=NOON)
    second = reply_to_comment(comment=answer, text="Thank you @nadia", by=sol, at=NOON)
    assert {answer.parent_id, second.parent_id} == {first.pk}
    assert (named(answer), named(second)) == (["Lena Voss"], ["Lena Voss", "Nadia Reyes"])
    assert ("Lena Voss", "Vela Hotels: Nadia Reyes answered you") in told()


def test_words_are_put_right_for_a_quarter_of_an_hour_by_their_author(
    vela: Account, lena: User, nadia: User, sol: User
) -> None:
    row = say(vela, lena, "@nadia look", tell=[sol])
    told()
    later = NOON + 15 * MINUTE
    with pytest.raises(StaleVersion):
        edit_comment(comment=row, text="x", by=lena, at=later, expected_version=9)
    with pytest.raises(PermissionDenied):
        edit_comment(comment=row, text="x", by=nadia, at=later)
    row = edit_comment(comment=row, text="Nothing to do", by=lena, at=later, expected_version=1)
    assert (row.text, row.edited_at, named(row)) == ("Nothing to do", later, ["Sol Iwu"])
    assert [(note.user, note.text) for note in Notification.objects.all()] == [(sol, "Nothing to do")]
    with pytest.raises(CommentIsSettled):
        edit_comment(comment=row, text="x", by=lena, at=later + MINUTE)


def test_withdrawn_words_are_gone_wherever_they_were_told(
    vela: Account, lena: User, nadia: User, sol: User
) -> None:
    row = say(vela, lena, "@nadia look")
    told()
    with pytest.raises(PermissionDenied):
        withdraw_comment(comment=row, by=sol, at=NOON)
    row = withdraw_comment(comment=row, by=lena, at=NOON)
    assert (row.text, row.withdrawn_at) == ("", NOON)
    assert not Notification.objects.exists() and told() == []
    assert not TimelineEvent.objects.filter(subject_type="comment", is_current=True).exists()
    with pytest.raises(CommentIsSettled):
        withdraw_comment(comment=row, by=lena, at=NOON)
    with pytest.raises(CommentIsSettled):
        reply_to_comment(comment=row, text="x", by=lena, at=NOON)


def test_on_a_private_talk_it_is_as_private_as_that(
    vela: Account, lena: User, nadia: User, ada: User
) -> None:
    touch = talk(vela, lena, is_private=True)
    with pytest.raises(CannotBeNamed):
        say(vela, lena, "@nadia look", touchpoint=touch)
    row = say(vela, lena, "Between us", touchpoint=touch)
    answer = reply_to_comment(comment=row, text="Noted", by=lena, at=NOON)
    for reader in (nadia, ada):
        assert not Comment.objects.visible_to(reader).exists()
        assert not TimelineEvent.objects.visible_to(reader).filter(subject_type="comment").exists()
    open_now = correct_touchpoint(touchpoint=touch, changes={"is_private": False}, by=lena, at=NOON)
    assert set(Comment.objects.filter(touchpoint=open_now)) == {row, answer}
    assert Comment.objects.visible_to(nadia).count() == 2
    assert TimelineEvent.objects.visible_to(nadia).filter(subject_type="comment").count() == 2


def test_it_is_about_one_record_of_its_account(
    vela: Account, orchard: Account, lena: User, nico: User, ada: User
) -> None:
    ours = make_promise(
        account=vela,
        side="ours",
        user=lena,
        text="An offer",
        promised_on=TODAY,
        due_on=TODAY,
        by=lena,
        at=NOON,
    )
    touch = talk(orchard, nico)
    assert say(vela, lena, promise=ours).promise == ours
    for about in ({"touchpoint": touch}, {"promise": ours, "touchpoint": talk(vela, lena)}):
        with pytest.raises(NotOfThisAccount):
            say(vela, ada, **about)
    first = say(vela, lena)
    answer = reply_to_comment(comment=first, text="x", by=lena, at=NOON)
    for columns in ({"touchpoint": touch}, {"parent": answer}, {"parent": first, "promise": ours}):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            Comment.objects.create(account=vela, author=lena, text="x", said_at=NOON, **columns)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_follow_up_is_a_next_step_that_only_who_looks_after_the_account_gives_to_others(
    vela: Account, lena: User, nadia: User, sol: User
) -> None:
    row = say(vela, lena, follow_up=FollowUp("Call their buyer", TODAY, nadia))
    step = NextStep.objects.get()
    assert (step.owner, step.origin, step.origin_key) == (nadia, "comment", str(row.pk))
    with pytest.raises(CannotAssign):
        say(vela, sol, follow_up=FollowUp("Call their buyer", TODAY, nadia))
    assert (Comment.objects.count(), NextStep.objects.count()) == (1, 1)
    say(vela, sol, follow_up=FollowUp("Check the invoice", TODAY, sol))


def test_who_leaves_gives_what_names_them_to_somebody_who_may_read_it(
    vela: Account, lena: User, nadia: User, nico: User, sol: User, ada: User
) -> None:
    row = say(vela, lena, "@sol look")
    told()
    hand_over_work(person=sol, receivers={"mentions": nadia}, by=ada, at=NOON)
    assert named(row) == ["Nadia Reyes"]
    hand_over_work(person=nadia, receivers={"mentions": nico}, by=ada, at=NOON)
    assert named(row) == [] and not Reminder.objects.planned().filter(kind="mention").exists()


def test_it_goes_over_with_its_record_when_customers_become_one(vela: Account, lena: User, ada: User) -> None:
    group = Account.objects.create(name="Vela Group", owner=lena, team_id=vela.team_id, currency="EUR")
    first = say(vela, lena, touchpoint=talk(vela, lena))
    answer = reply_to_comment(comment=first, text="x", by=lena, at=NOON)
    merge_accounts(merged=vela, survivor=group, on=TODAY - timedelta(days=1), by=ada, at=NOON)
    assert set(Comment.objects.filter(account=group)) == {first, answer}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
