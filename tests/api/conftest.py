"""Scripts with tokens: `script(lena)` may do everything its owner may, unless scopes are named."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from retention.integrations.tokens.actions import make_token
from retention.integrations.tokens.scopes import SCOPES
from retention.lib.clock import database_now
from retention.team.models import User


class Script:
    """A program that talks to the API with a token."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query)

    def send(self, method: str, path: str, body: Any, **headers: str) -> Any:
        raw = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.generic(
            method, f"/api/v1/{path}", raw, content_type="application/json", headers=headers or None
        )

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def put(self, path: str, body: Any) -> Any:
        return self.send("PUT", path, body)


Scripts = Callable[..., Script]


@pytest.fixture
def script(db: None) -> Scripts:
    """A script of somebody."""
    cache.clear()

    def make(owner: User, *scopes: str) -> Script:
        token = make_token(
            owner=owner, name="Script", scopes=scopes or SCOPES, expires_at=None, by=owner, at=database_now()
        )
        return Script(token[1])

    return make


def fields_at_fault(answer: Any) -> list[str]:
    """The fields that a problem names."""
    assert answer["Content-Type"] == "application/problem+json"
    return [error["field"] for error in answer.json()["errors"]]
