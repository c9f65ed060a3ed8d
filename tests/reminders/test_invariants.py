"""The health page is red when a promise is broken, says which, and only then."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account
from retention.lib.clock import database_now
from retention.lib.health_checks import HEALTH_CHECKS, ask
from retention.reminders.actions import NothingIsPaused, confirm_clock
from retention.reminders.heartbeats import TICKER, WORKER, beat
from retention.reminders.models import Delivery, DeliveryState, Gate, Notification, Reminder, Urgency
from retention.reminders.release import release_due
from retention.team.models import PeopleEvent, User

from .trial import make_reminder

A_MINUTE = timedelta(minutes=1)
NAMES = ("reminders", "mail", "notifications", "ticker", "worker")


def complaints() -> dict[str, str]:
    """What is not kept, and what it says."""
    answers = {name: ask(HEALTH_CHECKS[name]) for name in NAMES}
    return {name: answer.detail for name, answer in answers.items() if not answer.ok}


@pytest.fixture
def alive(db: None) -> None:
    """Both tickers have just worked."""
    beat(TICKER, at=database_now())
    beat(WORKER, at=database_now())


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("alive")]


def waiting_mail(user: User, *, minutes: int, state: str = DeliveryState.PENDING) -> Delivery:
    """A mail whose next attempt was due so many minutes ago."""
    due = database_now() - minutes * A_MINUTE
    return Delivery.objects.create(
        user=user, kind="digest", dedupe_key="d", message_id="<d@x>", state=state, due_at=due, next_try_at=due
    )


def test_all_is_well_when_nothing_is_late(vela: Account, lena: User) -> None:
    make_reminder(vela, fire_at=database_now() - A_MINUTE)
    waiting_mail(lena, minutes=1)
    assert complaints() == {}


def test_a_reminder_two_minutes_late_is_named_with_its_reason(vela: Account) -> None:
    reminder = make_reminder(vela, fire_at=database_now() - 3 * A_MINUTE)
    Reminder.objects.update(state_reason="Could not be told: KeyError")
    assert list(complaints()) == ["reminders"]
    assert f"reminder {reminder.pk} is due for 18" in complaints()["reminders"]
    assert complaints()["reminders"].endswith("Could not be told: KeyError")


def test_a_mail_two_minutes_late_is_named_with_the_trouble(lena: User) -> None:
    waiting_mail(lena, minutes=3)
    beat("mail", at=database_now(), detail="The mail host cannot be reached")
    assert list(complaints()) == ["mail"]
    assert complaints()["mail"].endswith("The mail host cannot be reached")


def test_a_mail_that_waits_for_its_next_attempt_is_no_complaint(lena: User) -> None:
    waiting_mail(lena, minutes=-30)
    assert complaints() == {}


def test_held_mails_are_named_with_the_way_out(lena: User) -> None:
    waiting_mail(lena, minutes=0, state=DeliveryState.HELD)
    assert "manage.py release_held" in complaints()["mail"]


def test_a_released_reminder_that_nobody_was_told_is_found(vela: Account) -> None:
    reminder = make_reminder(vela, fire_at=database_now(), urgency=Urgency.TASK)
    release_due(database_now() + A_MINUTE)
    assert complaints() == {}
    Notification.objects.all().delete()
    assert complaints() == {"notifications": f"reminder {reminder.pk} was released and nobody was told"}


def test_a_silent_ticker_or_worker_is_named_with_its_age() -> None:
    beat(TICKER, at=database_now() - 61 * timedelta(seconds=1))
    beat(WORKER, at=database_now() - 91 * timedelta(seconds=1))
    assert complaints() == {"ticker": "last worked 61 s ago", "worker": "last worked 91 s ago"}
    assert not HEALTH_CHECKS["ticker"].is_essential
    assert HEALTH_CHECKS["reminders"].is_essential


def test_a_doubtful_clock_is_red_until_an_admin_confirms_it(ada: User, lena: User, vela: Account) -> None:
    now = database_now()
    release_due(now - timedelta(days=8))
    make_reminder(vela, fire_at=now)
    assert "an admin confirms the clock" in complaints()["reminders"]
    with pytest.raises(PermissionDenied):
        confirm_clock(by=lena, at=now)
    confirm_clock(by=ada, at=now)
    assert complaints() == {}
    assert release_due(now + A_MINUTE) == 1
    assert Gate.objects.get().confirmed_by == ada
    assert PeopleEvent.objects.get(kind="outbox").text.startswith("Confirmed the clock")
    with pytest.raises(NothingIsPaused):
        confirm_clock(by=ada, at=now)
