"""Praise stands once in the morning mail of whom it is for and of who leads them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from accounts.models import Account
from retention.reminders.digests import write_digests
from retention.reminders.sending import send_due
from retention.team.models import User
from retention.teamwork.actions.kudos import give_kudos
from retention.teamwork.models import Kudos
from retention.teamwork.praise_digest import praise_lines

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = datetime(2026, 11, 20, 8, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def praised(vela: Account, lena: User, nadia: User, nico: User) -> None:
    """A minute before Friday's mail, and a minute after it."""
    User.objects.update(time_zone="UTC")
    for text, at in (("Early", FRIDAY - MINUTE), ("Late", FRIDAY + MINUTE)):
        row = give_kudos(to=lena, text=text, by=nico, at=at, account=None)
        Kudos.objects.filter(pk=row.pk).update(recorded_at=at)


def words(user: User, on: date) -> list[str]:
    user.refresh_from_db()
    return [line.text for line in praise_lines(user, on)]


def test_each_praise_stands_in_one_mail(lena: User, nadia: User, nico: User) -> None:
    assert words(lena, FRIDAY.date()) == ["Nico Brand praised you: Early"]
    write_digests(FRIDAY + MINUTE)
    assert words(lena, FRIDAY.date()) == ["Nico Brand praised you: Early"]
    assert words(lena, MONDAY.date()) == ["Nico Brand praised you: Late"]
    assert words(nadia, MONDAY.date()) == ["Nico Brand praised Lena Voss: Late"]
    assert words(nico, MONDAY.date()) == []


def test_the_mail_that_leaves_holds_it(lena: User, nadia: User) -> None:
    write_digests(FRIDAY + MINUTE)
    send_due(FRIDAY + 2 * MINUTE, 10)
    bodies = {message.to[0]: str(message.body) for message in mail.outbox}
    assert "Nico Brand praised you: Early" in bodies[lena.email]
    assert "Nico Brand praised Lena Voss: Early" in bodies[nadia.email]
