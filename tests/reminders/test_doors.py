"""The doors of the clock: the loop ticker, the worker's task, and the command that releases held mails."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from django.core import mail
from django.core.management import call_command
from django.utils.module_loading import import_string

from accounts.models import Account
from retention.desk.management.commands.tick import a_round
from retention.lib import ticks
from retention.lib.clock import database_now
from retention.reminders import mail_line
from retention.reminders.apps import RemindersConfig
from retention.reminders.models import Delivery, DeliveryState, Heartbeat, Notification, Urgency
from retention.reminders.release import release_due
from retention.reminders.sending import send_due
from retention.reminders.tasks import tick
from retention.team.models import PeopleEvent, User
from tests.cast import NOON

from .trial import MIDNIGHT, make_reminder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reminder_ticks_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ticks of other layers are not tried here, and each is run in every round."""
    own = {
        name: each
        for name, each in ticks._ticks.items()
        if each.run.__module__.startswith("retention.reminders")
    }
    monkeypatch.setattr(ticks, "_ticks", own)
    monkeypatch.setattr(ticks, "_last_run", {})


def run_once() -> str:
    """What `manage.py tick` says."""
    out = StringIO()
    call_command("tick", stdout=out)
    return out.getvalue()


def test_one_round_releases_and_shows_its_sign_of_life(vela: Account) -> None:
    make_reminder(vela, fire_at=database_now())
    assert "reminders released: 1\n" in run_once()
    assert Notification.objects.count() == 1
    assert Heartbeat.objects.filter(name="ticker").exists()


def test_the_order_of_the_round_is_release_write_send() -> None:
    names = [each.name for each in ticks.ticks_in_order()]
    sending = ["reminders released", "digests written", "mails sent"]
    assert names == [*sending, "fire times corrected", "old notices forgotten"]


def test_registering_again_changes_nothing() -> None:
    before = ticks.ticks_in_order()
    RemindersConfig.create("retention.reminders").ready()
    assert ticks.ticks_in_order() == before


def test_the_task_of_beat_does_the_same_and_shows_the_workers_sign_of_life(vela: Account) -> None:
    make_reminder(vela, fire_at=database_now())
    entry = product.CELERY_BEAT_SCHEDULE["tick"]
    assert import_string(entry["task"]) is tick
    assert entry["schedule"] == entry["options"]["expires"] == 20
    tick(added_by_a_later_version=1)
    assert Notification.objects.count() == 1
    assert Heartbeat.objects.filter(name="worker").exists()


def test_the_loop_ends_after_the_round_in_hand(vela: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    rounds = []

    def one_round() -> list[ticks.Outcome]:
        rounds.append(time.monotonic())
        if len(rounds) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        return a_round()

    monkeypatch.setattr("retention.desk.management.commands.tick.a_round", one_round)
    try:
        call_command("tick", loop=True, every=0.05)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert len(rounds) == 2


def test_a_round_without_a_database_is_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from django.db import OperationalError

    def away() -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr("retention.desk.management.commands.tick.the_machine", away)
    assert a_round() == []
    assert caplog.messages == ["no round: connection refused"]


@pytest.fixture
def held(vela: Account, settings: Any, tmp_path: Path) -> Delivery:
    """A mail held because the database came from elsewhere."""
    make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)
    release_due(NOON)
    settings.DATA_DIR = tmp_path / "new home"
    send_due(NOON)
    return Delivery.objects.get()


def released(*choice: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("release_held", *choice, stdout=out)
    return out.getvalue()


def test_without_a_choice_the_command_tells_what_is_held(held: Delivery) -> None:
    assert released().splitlines() == [
        "This database was restored or copied from another installation.",
        "Mails held: 1. Choose --send or --drop.",
    ]
    held.refresh_from_db()
    assert held.state == DeliveryState.HELD


def test_released_mails_leave_under_their_own_message_id(held: Delivery) -> None:
    assert released("--send") == "1 held mails leave now.\n"
    send_due(max(NOON, database_now()))
    assert mail.outbox[0].message()["Message-ID"] == held.message_id
    assert released("--send") == "No mail is held: they leave by themselves.\n"
    assert PeopleEvent.objects.get(kind="outbox").text == "Released the outbox: 1 held mails sent"


def test_dropped_mails_never_leave_and_new_ones_do(held: Delivery, vela: Account) -> None:
    assert released("--drop") == "1 held mails dropped.\n"
    make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)
    release_due(NOON)
    assert send_due(NOON) == 1
    assert len(mail.outbox) == 1
    held.refresh_from_db()
    assert (held.state, held.state_reason) == ("suppressed", "Dropped by Keel after a restore")


def test_the_installation_left_behind_may_not_send_any_more_when_it_shares_the_database(
    held: Delivery, settings: Any, tmp_path: Path
) -> None:
    released("--send")
    settings.DATA_DIR = tmp_path
    assert send_due(max(NOON, database_now())) == 0
    assert mail.outbox == []


def test_an_account_manager_does_not_release(held: Delivery, lena: User) -> None:
    from django.core.exceptions import PermissionDenied

    from retention.reminders.actions import release_held

    with pytest.raises(PermissionDenied):
        release_held(send=True, by=lena, at=NOON)


@pytest.fixture
def dripping_host(settings: Any) -> Iterator[None]:
    """A mail host that answers a byte now and then, for ever."""
    server = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
    stop = threading.Event()

    def drip() -> None:
        line, _ = server.accept()
        line.sendall(b"220 hello\r\n")
        for answer in (b"250 keel\r\n",):
            line.recv(1000)
            line.sendall(answer)
        while not stop.wait(0.05):
            try:
                line.sendall(b"2")
            except OSError:
                return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join()
    server.close()


def test_a_mail_host_that_drips_is_cut_off(
    vela: Account, dripping_host: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_line, "DEADLINE", 0.5)
    make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)
    release_due(NOON)
    started = time.monotonic()
    assert send_due(NOON) == 0
    assert time.monotonic() - started < 5
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.maybe_twice) == (DeliveryState.PENDING, 1, True)
    assert delivery.state_reason == "Attempt 1: TimeoutError: The mail host took longer than 0.5 s"
