"""Counting tries is right under any number of parallel ones, and costs the same for everybody."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from retention.lib.clock import database_now
from retention.team.models import SignInTry, TryPurpose, User
from retention.team.tries import FAILURES_OF_EMAIL, TooManyTries, begin_try, succeeded

from . import counting_hasher
from .conftest import PASSWORD

HASHER = "tests.team.counting_hasher.CountingHasher"


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_parallel_wrong_logins_five_are_evaluated(settings: pytest.FixtureRequest) -> None:
    settings.PASSWORD_HASHERS = [HASHER]  # type: ignore[attr-defined]
    lena = User.objects.create_user("lena@keel.test", PASSWORD, name="Lena Voss")
    counting_hasher.work.clear()
    together = Barrier(20)

    def guess(number: int) -> list[int]:
        together.wait()
        answers = [
            Client(REMOTE_ADDR=f"10.0.{number}.{turn}")
            .post("/sign-in/", {"login": lena.email, "password": f"guess {number} {turn}"})
            .status_code
            for turn in range(5)
        ]
        connections.close_all()
        return answers

    with ThreadPoolExecutor(20) as pool:
        answers = [status for some in pool.map(guess, range(20)) for status in some]
    assert sorted(answers) == [422] * FAILURES_OF_EMAIL + [429] * (100 - FAILURES_OF_EMAIL)
    assert len([word for word in counting_hasher.work if word.startswith("guess")]) == FAILURES_OF_EMAIL


@pytest.mark.parametrize("who", ["known", "unknown", "invited", "deactivated"])
def test_every_refusal_costs_one_hash_and_as_many_queries(
    db: None,
    who: str,
    settings: pytest.FixtureRequest,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    settings.PASSWORD_HASHERS = [HASHER]  # type: ignore[attr-defined]
    known = {"known": PASSWORD, "deactivated": PASSWORD, "invited": None}
    if who in known:
        active = who != "deactivated"
        User.objects.create_user("lena@keel.test", known[who], name="Lena Voss", is_active=active)
    counting_hasher.work.clear()
    client = Client()
    with django_assert_num_queries(11):  # type: ignore[attr-defined]
        answer = client.post("/sign-in/", {"login": "lena@keel.test", "password": "wrong"})
    assert answer.status_code == 422
    assert len(counting_hasher.work) == 1


def test_a_try_counts_before_it_is_judged_and_a_success_only_after(db: None) -> None:
    at = database_now()
    attempts = [
        begin_try(TryPurpose.SIGN_IN, email="lena@keel.test", address=None, at=at)
        for _ in range(FAILURES_OF_EMAIL)
    ]
    with pytest.raises(TooManyTries) as refused:
        begin_try(TryPurpose.SIGN_IN, email="LENA@keel.test", address=None, at=at)
    assert refused.value.minutes == 15
    assert SignInTry.objects.count() == FAILURES_OF_EMAIL, "a refused try does not lengthen the wait"
    succeeded(attempts[-1])
    begin_try(TryPurpose.SIGN_IN, email="lena@keel.test", address=None, at=at)


def test_purposes_are_counted_apart(db: None) -> None:
    at = database_now()
    for _ in range(FAILURES_OF_EMAIL):
        begin_try(TryPurpose.RESET, email="lena@keel.test", address=None, at=at)
    begin_try(TryPurpose.SIGN_IN, email="lena@keel.test", address=None, at=at)
