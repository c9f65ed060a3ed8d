"""A mail leaves with its Message-ID, once; what fails is tried again and in the end admitted."""

import smtplib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends import locmem

from accounts.models import Account
from retention.reminders.claims import BACKOFF, MAX_ATTEMPTS, claim_next
from retention.reminders.digests import write_digests
from retention.reminders.models import Delivery, DeliveryState, Gate, Heartbeat, Notification, Urgency
from retention.reminders.release import release_due
from retention.reminders.sending import send_due
from retention.team.models import User
from tests.cast import NOON

from . import trial
from .trial import MIDNIGHT, at, make_reminder

pytestmark = pytest.mark.django_db
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def waiting(vela: Account) -> Delivery:
    """An immediate mail to Lena that is due."""
    make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)
    release_due(NOON)
    return Delivery.objects.get()


class Failing(locmem.EmailBackend):
    """A mail host that answers what the test says."""

    answer: Exception | None = None
    away: Exception | None = None

    def open(self) -> bool | None:
        """Refuse the line when away."""
        if Failing.away:
            raise Failing.away
        return None

    def send_messages(self, messages: Any) -> int:
        """Answer badly when told to."""
        if Failing.answer:
            raise Failing.answer
        return super().send_messages(messages)


@pytest.fixture
def host(settings: Any) -> type[Failing]:
    """A mail host that works until told otherwise."""
    settings.EMAIL_BACKEND = "tests.reminders.test_sending.Failing"
    Failing.answer = Failing.away = None
    return Failing


def test_it_carries_its_message_id_and_says_it_is_automatic(waiting: Delivery) -> None:
    assert send_due(NOON) == 1
    message = mail.outbox[0].message()
    assert message["Message-ID"] == waiting.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.maybe_twice) == (DeliveryState.SENT, 1, False)
    assert waiting.payload["notifications"] == [Notification.objects.get().pk]
    assert send_due(NOON + timedelta(hours=1)) == 0


def test_somebody_deactivated_meanwhile_gets_nothing(waiting: Delivery, lena: User) -> None:
    User.objects.filter(pk=lena.pk).update(is_active=False)
    send_due(NOON)
    waiting.refresh_from_db()
    assert mail.outbox == []
    assert (waiting.state, waiting.state_reason) == ("suppressed", "This person cannot sign in any more")


@pytest.mark.parametrize("change", ["hidden", "closed", "acknowledged"])
def test_what_is_hidden_closed_or_acknowledged_meanwhile_is_not_mailed(
    waiting: Delivery, vela: Account, lena: User, nico: User, south: Any, change: str
) -> None:
    if change == "hidden":
        Account.objects.filter(pk=vela.pk).update(owner=nico, team=south)
    if change == "closed":
        trial.CLOSED.add(Notification.objects.get().reminder.subject_id)
    if change == "acknowledged":
        Notification.objects.update(acknowledged_at=NOON)
    send_due(NOON)
    waiting.refresh_from_db()
    assert mail.outbox == []
    assert (waiting.state, waiting.state_reason) == ("suppressed", "Nothing was left to say")


def test_a_digest_leaves_out_only_what_its_reader_may_no_longer_see(
    vela: Account, lena: User, nico: User, south: Any
) -> None:
    gone = Account.objects.create(name="Gone Ltd", owner=lena, tier="C", currency="EUR")
    make_reminder(vela, fire_at=MIDNIGHT)
    make_reminder(gone, fire_at=MIDNIGHT)
    release_due(MIDNIGHT)
    write_digests(at(8))
    Account.objects.filter(pk=gone.pk).update(owner=nico, team=south)
    send_due(at(8))
    assert "Vela Hotels" in mail.outbox[0].body
    assert "Gone Ltd" not in mail.outbox[0].body


def test_a_failure_waits_its_backoff_and_keeps_its_reason(waiting: Delivery, host: type[Failing]) -> None:
    host.answer = smtplib.SMTPDataError(451, b"later")
    assert send_due(NOON) == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.claimed_at) == (DeliveryState.PENDING, 1, None)
    assert waiting.state_reason.startswith("Attempt 1: SMTPDataError: (451")
    host.answer = None
    assert send_due(NOON + timedelta(seconds=BACKOFF[0]) - A_SECOND) == 0
    assert send_due(NOON + timedelta(seconds=BACKOFF[0] + 1)) == 1
    waiting.refresh_from_db()
    assert not waiting.maybe_twice


