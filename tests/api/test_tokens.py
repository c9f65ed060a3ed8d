"""Tokens: narrowed by scopes, ended at once, never shown again, and answerable in the audit."""

from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from accounts.models import Account
from retention.integrations.models import ApiToken
from retention.integrations.tokens.actions import make_token, revoke_token
from retention.integrations.tokens.throttling import CallerThrottle
from retention.lib.clock import database_now
from retention.team.models import User

from .conftest import Script, Scripts

REFUSED = {"Content-Type": "application/problem+json", "WWW-Authenticate": "Bearer"}


def test_a_token_that_may_read_cannot_write(script: Scripts, lena: User, vela: Account) -> None:
    reading = script(lena, "accounts:read")
    assert reading.get("accounts/").status_code == 200
    answer = reading.patch(f"accounts/{vela.pk}/", {"name": "Other", "version": 1})
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    vela.refresh_from_db()
    assert vela.name == "Vela Hotels"


def test_a_scope_opens_its_own_resource_only(script: Scripts, lena: User, vela: Account) -> None:
    narrow = script(lena, "contacts:read", "contacts:write")
    statuses = {
        name: narrow.get(f"{name}/").status_code
        for name in ("accounts", "contracts", "touchpoints", "check-ins", "renewals", "health", "contacts")
    }
    assert statuses.pop("contacts") == 200
    assert set(statuses.values()) == {403}
    assert narrow.post("touchpoints/", {}).status_code == 403


@pytest.mark.parametrize("ending", ["revoked", "expired", "owner deactivated"])
def test_a_token_ends_at_once(ending: str, script: Scripts, lena: User) -> None:
    running = script(lena)
    assert running.get("accounts/").status_code == 200
    token, at = ApiToken.objects.get(), database_now()
    if ending == "revoked":
        revoke_token(token=token, by=lena, at=at)
    elif ending == "expired":
        ApiToken.objects.update(expires_at=at - timedelta(seconds=1))
    else:
        User.objects.filter(pk=lena.pk).update(is_active=False)
    answer = running.get("accounts/")
    assert answer.status_code == 401
    assert {name: answer[name] for name in REFUSED} == REFUSED


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer nonsense", "Bearer keel_abc_\x00", "Bearer keel_é_x", "Bearer " + "x" * 5000]
)
def test_a_header_that_is_no_token_is_refused(header: str, db: None) -> None:
    answer = Client().get("/api/v1/accounts/", headers={"Authorization": header})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_a_wrong_secret_with_a_right_prefix_is_refused(script: Scripts, lena: User) -> None:
    secret = script(lena).secret
    assert Script(secret[:-1] + ("a" if secret[-1] != "a" else "b")).get("accounts/").status_code == 401


