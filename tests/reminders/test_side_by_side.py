"""Several tickers at the same moment, with real commits: each reminder told once, each mail sent once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connection, transaction

from accounts.models import Account
from retention.reminders.actions import plan_reminders
from retention.reminders.claims import BACKOFF
from retention.reminders.digests import write_digests
from retention.reminders.models import Delivery, DeliveryState, Notification, Reminder, ReminderState, Urgency
from retention.reminders.release import release_due
from retention.reminders.sending import send_due
from retention.team.models import User
from tests.cast import NOON

from .test_planning import row
from .trial import A_DAY, MIDNIGHT, at, make_reminder

pytestmark = pytest.mark.django_db(transaction=True)


def side_by_side(*works: Callable[[], int]) -> list[int]:
    """Run each in a thread with a connection of its own, all at once."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], int]) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")  # a fault shows as a failure, not as a test that hangs
        start.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_two_tickers_tell_every_subject_once_and_one_rung_of_it(vela: Account) -> None:
    for subject in range(1000, 1040):
        for rung, days in ((-60, 2), (-30, 1), (-14, 0)):
            make_reminder(vela, subject_id=subject, rung=rung, fire_at=MIDNIGHT - days * A_DAY)
    counts = side_by_side(*[lambda: release_due(NOON)] * 3)
    assert sum(counts) == 40
    assert Notification.objects.count() == 40
    assert set(Notification.objects.values_list("reminder__rung", flat=True)) == {-14}
    assert Reminder.objects.filter(state=ReminderState.SUPERSEDED).count() == 80


def test_a_subject_that_somebody_else_releases_is_skipped_and_not_waited_for(vela: Account) -> None:
    taken = make_reminder(vela, fire_at=MIDNIGHT)
    make_reminder(vela, fire_at=MIDNIGHT)
    with transaction.atomic():
        Reminder.objects.select_for_update().get(pk=taken.pk)
        assert side_by_side(lambda: release_due(NOON)) == [1]
    assert release_due(NOON) == 1


def test_two_tickers_never_find_room_for_a_fourth_mail(vela: Account) -> None:
    for _ in range(12):
        make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)
    side_by_side(*[lambda: release_due(NOON)] * 3)
    assert Delivery.objects.filter(dedupe_key__startswith="immediate").count() == 3
    assert Delivery.objects.get(dedupe_key__startswith="joined").notifications.count() == 9


def test_two_writers_make_one_digest(vela: Account) -> None:
    make_reminder(vela, fire_at=MIDNIGHT)
    release_due(MIDNIGHT)
    assert sum(side_by_side(*[lambda: write_digests(at(8))] * 3)) == 1
    assert Delivery.objects.count() == 1


def test_two_senders_send_each_mail_once(vela: Account, lena: User) -> None:
    for number in range(40):
        user = User.objects.create(email=f"reader{number}@keel.test", name=f"Reader {number}")
        account = Account.objects.create(name=f"Account {number}", owner=user, currency="EUR")
        make_reminder(account, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)
    release_due(NOON)
    counts = side_by_side(*[lambda: send_due(NOON)] * 3)
    assert sum(counts) == 40
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(ids) == len(set(ids)) == 40
    assert not Delivery.objects.filter(maybe_twice=True).exists()


class Frozen(locmem.EmailBackend):
    """A mail host in front of which a sender stands still until it is let go."""

    reached = threading.Event()
    let_go = threading.Event()

    def send_messages(self, messages: Any) -> int:
        """Stand still on the first mail only."""
        if not Frozen.reached.is_set():
            Frozen.reached.set()
            Frozen.let_go.wait(20)
        return super().send_messages(messages)


def test_a_sender_that_froze_is_not_overtaken(vela: Account, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.reminders.test_side_by_side.Frozen"
    make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)
    release_due(NOON)

    def overtake() -> int:
        Frozen.reached.wait(20)
        later = NOON + timedelta(seconds=sum(BACKOFF))
        try:
            return send_due(later)
        finally:
            Frozen.let_go.set()

    assert side_by_side(lambda: send_due(NOON), overtake) == [1, 0]
    assert len(mail.outbox) == 1
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_nothing_joins_a_message_that_is_leaving(vela: Account) -> None:
    for _ in range(4):
        make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)
    release_due(NOON)
    late = make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)
    with transaction.atomic():
        Delivery.objects.select_for_update().get(dedupe_key__startswith="joined")
        assert side_by_side(lambda: release_due(NOON)) == [1]
    assert Notification.objects.get(reminder=late).delivery is None


def test_two_plans_of_one_subject_leave_each_row_once(vela: Account, lena: User) -> None:
    def plan() -> int:
        with transaction.atomic():
            rows = [row(rung) for rung in (-60, -30, -14)]
            plan_reminders(kind="trial", subject_id=7, account=vela, rows=rows, at=NOON, by=lena)
        return 0

    side_by_side(plan, plan, plan)
    assert Reminder.objects.planned().count() == 3


def test_a_plan_waits_for_the_release_of_its_subject(vela: Account, lena: User) -> None:
    """A rung that is being told while its anchor moves is either told or cancelled, never both."""
    for subject in range(2000, 2020):
        make_reminder(vela, subject_id=subject, fire_at=MIDNIGHT)

    def withdraw() -> int:
        for subject in range(2019, 1999, -1):
            with transaction.atomic():
                plan_reminders(kind="trial", subject_id=subject, account=vela, rows=[], at=NOON, by=lena)
        return 0

    told, _ = side_by_side(lambda: release_due(NOON), withdraw)
    states = Reminder.objects.values_list("state", flat=True)
    assert list(states).count("released") == told == Notification.objects.count()
    assert list(states).count("cancelled") == 20 - told
