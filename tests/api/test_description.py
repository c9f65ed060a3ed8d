"""The OpenAPI description: made without a warning, valid, and complete; the page made from it."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from openapi_spec_validator import validate

from retention.integrations.api_urls import router
from retention.lib.api import described
from retention.lib.api.described import DescriptionOnce
from retention.team.models import User

from .conftest import Scripts


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    """As the command writes it; a warning fails it."""
    import json

    written = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=written)
    found: dict[str, Any] = json.loads(written.getvalue())
    return found


def test_it_validates_without_a_warning(description: dict[str, Any]) -> None:
    validate(description)
    assert description["openapi"].startswith("3.")


def test_it_names_every_resource_and_how_to_sign_in(description: dict[str, Any]) -> None:
    named = {address.split("/")[3] for address in description["paths"]}
    assert named == {prefix for prefix, _, _ in router.registry}
    assert description["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_every_operation_tells_its_problems(description: dict[str, Any]) -> None:
    for address, item in description["paths"].items():
        for method in ("get", "post", "put", "patch", "delete"):
            if method in item:
                assert {"401", "403", "404"} <= set(item[method]["responses"]), (method, address)
                if method in ("post", "put", "patch"):
                    assert {"400", "409"} <= set(item[method]["responses"]), (method, address)


def test_it_is_served_to_those_who_are_signed_in(script: Scripts, lena: User) -> None:
    answer = script(lena).get("openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Keel API"
    assert Client().get("/api/v1/openapi.json").status_code == 401


def test_the_page_lists_every_operation_without_scripts_of_others(
    lena: User, description: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(described, "_drawn", {})  # nobody asked for the description before the page
    browser = Client()
    assert browser.get("/api/docs/").status_code == 302
    browser.force_login(lena)
    page = browser.get("/api/docs/").content.decode()
    for address in description["paths"]:
        assert address in page
    assert "cdn" not in page.lower()
    assert "//" not in "".join(part.split('"')[0] for part in page.split('src="')[1:])


def test_it_is_drawn_once_for_all_requests_and_anew_for_another_version(
    script: Scripts, lena: User, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = script(lena).get("openapi.json").content
    drawn: list[object] = []
    fresh = DescriptionOnce._fresh
    monkeypatch.setattr(DescriptionOnce, "_fresh", lambda *asked: drawn.append(asked) or fresh(*asked))
    assert script(ada).get("openapi.json").content == first
    assert drawn == []
    assert script(lena).get("openapi.json?version=2").json()["info"]["version"] == "1 (2)"
    assert len(drawn) == 1