def test_after_the_last_attempt_it_is_dead_and_the_digest_takes_over(
    waiting: Delivery, host: type[Failing]
) -> None:
    host.answer = smtplib.SMTPDataError(451, b"later")
    moment = NOON
    for seconds in BACKOFF:
        send_due(moment)
        moment += timedelta(seconds=seconds + 1)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (DeliveryState.DEAD, MAX_ATTEMPTS)
    assert f"Attempt {MAX_ATTEMPTS}" in waiting.state_reason
    assert Notification.objects.get().delivery is None


def test_a_final_refusal_is_dead_at_once(waiting: Delivery, host: type[Failing]) -> None:
    host.answer = smtplib.SMTPRecipientsRefused({"lena@keel.test": (550, b"no such user")})
    send_due(NOON)
    waiting.refresh_from_db()
    assert waiting.state == DeliveryState.DEAD
    assert "no such user" in waiting.state_reason


def test_a_line_that_breaks_in_the_middle_may_have_delivered(waiting: Delivery, host: type[Failing]) -> None:
    host.answer = smtplib.SMTPServerDisconnected("connection lost")
    send_due(NOON)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.maybe_twice) == (DeliveryState.PENDING, True)


def test_with_the_mail_host_away_no_attempt_is_counted(waiting: Delivery, host: type[Failing]) -> None:
    host.away = ConnectionRefusedError("refused")
    assert send_due(NOON) == 0
    waiting.refresh_from_db()
    assert waiting.attempts == 0
    assert "cannot be reached" in Heartbeat.objects.get(name="mail").detail
    host.away = None
    assert send_due(NOON + A_SECOND) == 1
    assert Heartbeat.objects.get(name="mail").detail == ""


def test_a_mail_that_kills_its_sender_is_given_up(waiting: Delivery) -> None:
    moment = NOON
    for seconds in BACKOFF:
        assert claim_next(moment) is not None
        moment += timedelta(seconds=seconds + 1)
    assert send_due(moment) == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.maybe_twice) == (DeliveryState.DEAD, True)
    assert waiting.state_reason == f"Its sender died in {MAX_ATTEMPTS} attempts"


def test_a_claim_found_unfinished_is_marked_and_sent_under_the_same_id(waiting: Delivery) -> None:
    claim_next(NOON)
    assert send_due(NOON + A_SECOND) == 0
    assert send_due(NOON + timedelta(seconds=BACKOFF[0] + 1)) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.maybe_twice) == (DeliveryState.SENT, True)
    assert mail.outbox[0].message()["Message-ID"] == waiting.message_id


def test_without_a_mail_host_each_mail_is_a_file(waiting: Delivery, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "retention.lib.mail_folder.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    assert send_due(NOON) == 1
    file = next((tmp_path / "mail").iterdir())
    assert file.name == f"lena_keel.test-{waiting.message_id[1:].split('@')[0]}.eml".replace("_", "@", 1)
    assert f"Message-ID: {waiting.message_id}" in file.read_text()


def test_a_restored_database_sends_nothing(waiting: Delivery, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "elsewhere"
    assert send_due(NOON) == 0
    waiting.refresh_from_db()
    assert waiting.state == DeliveryState.HELD
    assert "restored or copied" in waiting.state_reason
    assert mail.outbox == []


def test_a_backup_restored_in_place_sends_nothing(vela: Account) -> None:
    make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)
    release_due(NOON)
    gate = Gate.objects.get()
    send_due(NOON)
    Gate.objects.update(mark=gate.mark)
    Delivery.objects.update(state=DeliveryState.PENDING, next_try_at=NOON)
    assert send_due(NOON + A_SECOND) == 0
    assert len(mail.outbox) == 1
    assert "restored from a backup" in Delivery.objects.get().state_reason


def test_a_data_folder_that_was_copied_sends_nothing(
    waiting: Delivery, settings: Any, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "instance_id").write_bytes((tmp_path / "instance_id").read_bytes())
    settings.DATA_DIR = copy
    assert send_due(NOON) == 0
    assert "copied or moved" in Delivery.objects.get().state_reason
