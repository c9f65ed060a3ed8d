"""Secrets of addresses stay out of the logs."""

import logging

import pytest
from django.conf import settings
from django.test import Client

from retention.lib.hidden_paths import HideSecrets, hidden


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Not Found: /share/rY5dPYLT7rtiIqycNSE5zQ/", "Not Found: /share/…/"),
        ("/share/rY5dPYLT7rtiIqycNSE5zQ/say/", "/share/…/say/"),
        ('"GET /answer/eyJ:1abc:x HTTP/1.1"', '"GET /answer/… HTTP/1.1"'),
        ("/accounts/12/plan/", "/accounts/12/plan/"),
    ],
)
def test_what_stands_behind_a_secret_address_is_left_out(said: str, kept: str) -> None:
    assert hidden(said) == kept


@pytest.mark.django_db
def test_a_request_with_a_secret_is_logged_without_it(caplog: pytest.LogCaptureFixture) -> None:
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["hide_secrets"]
    caplog.handler.addFilter(HideSecrets())
    with caplog.at_level(logging.WARNING, logger="django.request"):
        Client().get("/share/rY5dPYLT7rtiIqycNSE5zQ/")
    assert "/share/…/" in caplog.text and "rY5d" not in caplog.text
