"""What cannot wait gets a mail of its own: three a day, the rest joined, nothing outside working hours."""

from datetime import timedelta

import pytest

from accounts.models import Account
from retention.reminders.models import Delivery, DeliveryState, Notification, Urgency
from retention.reminders.release import release_due
from retention.team.models import Absence, Holiday, User
from tests.cast import NOON, TODAY

from .trial import MIDNIGHT, at, make_reminder

pytestmark = pytest.mark.django_db


def urgent(account: Account, number: int = 1) -> None:
    """So many immediate reminders of the account, each of a subject of its own."""
    for _ in range(number):
        make_reminder(account, fire_at=MIDNIGHT, urgency=Urgency.IMMEDIATE)


def mails() -> list[tuple[str, int]]:
    """Key up to the first colon, and how many notifications stand in the mail."""
    return [
        (delivery.dedupe_key.split(":")[0], delivery.notifications.count())
        for delivery in Delivery.objects.order_by("id")
    ]


def test_it_leaves_at_once_within_working_hours(vela: Account, lena: User) -> None:
    urgent(vela)
    release_due(NOON)
    delivery = Delivery.objects.get()
    assert (delivery.due_at, delivery.next_try_at, delivery.user) == (NOON, NOON, lena)
    assert delivery.notifications.get().user == lena
    assert delivery.message_id.startswith("<")


def test_before_working_hours_it_waits_until_they_begin(vela: Account) -> None:
    urgent(vela)
    release_due(MIDNIGHT)
    assert Delivery.objects.get().due_at == at(9)


def test_working_hours_are_the_readers_own(vela: Account, lena: User) -> None:
    User.objects.filter(pk=lena.pk).update(time_zone="Asia/Tokyo", work_starts="22:00", work_ends="23:30")
    urgent(vela)
    release_due(NOON)
    assert Delivery.objects.get().due_at == at(13)


@pytest.mark.parametrize("moment", [at(17, 30), at(12, day=22)])
def test_after_hours_and_on_days_off_the_digest_has_it(vela: Account, moment: object) -> None:
    make_reminder(vela, fire_at=at(0, 5, day=22), urgency=Urgency.IMMEDIATE)
    release_due(moment)  # type: ignore[arg-type]
    assert mails() == []
    assert Notification.objects.unmailed().count() == 1


def test_on_a_holiday_of_the_readers_country_the_digest_has_it(vela: Account, lena: User) -> None:
    User.objects.filter(pk=lena.pk).update(country="DE")
    Holiday.objects.create(country="DE", on=TODAY, name="Feast")
    urgent(vela)
    release_due(NOON)
    assert mails() == []


def test_a_holiday_elsewhere_changes_nothing(vela: Account, lena: User) -> None:
    User.objects.filter(pk=lena.pk).update(country="DE", subdivision="BE")
    Holiday.objects.create(country="FR", on=TODAY, name="Fête")
    Holiday.objects.create(country="DE", subdivision="BY", on=TODAY, name="Feast")
    urgent(vela)
    release_due(NOON)
    assert mails() == [("immediate", 1)]


def test_during_an_absence_it_waits(vela: Account, lena: User) -> None:
    Absence.objects.create(user=lena, starts_on=TODAY, ends_on=TODAY)
    urgent(vela)
    release_due(NOON)
    assert mails() == []


def test_the_fourth_and_further_of_a_day_join_one_message(vela: Account) -> None:
    urgent(vela, 6)
    release_due(NOON)
    assert mails() == [("immediate", 1), ("immediate", 1), ("immediate", 1), ("joined", 3)]
    assert Delivery.objects.get(dedupe_key__startswith="joined").due_at == NOON + timedelta(hours=1)


def test_what_comes_after_the_joined_message_has_left_waits_for_the_digest(vela: Account) -> None:
    urgent(vela, 4)
    release_due(NOON)
    Delivery.objects.update(state=DeliveryState.SENT)
    urgent(vela)
    release_due(NOON)
    assert Notification.objects.unmailed().count() == 1
    assert len(mails()) == 4


def test_the_next_day_has_three_again(vela: Account) -> None:
    urgent(vela, 4)
    release_due(NOON)
    make_reminder(vela, fire_at=at(0, 5, day=24), urgency=Urgency.IMMEDIATE)
    release_due(at(12, day=24))
    assert [kind for kind, _ in mails()].count("immediate") == 4


def test_tasks_get_no_mail_of_their_own(vela: Account) -> None:
    make_reminder(vela, fire_at=MIDNIGHT, urgency=Urgency.TASK)
    release_due(NOON)
    assert mails() == []
