"""The same request sent twice has one effect, and nobody else hears its answer."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Account
from retention.integrations.models import ApiToken, RepeatedRequest
from retention.integrations.repeats import forget_repeats
from retention.integrations.tokens.actions import revoke_token
from retention.lib.clock import database_now
from retention.team.models import User

from .conftest import Scripts

KEY = {"Idempotency-Key": "import-7"}
BODY = {"name": "Fjord Ferries"}


def test_a_repeated_request_has_one_effect_and_the_same_answer(script: Scripts, lena: User) -> None:
    running = script(lena)
    first, again = running.post("accounts/", BODY, **KEY), running.post("accounts/", BODY, **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotent-Replay" not in first
    assert again["Idempotent-Replay"] == "true"
    assert Account.objects.count() == 1


def test_the_same_key_for_another_request_is_refused(script: Scripts, lena: User) -> None:
    running = script(lena)
    running.post("accounts/", BODY, **KEY)
    other = running.post("accounts/", {"name": "Other"}, **KEY)
    assert (other.status_code, other["Content-Type"]) == (422, "application/problem+json")
    assert running.post("contacts/", BODY, **KEY).status_code == 422
    assert Account.objects.count() == 1


def test_another_caller_with_the_same_key_never_hears_the_answer(
    script: Scripts, lena: User, nico: User
) -> None:
    script(lena).post("accounts/", BODY, **KEY)
    his = script(nico).post("accounts/", {"name": "Orchard & Vine"}, **KEY)
    assert (his.status_code, his.json()["name"]) == (201, "Orchard & Vine")
    assert "Idempotent-Replay" not in his


def test_a_revoked_token_does_not_hear_its_answer_again(script: Scripts, lena: User) -> None:
    running = script(lena)
    running.post("accounts/", BODY, **KEY)
    revoke_token(token=ApiToken.objects.get(), by=lena, at=database_now())
    answer = running.post("accounts/", BODY, **KEY)
    assert answer.status_code == 401
    assert b"Fjord" not in answer.content


def test_a_refusal_is_not_remembered(script: Scripts, lena: User) -> None:
    running = script(lena)
    assert running.post("accounts/", {"name": ""}, **KEY).status_code == 400
    assert not RepeatedRequest.objects.exists()
    assert running.post("accounts/", BODY, **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "\x01", "é"])
def test_a_key_that_cannot_be_one_is_refused(key: str, script: Scripts, lena: User) -> None:
    answer = script(lena).post("accounts/", BODY, **{"Idempotency-Key": key})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert not Account.objects.exists()


def test_answers_are_forgotten_after_two_days(script: Scripts, lena: User) -> None:
    script(lena).post("accounts/", BODY, **KEY)
    now: Any = database_now()
    assert forget_repeats(now + timedelta(hours=47), 100) == 0
    assert forget_repeats(now + timedelta(hours=49), 100) == 1
