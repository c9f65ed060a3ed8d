"""Whatever goes wrong below /api/, also before or outside of its views, is answered by a problem document."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from retention.lib.api.problems import PROBLEM_TYPE
from retention.team.models import User

from .broken_urls import FAILURES
from .conftest import Scripts

broken = pytest.mark.urls("tests.api.broken_urls")


def problem_of(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer["Content-Type"] == PROBLEM_TYPE
    body: dict[str, Any] = json.loads(answer.content)
    assert body["status"] == status
    assert body["detail"]
    assert b"secret" not in answer.content and b"<" not in answer.content
    return body


@broken
@pytest.mark.parametrize("failure", sorted(FAILURES))
def test_what_django_itself_answers_is_a_problem(failure: str, db: None) -> None:
    client = Client(raise_request_exception=False)
    problem_of(client.get(f"/api/v1/{failure}/"), int(failure[6:9]))


@broken
def test_pages_keep_their_error_pages(db: None, lena: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(lena)
    for failure in FAILURES:
        answer = client.get(f"/{failure}/")
        assert answer.status_code == int(failure[6:9])
        assert answer["Content-Type"].startswith("text/html")


@broken
def test_a_bug_in_a_view_of_the_api_is_a_problem_that_tells_nothing(script: Scripts, lena: User) -> None:
    running = script(lena)
    running.client.raise_request_exception = False
    problem_of(running.get("broken/"), 500)


def test_a_host_that_is_not_ours_is_a_problem(db: None) -> None:
    answer = Client(raise_request_exception=False).get("/api/v1/accounts/", headers={"Host": "evil.test"})
    problem_of(answer, 400)


@pytest.mark.parametrize(
    "path", ["%ff%fe", "accounts/%ff/", "accounts/by-external-id/crm/%ff/", "..%2f..%2f", "%00", "accounts/1"]
)
def test_an_address_that_cannot_be_read_is_a_problem(path: str, script: Scripts, lena: User) -> None:
    problem_of(script(lena).client.get(f"/api/v1/{path}"), 405 if "external" in path else 404)


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "large-1"}])
def test_a_body_that_is_too_large_is_a_problem_and_changes_nothing(
    headers: dict[str, str], script: Scripts, lena: User
) -> None:
    body = json.dumps({"name": "x" * (6 * 1024 * 1024)})
    problem_of(script(lena).post("accounts/", body, **headers), 413)
    assert not Account.objects.exists()


def test_a_post_to_nowhere_is_a_404_for_browsers_too(lena: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(lena)
    problem_of(client.post("/api/v1/nowhere/", "{}", content_type="application/json"), 404)


def test_a_browser_without_the_forgery_token_is_told_so(lena: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(lena)
    problem_of(client.post("/api/v1/accounts/", '{"name": "A"}', content_type="application/json"), 403)
    assert not Account.objects.exists()