def test_nobody_gets_401_and_a_browser_needs_its_form_token(lena: User, vela: Account) -> None:
    assert Client().get("/api/v1/accounts/").status_code == 401
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(lena)
    assert browser.get("/api/v1/accounts/").status_code == 200
    answer = browser.post("/api/v1/accounts/", "{}", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_the_secret_is_shown_once_and_never_stored(lena: User) -> None:
    browser = Client()
    browser.force_login(lena)
    answer = browser.post("/settings/tokens/", {"name": "Export", "scopes": ["accounts:read"]})
    assert answer.status_code == 201
    assert "no-store" in answer["Cache-Control"]
    token = ApiToken.objects.get()
    shown = answer.content.decode()
    secret = shown.split('value="keel_')[1].split('"')[0]
    assert shown.count(secret) == 1
    assert Script(f"keel_{secret}").get("accounts/").status_code == 200
    later = browser.get("/settings/tokens/").content.decode()
    assert secret not in later
    assert token.digest not in shown + later
    assert token.prefix in later
    audit = apps.get_model("integrations", "ApiTokenEvent")
    assert "digest" not in {field.name for field in audit._meta.get_fields()}
    assert secret not in str(ApiToken.objects.values().get())


def test_the_page_refuses_what_no_token_can_be_and_keeps_what_was_typed(lena: User) -> None:
    browser = Client()
    browser.force_login(lena)
    said: list[dict[str, Any]] = [
        {"name": "", "scopes": ["accounts:read"]},
        {"name": "A\x00B", "scopes": ["accounts:read"]},
        {"name": "Kept words", "scopes": []},
        {"name": "Kept words", "scopes": ["everything:write"]},
        {"name": "Kept words", "scopes": ["accounts:read"], "expires_at": "2020-01-01"},
        {"name": "Kept words", "scopes": ["accounts:read"], "expires_at": "soon"},
    ]
    for body in said:
        answer = browser.post("/settings/tokens/", body)
        assert answer.status_code == 422, body
        assert ("Kept words" in body["name"]) <= (b"Kept words" in answer.content)
    assert not ApiToken.objects.exists()


def test_somebody_elses_token_is_not_revoked(script: Scripts, lena: User, nico: User) -> None:
    running = script(lena)
    token = ApiToken.objects.get()
    browser = Client()
    browser.force_login(nico)
    assert browser.post(f"/settings/tokens/{token.pk}/revoke/").status_code == 404
    assert running.get("accounts/").status_code == 200
    browser.force_login(lena)
    assert browser.get(f"/settings/tokens/{token.pk}/revoke/").status_code == 405
    assert browser.post(f"/settings/tokens/{token.pk}/revoke/").status_code == 302
    assert running.get("accounts/").status_code == 401


def test_a_token_is_made_for_oneself_only(lena: User, nico: User) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        make_token(
            owner=lena, name="x", scopes=["accounts:read"], expires_at=None, by=nico, at=database_now()
        )


def test_what_a_token_writes_is_its_owners_in_the_audit(script: Scripts, lena: User, vela: Account) -> None:
    answer = script(lena).patch(f"accounts/{vela.pk}/", {"city": "Oslo", "version": 1})
    assert answer.status_code == 200
    row = apps.get_model("accounts", "AccountEvent").objects.filter(pgh_obj=vela.pk).latest("pgh_id")
    assert (row.city, row.pgh_context) == (
        "Oslo",
        {"user": lena.pk, "via": "api", "token": ApiToken.objects.get().prefix},
    )


def test_last_use_is_noted_and_times_are_the_owners(script: Scripts, lena: User, vela: Account) -> None:
    User.objects.filter(pk=lena.pk).update(time_zone="Asia/Tokyo")
    running = script(lena)
    assert ApiToken.objects.get().last_used_at is None
    body = {
        "account_id": vela.pk,
        "channel": "call",
        "happened_at": "2026-11-01T09:00",
    }
    assert running.post("touchpoints/", body).json()["happened_at"] == "2026-11-01T00:00:00Z"
    assert ApiToken.objects.get().last_used_at is not None


def test_too_many_requests_are_told_when_to_come_back(
    script: Scripts, lena: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KEEL_API_RATE = "3/min"
    monkeypatch.setattr(CallerThrottle, "timer", staticmethod(lambda: 6_010.5))
    running = script(lena)
    assert [running.get("accounts/").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = running.get("accounts/")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "51"
    assert script(lena).get("accounts/").status_code == 200
    monkeypatch.setattr(CallerThrottle, "timer", staticmethod(lambda: 6_060.5))
    assert running.get("accounts/").status_code == 200


def test_without_redis_nobody_is_stopped(script: Scripts, lena: User, settings: Any) -> None:
    running = script(lena)
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert running.get("accounts/").status_code == 200


def test_a_cache_that_is_emptied_between_two_questions_stops_nobody(script: Scripts, lena: User) -> None:
    running, ended = script(lena), Event()

    def empty() -> None:
        while not ended.is_set():
            cache.clear()

    emptying = Thread(target=empty)
    emptying.start()
    try:
        assert {running.get("check-ins/").status_code for _ in range(40)} == {200}
    finally:
        ended.set()
        emptying.join()
