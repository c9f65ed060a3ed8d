"""Notices: what hangs on no account is told once, to one person, on their page and in no mail."""

from datetime import timedelta

import pytest
from django.test import Client

from retention.reminders.actions.notices import KEPT, forget_notices, tell
from retention.reminders.actions.reading import read_all
from retention.reminders.facts import newest_notices, unread_count
from retention.reminders.models import Delivery, Notice
from retention.team.models import User
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def told(to: User, key: str = "job:1", title: str = "Import from harbour is checked") -> bool:
    return tell(key=key, to=to, title=title, text="26 rows.", url="/imports/1/", by=to, at=NOON)


def test_the_same_thing_is_told_once(ada: User) -> None:
    assert told(ada)
    assert not told(ada)
    assert Notice.objects.count() == 1
    assert not Delivery.objects.exists()


def test_a_notice_counts_as_new_until_it_is_read_and_shows_on_its_readers_page(
    client: Client, ada: User, lena: User
) -> None:
    told(ada)
    assert (unread_count(ada), unread_count(lena)) == (1, 0)
    client.force_login(ada)
    page = client.get("/notifications/").content.decode()
    assert "Import from harbour is checked" in page
    assert 'href="/imports/1/"' in page
    client.force_login(lena)
    assert "harbour" not in client.get("/notifications/").content.decode()
    assert read_all(by=ada, at=NOON) == 1
    assert unread_count(ada) == 0


def test_texts_are_cut_to_what_fits(ada: User) -> None:
    told(ada, title="é" * 900)
    assert len(newest_notices(ada)[0].title) == 200


def test_old_notices_are_forgotten_in_bounded_batches(ada: User) -> None:
    for number in range(3):
        told(ada, key=f"job:{number}")
    assert forget_notices(NOON + KEPT, 2) == 0
    later = NOON + KEPT + timedelta(seconds=1)
    assert (forget_notices(later, 2), forget_notices(later, 2), forget_notices(later, 2)) == (2, 1, 0)
