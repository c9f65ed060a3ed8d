"""`make check`: every static check by name, each with its time, all of them even when one fails."""

import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

from .choices import ROOT
from .telling import Teller

NO_DATABASE = "postgresql:///nothing?host=/nonexistent"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "retention.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "DATABASE_URL": NO_DATABASE,
    "REDIS_URL": "redis://localhost:6379/0",
    "ALLOWED_HOSTS": "keel.example",
    "EMAIL_URL": "consolemail://",
}


@dataclass(frozen=True)
class Check:
    """One static check: what it holds, and the module that holds it."""

    name: str
    module: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a check ended."""

    check: Check
    is_kept: bool
    seconds: float
    output: str


def _manage(*command: str) -> tuple[str, ...]:
    return ("django", *command)


IMPORT_LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
TESTING = {"DJANGO_SETTINGS_MODULE": "retention.settings.test"}
CHECKS = (
    Check("types (mypy --strict)", ("mypy",)),
    Check("layers of imports (import-linter)", ("-c", IMPORT_LINTER)),
    Check("style and safety (ruff check)", ("ruff", "check", "--no-cache", ".")),
    Check("formatting (ruff format)", ("ruff", "format", "--check", "--no-cache", ".")),
    Check("templates (djlint)", ("djlint", "templates", "--lint", "--quiet")),
    Check("migrations are complete", _manage("makemigrations", "--check", "--dry-run"), TESTING),
    Check(
        "production settings (check --deploy)",
        _manage("check", "--deploy", "--fail-level", "WARNING"),
        PRODUCTION,
    ),
    Check(
        "the house (sizes, names, lock files)",
        ("pytest", "tests/architecture", "-q", "-n0", "-m", "not slow"),
    ),
)


def check(teller: Teller) -> int:
    """Run all checks, two at a time; the exit code says whether all are kept."""
    teller.step(f"{len(CHECKS)} static checks")
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(_ask, check) for check in CHECKS]
        outcomes = [_told(future.result(), teller) for future in as_completed(asked)]
    broken = [outcome for outcome in outcomes if not outcome.is_kept]
    for outcome in broken:
        teller.plain(f"\n--- {outcome.check.name}\n{outcome.output.strip()}")
    teller.plain("")
    teller.step(f"{len(outcomes) - len(broken)} of {len(outcomes)} checks kept")
    for outcome in broken:
        teller.step(f"broken: {outcome.check.name}")
    return 1 if broken else 0


def _told(outcome: Outcome, teller: Teller) -> Outcome:
    verdict = "kept  " if outcome.is_kept else "BROKEN"
    teller.step(f"{verdict} {outcome.check.name:<42} {outcome.seconds:5.1f} s")
    return outcome


def _ask(check: Check) -> Outcome:
    started = time.monotonic()
    command = [sys.executable, *(() if check.module[0] == "-c" else ("-m",)), *check.module]
    environment = {**os.environ, "DATABASE_URL": NO_DATABASE, **check.environment}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return Outcome(check, done.returncode == 0, time.monotonic() - started, done.stdout)
