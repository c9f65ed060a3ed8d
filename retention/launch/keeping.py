"""Backup and restore by PostgreSQL's own tools, which the wheel brings."""

import os
import subprocess
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

from .choices import Choices
from .credentials import DATABASE, ROLE, address
from .datadir import SOCKETS_NOTE, is_held
from .postgres import Postgres, programs
from .refusals import CannotStart
from .running import DEMO_NOTE
from .stack import Stack, opened
from .telling import Teller

DRAFT = f"{DATABASE}_restored"


def backup(file: str, choices: Choices, teller: Teller) -> int:
    """Write the whole database to *file* (pg_dump's custom format), while the product runs or not."""
    if not file:
        raise CannotStart("say where to: make backup FILE=keel.dump")
    if choices.database_url:
        _tool(os.environ, "pg_dump", "-Fc", "--file", file, choices.database_url)
    else:
        is_running = is_held(choices.data)
        with nullcontext() if is_running else opened(choices, teller) as stack:
            if stack is not None:
                stack.start_servers()
            sockets = Path((choices.data / SOCKETS_NOTE).read_text())
            _tool(_environment(choices.data, sockets), "pg_dump", "-Fc", "--file", file)
    teller.step(
        f"{file}: {Path(file).stat().st_size / 2**20:.1f} MB; keep {choices.data}/secret_key beside it"
    )
    return 0


def restore(file: str, choices: Choices, teller: Teller) -> int:
    """Put the backup in *file* in the place of the embedded database. A broken file changes nothing."""
    if not Path(file).is_file():
        raise CannotStart("say which backup: make restore FILE=keel.dump")
    if choices.database_url:
        raise CannotStart("a database of your own is restored by pg_restore: see docs/operations.md")
    with opened(choices, teller) as stack:
        stack.start_servers()
        if stack.postgres is None:
            return 1
        _replace_database(Path(file).resolve(), stack, stack.postgres)
        (stack.data.path / DEMO_NOTE).touch()
    teller.step(f"restored from {file}; the next start brings it to this version")
    return 0


def _replace_database(file: Path, stack: Stack, postgres: Postgres) -> None:
    environment = _environment(stack.data.path, stack.data.run)
    postgres.as_root(f"DROP DATABASE IF EXISTS {DRAFT}", f"CREATE DATABASE {DRAFT} OWNER {ROLE}")
    _tool(environment, "pg_restore", "--no-owner", "--exit-on-error", "--dbname", DRAFT, str(file))
    postgres.as_root(f"DROP DATABASE {DATABASE} WITH (FORCE)", f"ALTER DATABASE {DRAFT} RENAME TO {DATABASE}")


def _environment(data: Path, sockets: Path) -> dict[str, str]:
    found = address(data, sockets)
    return {
        **os.environ,
        "PGHOST": found["host"],
        "PGUSER": found["user"],
        "PGPASSWORD": found["password"],
        "PGDATABASE": found["dbname"],
    }


def _tool(environment: Mapping[str, str], name: str, *arguments: str) -> None:
    done = subprocess.run(
        [programs() / "bin" / name, *arguments], env=dict(environment), stderr=subprocess.PIPE
    )
    if done.returncode:
        raise CannotStart(f"{name} failed: {done.stderr.decode('utf-8', 'replace').strip()}")
