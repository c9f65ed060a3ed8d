"""Production refuses what is unsafe, all at once and by name; the containers ask for the same."""

import os
import subprocess
import sys

import pytest
import yaml

from retention.launch.choices import ROOT

GOOD = {
    "SECRET_KEY": "kX9-vQ2_pLz7RtW4mNb8YcJ5hGd3FsA6eUo1iTq0rBxVwZyKnMjPgHfDl",
    "DATABASE_URL": "postgresql://keel:pw@db.example/keel",
    "ALLOWED_HOSTS": "keel.example,www.keel.example",
}
SHOWN = (
    "from django.conf import settings as s;"
    "print(s.KEEL_BASE_URL, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE)"
)


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Read the production settings as a fresh process would, with nothing but *environment*."""
    plain = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "retention.settings.production"}
    return subprocess.run(
        [sys.executable, "-c", SHOWN], cwd=ROOT, env={**plain, **environment}, capture_output=True, text=True
    )


def test_good_settings_start_with_https_everywhere() -> None:
    assert start(**GOOD).stdout.split() == ["https://keel.example", "True", "True"]


def test_everything_missing_is_named_at_once() -> None:
    said = start().stderr
    assert all(f"{name} is missing" in said for name in GOOD)
    assert "token_urlsafe" in said


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"], "SECRET_KEY is a known placeholder"),
        ("SECRET_KEY", "only-for-tests-" + "x" * 40, "SECRET_KEY is a known placeholder"),
        ("SECRET_KEY", GOOD["SECRET_KEY"][:49], "SECRET_KEY is too easy to guess"),
        ("SECRET_KEY", "ab" * 40, "SECRET_KEY is too easy to guess"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS is *"),
    ],
)
def test_an_unsafe_setting_is_refused_alone(setting: str, value: str, reason: str) -> None:
    refusal = start(**{**GOOD, setting: value})
    assert refusal.returncode != 0
    assert reason in refusal.stderr
    assert "missing" not in refusal.stderr


def test_the_containers_hold_no_secret_and_ask_for_each() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    services = yaml.safe_load(text)["services"]
    assert set(services) == {"web", "worker", "beat", "ticker", "migrate", "postgres", "redis"}
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS", "EMAIL_URL"):
        assert f"${{{name}:?" in text
        assert f"${{{name}:-" not in text
        assert f"${{{name}}}" not in text


def test_every_lasting_container_is_asked_for_its_health() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    asked = {name for name, service in services.items() if "test" in service.get("healthcheck", {})}
    assert asked == {"worker", "beat", "ticker", "postgres", "redis"}
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()  # web's: the image's own


def test_the_image_runs_as_an_ordinary_user_and_takes_in_only_what_it_needs() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER keel" in lines
    assert sum(line.startswith("FROM ") for line in lines) == 2
    assert (ROOT / ".dockerignore").read_text().splitlines()[0] == "*"
