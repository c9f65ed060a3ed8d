"""Sessions end when they must: idle, old, deactivated, password changed, or ended by their person."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.db.models import F
from django.test import Client

from retention.team.models import Session, User
from retention.team.sessions import SessionStore, digest

from .conftest import PASSWORD

Open = Callable[..., Client]
PAGE = "/settings/profile/"


def age(user: User, **back: timedelta) -> None:
    """Move instants of the person's sessions back in time."""
    Session.objects.filter(user=user).update(**{name: F(name) - length for name, length in back.items()})


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def test_the_database_holds_no_key_that_opens_a_session(lena: User, browser: Open) -> None:
    client = browser(lena)
    key = client.cookies["sessionid"].value
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM team_session s WHERE s::text LIKE %s", [f"%{key}%"])
        assert cursor.fetchone()[0] == 0
    assert Session.objects.get(user=lena).session_key == digest(key)
    client.cookies["sessionid"] = digest(key)
    assert not is_in(client)


def test_a_session_ends_three_hours_after_the_last_request(lena: User, browser: Open) -> None:
    client = browser(lena)
    age(lena, expire_date=timedelta(hours=2, minutes=59), last_seen_at=timedelta(hours=2, minutes=59))
    assert is_in(client)
    age(lena, expire_date=timedelta(hours=2, minutes=59), last_seen_at=timedelta(hours=2, minutes=59))
    assert is_in(client), "a request starts the three hours anew"
    age(lena, expire_date=timedelta(hours=3))
    assert not is_in(client)


def test_a_session_ends_twelve_hours_after_signing_in_however_busy(lena: User, browser: Open) -> None:
    client = browser(lena)
    age(lena, started_at=timedelta(hours=11, minutes=59), last_seen_at=timedelta(minutes=2))
    assert is_in(client)
    left = Session.objects.get(user=lena)
    assert left.expire_date - left.started_at == timedelta(hours=12)
    age(lena, expire_date=timedelta(minutes=1))
    assert not is_in(client)


def test_reading_within_a_minute_writes_nothing(lena: User, browser: Open) -> None:
    client = browser(lena)
    before = Session.objects.values().get(user=lena)
    assert is_in(client)
    assert Session.objects.values().get(user=lena) == before


def test_signing_in_again_changes_the_key(lena: User, browser: Open) -> None:
    client = browser()
    client.post("/sign-in/", {"login": lena.email, "password": PASSWORD})
    first = client.cookies["sessionid"].value
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": lena.email, "password": PASSWORD})
    assert client.cookies["sessionid"].value != first
    assert Session.objects.filter(user=lena).count() == 1


def test_deactivation_holds_from_the_next_request_even_with_the_session_left(
    lena: User, browser: Open
) -> None:
    client = browser(lena)
    assert is_in(client)
    User.objects.filter(pk=lena.pk).update(is_active=False)
    assert not is_in(client)


def test_a_password_changed_elsewhere_ends_the_session_even_with_its_row_left(
    lena: User, browser: Open
) -> None:
    client = browser(lena)
    lena.set_password("another one entirely")
    lena.save()
    assert not is_in(client)


def test_ended_sessions_are_cleared_away_and_others_stay(lena: User, nico: User, browser: Open) -> None:
    browser(lena), browser(nico)
    age(lena, expire_date=timedelta(hours=4))
    SessionStore.clear_expired()
    assert list(Session.objects.values_list("user_id", flat=True)) == [nico.pk]


def test_a_session_ended_during_a_request_does_not_come_back(lena: User, browser: Open) -> None:
    client = browser(lena)
    store = SessionStore(client.cookies["sessionid"].value)
    store["seen"] = 1
    Session.objects.filter(user=lena).delete()
    try:
        store.save()
    except Exception as error:
        assert type(error).__name__ == "UpdateError"
    assert not Session.objects.exists()
