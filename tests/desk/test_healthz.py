"""Is Keel up? What stands still is told apart from what slows down, and nobody has to sign in to ask."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from retention.desk import healthz
from retention.lib import health_checks
from retention.lib.health_checks import CheckResult, HealthCheck, register_check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_checks_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other layers' checks have tests of their own."""
    monkeypatch.setattr(health_checks, "_checks", {})
    monkeypatch.setattr(healthz, "HEALTH_CHECKS", health_checks._checks)


def test_livez_answers_anybody_without_asking_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/livez")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_healthz_is_green_when_everything_is_there(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": {name: {"state": "ok", "detail": ""} for name in ("database", "migrations", "redis")},
    }
    assert "no-store" in answer["Cache-Control"]


def test_without_redis_keel_is_degraded_and_goes_on(client: Client, settings: Any) -> None:
    settings.CACHE_REDIS_URL = "unix:///nonexistent/redis.sock?db=1"
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["redis"] == {"state": "degraded", "detail": "ConnectionError"}


def test_a_pending_migration_is_red_and_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(healthz, "_migrated_until", 0.0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == {
        "state": "down",
        "detail": "1 pending, first sessions.0001_initial",
    }


def test_a_broken_promise_of_another_layer_is_red_and_a_lesser_one_is_not(client: Client) -> None:
    register_check("lateness", lambda: CheckResult(False, "4 reminders late"), is_essential=False)
    assert client.get("/healthz").status_code == 200
    register_check("lost", lambda: CheckResult(False, "1 reminder lost"))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "down")
    assert answer.json()["checks"]["lost"]["detail"] == "1 reminder lost"
    assert answer.json()["checks"]["lateness"]["state"] == "degraded"


def test_a_check_that_breaks_is_red_and_tells_strangers_nothing_but_its_kind(client: Client) -> None:
    def broken() -> CheckResult:
        raise RuntimeError("password of the database: hunter2")

    register_check("broken", broken)
    answer = client.get("/healthz")
    assert answer.json()["checks"]["broken"] == {"state": "down", "detail": "RuntimeError"}
    assert b"hunter2" not in answer.content


def test_a_name_belongs_to_one_check() -> None:
    def kept() -> CheckResult:
        return CheckResult(True)

    register_check("twice", kept)
    register_check("twice", kept)
    with pytest.raises(ValueError, match="twice"):
        register_check("twice", lambda: CheckResult(True))
    assert health_checks._checks == {"twice": HealthCheck(kept)}
