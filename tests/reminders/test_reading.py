"""Acknowledging stops repeats, reading marks, and pages show one's own."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, TimelineEvent
from retention.lib import facts as announcements
from retention.reminders.actions import acknowledge, read, read_all
from retention.reminders.announced import ReminderAcknowledged
from retention.reminders.facts import notification_page, outbox_facts, unread_count
from retention.reminders.models import Audience, Delivery, DeliveryState, Notification, Reminder
from retention.reminders.release import release_due
from retention.team.models import User
from tests.cast import NOON

from .trial import A_DAY, MIDNIGHT, make_reminder

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(vela: Account, lena: User) -> Notification:
    """Lena was told to act, and is to be told again on the next days."""
    for rung, days in ((-7, 0), (-6, 1), (-5, 2), (20, 27)):
        fire_at = MIDNIGHT + days * A_DAY
        make_reminder(vela, subject_id=9, rung=rung, fire_at=fire_at, content="act_today")
    make_reminder(vela, subject_id=9, rung=0, fire_at=MIDNIGHT + 7 * A_DAY, content="choose_outcome")
    release_due(NOON)
    return Notification.objects.get()


def test_acknowledging_cancels_repeats_of_the_meaning_for_a_fortnight(told: Notification, lena: User) -> None:
    acknowledge(notification=told, by=lena, at=NOON)
    states = dict(Reminder.objects.values_list("rung", "state"))
    assert states == {-7: "released", -6: "cancelled", -5: "cancelled", 0: "planned", 20: "planned"}
    assert Reminder.objects.get(rung=-6).state_reason == "Acknowledged by Lena Voss"
    assert (told.acknowledged_at, told.read_at) == (NOON, NOON)


def test_acknowledging_stands_in_the_timeline_and_is_announced_once(
    told: Notification, lena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[ReminderAcknowledged] = []
    listener = announcements.Listener(99, "test", heard.append)
    monkeypatch.setitem(announcements._listeners, ReminderAcknowledged, [listener])
    acknowledge(notification=told, by=lena, at=NOON)
    acknowledge(notification=told, by=lena, at=NOON + A_DAY)
    assert [(fact.kind, fact.subject_id, fact.content) for fact in heard] == [("trial", 9, "act_today")]
    event = TimelineEvent.objects.get(kind="reminder_acknowledged")
    assert event.text == "Acknowledged: Vela Hotels: act_today"
    assert told.acknowledged_at == NOON


def test_only_the_person_told_acknowledges_or_reads(told: Notification, nadia: User, ada: User) -> None:
    for other in (nadia, ada):
        with pytest.raises(PermissionDenied):
            acknowledge(notification=told, by=other, at=NOON)
        with pytest.raises(PermissionDenied):
            read(notification=told, by=other, at=NOON)


def test_reading_keeps_the_first_moment(told: Notification, lena: User) -> None:
    read(notification=told, by=lena, at=NOON)
    read(notification=told, by=lena, at=NOON + A_DAY)
    told.refresh_from_db()
    assert told.read_at == NOON


def test_reading_all_leaves_others_alone(vela: Account, lena: User, nadia: User) -> None:
    make_reminder(vela, fire_at=MIDNIGHT, audience=(Audience.OWNER, Audience.LEAD))
    release_due(NOON)
    assert (unread_count(lena), unread_count(nadia)) == (1, 1)
    assert read_all(by=lena, at=NOON) == 1
    assert (unread_count(lena), unread_count(nadia)) == (0, 1)


def test_what_one_may_no_longer_see_is_not_counted_nor_shown(
    told: Notification, lena: User, nico: User, south: object
) -> None:
    Account.objects.update(owner=nico, team=south)
    assert unread_count(lena) == 0
    assert notification_page(lena).rows == ()


def test_counting_stops_at_its_limit(vela: Account, lena: User) -> None:
    for _ in range(5):
        make_reminder(vela, fire_at=MIDNIGHT)
    release_due(NOON)
    assert unread_count(lena, most=3) == 3


def test_the_count_follows_what_one_may_see_at_once(
    told: Notification, vela: Account, lena: User, nico: User
) -> None:
    assert (unread_count(lena), unread_count(nico)) == (1, 0)
    Account.objects.filter(pk=vela.pk).update(owner=nico, team=None)
    assert unread_count(lena) == 0
    Account.objects.filter(pk=vela.pk).update(backup_owner=lena)
    assert unread_count(lena) == 1
    lena.is_active = False
    assert unread_count(lena) == 0


def test_pages_follow_each_other_without_gap_or_repeat(vela: Account, lena: User) -> None:
    for number in range(7):
        make_reminder(vela, fire_at=MIDNIGHT)
        if number % 2:
            release_due(NOON + timedelta(minutes=number))
    release_due(NOON + timedelta(hours=1))
    seen: list[int] = []
    cursor = ""
    for _ in range(4):
        page = notification_page(lena, cursor=cursor, size=2)
        seen += [row.pk for row in page.rows]
        cursor = page.next_cursor
    assert cursor == ""
    expected = Notification.objects.newest_first().values_list("pk", flat=True)
    assert seen == list(expected)


@pytest.mark.parametrize(
    "cursor", ["", "x", "1-", "-1", "1-2-3", "٣-4", "9" * 40 + "-1", "0-" + "9" * 40, "\x00-1"]
)
def test_a_cursor_that_is_none_of_ours_never_breaks(told: Notification, lena: User, cursor: str) -> None:
    assert len(notification_page(lena, cursor=cursor).rows) <= 1


def test_a_calm_outbox_has_nothing_to_show(told: Notification) -> None:
    assert outbox_facts(NOON).is_calm


def test_an_admin_learns_of_late_dead_and_held(vela: Account, lena: User) -> None:
    make_reminder(vela, fire_at=MIDNIGHT - 3 * A_DAY)
    Reminder.objects.update(recorded_at=MIDNIGHT - 9 * A_DAY)
    release_due(NOON)
    for state in (DeliveryState.DEAD, DeliveryState.HELD):
        Delivery.objects.create(
            user=lena, kind="digest", dedupe_key=state, message_id=f"<{state}@x>", state=state,
            state_reason="because", due_at=NOON, next_try_at=NOON,
        )  # fmt: skip
    facts = outbox_facts(NOON + 8 * A_DAY)
    assert (facts.late, len(facts.dead), facts.held, facts.held_reason) == (0, 0, 1, "because")
    facts = outbox_facts(NOON + A_DAY)
    assert (facts.late, len(facts.dead), facts.is_calm) == (1, 1, False)
    assert outbox_facts(NOON + 8 * A_DAY).paused_since == NOON
