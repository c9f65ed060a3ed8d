"""Admins see above their pages when a promise about reminders does not hold; nobody else does."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Account
from retention.lib.clock import database_now
from retention.reminders.alarms import alarms
from retention.reminders.models import Delivery, DeliveryKind, DeliveryState, Reminder, ReminderState
from retention.team.models import User

pytestmark = pytest.mark.django_db


def reminder(account: Account, state: str, minutes_ago: int, **more: object) -> Reminder:
    at = database_now() - timedelta(minutes=minutes_ago)
    return Reminder.objects.create(
        kind="renewal_rung", subject_id=1, account=account, dedupe_key=f"{state}:{minutes_ago}",
        anchor_kind="act_by", anchor_on=at.date(), rung=0, content="x", audience=[], urgency="digest",
        fire_on=at.date(), fire_zone="UTC", fire_at=at, state=state, **more,
    )  # fmt: skip


def mail(user: User, state: str, reason: str = "") -> Delivery:
    at = database_now()
    return Delivery.objects.create(
        user=user, kind=DeliveryKind.DIGEST, dedupe_key=state, message_id=f"<{state}@keel.test>",
        state=state, state_reason=reason, due_at=at, next_try_at=at,
    )  # fmt: skip


def test_all_is_well_says_nothing(client: Client, ada: User) -> None:
    assert alarms(database_now()) == []
    client.force_login(ada)
    assert 'class="banner is-at_risk"' not in client.get("/day/").content.decode()


def test_reminders_that_are_due_and_not_told_are_shown_to_admins_alone(
    client: Client, ada: User, lena: User
) -> None:
    reminder(Account.objects.create(name="Castellan", owner=lena), ReminderState.PLANNED, 10)
    assert alarms(database_now()) == [
        "Reminders are due and not told. Look at /healthz and at the ticker's log."
    ]
    for user, sees in ((ada, True), (lena, False)):
        client.force_login(user)
        for path in ("/day/", "/notifications/"):
            assert ("due and not told" in client.get(path).content.decode()) is sees
    client.force_login(ada)
    assert "due and not told" in client.get("/imports/").content.decode()
    assert "due and not told" not in client.get("/accounts/").content.decode()


def test_a_reminder_that_nobody_was_told_is_an_alarm(lena: User) -> None:
    reminder(
        Account.objects.create(name="Castellan", owner=lena),
        ReminderState.RELEASED,
        5,
        released_at=database_now(),
    )
    assert alarms(database_now()) == ["A reminder counts as told and nobody was told. Look at /healthz."]


def test_held_and_dead_mails_say_what_to_do(lena: User, nico: User) -> None:
    mail(lena, DeliveryState.HELD, "This database was restored.")
    mail(nico, DeliveryState.DEAD)
    assert alarms(database_now()) == [
        "A mail is held. This database was restored. Decide with manage.py release_held.",
        "A mail is given up in seven days, the last one to Nico Brand.",
    ]


def test_what_was_told_more_than_a_day_late_is_said_for_a_week(lena: User) -> None:
    at, vela = database_now(), Account.objects.create(name="Castellan", owner=lena)
    row = reminder(vela, ReminderState.RELEASED, 60 * 30, released_at=at)
    assert not [said for said in alarms(at) if "late" in said]  # written down only now, for a past day
    Reminder.objects.filter(pk=row.pk).update(recorded_at=at - timedelta(days=3))
    assert "A reminder was told more than a day late in the last seven days." in alarms(at)
    assert not [said for said in alarms(at + timedelta(days=8)) if "late" in said]
