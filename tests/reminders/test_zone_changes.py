"""Planned reminders follow their owner's clock; what is due or told stays as it is."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from accounts.announced import AccountChanged, RecordsImported
from accounts.models import Account
from retention.lib.facts import announce
from retention.reminders.actions import plan_reminders
from retention.reminders.fire_times import fire_at, known_zone
from retention.reminders.models import DAY_BEGINS, Reminder
from retention.reminders.zone_changes import correct_soon_due
from retention.team.announced import CalendarChanged
from retention.team.models import User
from tests.cast import NOON

from .test_planning import row
from .trial import MIDNIGHT, make_reminder

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 30)
BERLIN, UTC_ZONE = datetime(2027, 1, 29, 23, 5, tzinfo=UTC), datetime(2027, 1, 30, 0, 5, tzinfo=UTC)


@pytest.fixture
def planned(vela: Account, lena: User) -> Reminder:
    """Lena's account has a row for the 30th of January."""
    with transaction.atomic():
        plan_reminders(kind="trial", subject_id=7, account=vela, rows=[row(-30)], at=NOON, by=lena)
    reminder = Reminder.objects.get()
    assert (reminder.fire_on, reminder.fire_at) == (DAY, UTC_ZONE)
    return reminder


def test_a_new_owner_brings_a_new_clock(planned: Reminder, vela: Account, nico: User) -> None:
    User.objects.filter(pk=nico.pk).update(time_zone="Europe/Berlin")
    Account.objects.filter(pk=vela.pk).update(owner=nico)
    announce(AccountChanged(account_id=vela.pk, fields=frozenset({"owner"}), by_id=nico.pk, at=NOON))
    planned.refresh_from_db()
    assert (planned.fire_zone, planned.fire_at) == ("Europe/Berlin", BERLIN)


def test_a_changed_name_moves_nothing(planned: Reminder, vela: Account, lena: User) -> None:
    User.objects.filter(pk=lena.pk).update(time_zone="Europe/Berlin")
    announce(AccountChanged(account_id=vela.pk, fields=frozenset({"name"}), by_id=lena.pk, at=NOON))
    planned.refresh_from_db()
    assert planned.fire_at == UTC_ZONE


@pytest.mark.parametrize("told_by", ["calendar", "import", "hourly"])
def test_an_owner_who_moves_takes_the_rows_along(
    planned: Reminder, vela: Account, lena: User, told_by: str
) -> None:
    User.objects.filter(pk=lena.pk).update(time_zone="Europe/Berlin")
    if told_by == "calendar":
        announce(CalendarChanged(user_id=lena.pk, days=frozenset(), by_id=lena.pk, at=NOON))
    elif told_by == "import":
        announce(RecordsImported(account_ids=(vela.pk,), by_id=lena.pk, at=NOON))
    else:
        assert correct_soon_due(datetime(2027, 1, 1, tzinfo=UTC), 500) == 1
        assert correct_soon_due(datetime(2027, 1, 1, tzinfo=UTC), 500) == 0
    planned.refresh_from_db()
    assert planned.fire_at == BERLIN


def test_what_is_due_already_is_not_moved_away(vela: Account, lena: User) -> None:
    reminder = make_reminder(vela, fire_at=MIDNIGHT)
    User.objects.filter(pk=lena.pk).update(time_zone="Pacific/Honolulu")
    assert correct_soon_due(NOON, 500) == 0
    reminder.refresh_from_db()
    assert reminder.fire_at == MIDNIGHT


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        # Clocks in Cairo jump from 00:00 to 01:00: the first instant after the gap.
        (date(2027, 4, 30), "Africa/Cairo", datetime(2027, 4, 29, 22, 0, tzinfo=UTC)),
        # In Havana 00:05 happens twice: the first of them.
        (date(2026, 11, 1), "America/Havana", datetime(2026, 11, 1, 4, 5, tzinfo=UTC)),
        (date(2026, 11, 23), "Asia/Kathmandu", datetime(2026, 11, 22, 18, 20, tzinfo=UTC)),
        (date(2026, 11, 23), "Mars/Olympus", datetime(2026, 11, 23, 0, 5, tzinfo=UTC)),
    ],
)
def test_five_past_midnight_in_gaps_folds_and_unknown_places(
    day: date, zone: str, expected: datetime
) -> None:
    assert fire_at(day, DAY_BEGINS, zone) == expected


@pytest.mark.parametrize("name", ["", None, "../etc/passwd", "localtime", "\x00"])
def test_a_zone_nobody_knows_counts_as_utc(name: str | None) -> None:
    assert known_zone(name) == "UTC"
