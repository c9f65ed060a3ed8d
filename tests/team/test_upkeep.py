"""Ticks of the team layer: holidays are loaded, and old tries and sessions go, without anybody asking."""

from datetime import timedelta

import pytest

from retention.lib.clock import database_now
from retention.lib.ticks import ticks_in_order
from retention.team.actions.holidays import keep_loaded
from retention.team.models import Holiday, Session, SignInTry, TryPurpose, User
from retention.team.tries import KEPT, forget_old

pytestmark = pytest.mark.django_db


def test_holidays_of_places_in_use_are_loaded_by_a_tick_and_a_second_round_changes_nothing(
    lena: User, machine: User
) -> None:
    User.objects.filter(pk=lena.pk).update(country="SE")
    Holiday.objects.all().delete()
    at = database_now()
    assert keep_loaded(at, 500) > 0
    years = set(Holiday.objects.filter(country="SE").values_list("on__year", flat=True))
    assert years == set(range(at.year - 1, at.year + 3))
    assert keep_loaded(at, 500) == 0
    assert keep_loaded(at + timedelta(days=366), 500) > 0


def test_old_tries_and_ended_sessions_go_in_bounded_batches_and_others_stay(lena: User) -> None:
    at = database_now()
    for number in range(3):
        made = SignInTry.objects.create(
            purpose=TryPurpose.values[0], email="x@keel.test", address="", succeeded=False, at=at
        )
        if number < 2:
            SignInTry.objects.filter(pk=made.pk).update(at=at - KEPT - timedelta(minutes=1))
        Session.objects.create(
            session_key=f"key-{number}", session_data="", user=lena,
            expire_date=at + timedelta(minutes=30 if number == 2 else -30),
        )  # fmt: skip
    assert (forget_old(at, 1), forget_old(at, 1), forget_old(at, 1)) == (2, 2, 0)
    assert SignInTry.objects.count() == Session.objects.count() == 1


def test_both_are_registered() -> None:
    names = {tick.name for tick in ticks_in_order()}
    assert {"public holidays loaded", "old tries and sessions forgotten"} <= names
