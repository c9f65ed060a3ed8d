"""Is Keel up? /livez says that a process answers, /healthz that what it stands on is there."""

import time
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from retention.lib.health_checks import HEALTH_CHECKS, CheckResult, HealthCheck, ask

MIGRATIONS_ASKED_EVERY = 60.0  # seconds; reading every migration file takes longer than all other checks
_migrated_until = 0.0


@login_not_required
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """A web process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Every check by name: `ok`, `degraded` (goes on without it) or `down`, which is answered with 503."""
    checks = {**OWN_CHECKS, **HEALTH_CHECKS}
    answers = {name: ask(check) for name, check in checks.items()}
    states = {name: _state(checks[name], answer) for name, answer in answers.items()}
    worst = next((state for state in ("down", "degraded") if state in states.values()), "ok")
    body = {name: {"state": states[name], "detail": answers[name].detail} for name in checks}
    answer = JsonResponse({"status": worst, "checks": body}, status=503 if worst == "down" else 200)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # a monitor asks often; the answer says it all
    return answer


def _state(check: HealthCheck, answer: CheckResult) -> str:
    if answer.ok:
        return "ok"
    return "down" if check.is_essential else "degraded"


def database_answers() -> CheckResult:
    """PostgreSQL runs a statement for us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return CheckResult(True)


def redis_answers() -> CheckResult:
    """Redis answers a ping within a second; without it delivery goes on by the loop ticker."""
    options: dict[str, Any] = {"socket_connect_timeout": 1, "socket_timeout": 1}
    with redis.Redis.from_url(settings.CACHE_REDIS_URL, **options) as client:
        client.ping()
    return CheckResult(True)


def migrations_are_applied() -> CheckResult:
    """The database has the shape that this version of the code expects."""
    global _migrated_until
    if time.monotonic() < _migrated_until:
        return CheckResult(True)
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        return CheckResult(False, f"{len(pending)} pending, first {pending[0][0]}")
    _migrated_until = time.monotonic() + MIGRATIONS_ASKED_EVERY
    return CheckResult(True)


OWN_CHECKS = {
    "database": HealthCheck(database_answers),
    "migrations": HealthCheck(migrations_are_applied),
    "redis": HealthCheck(redis_answers, is_essential=False),
}
