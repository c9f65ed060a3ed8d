"""The parts of the product and what each is told: which database, which Redis, which port."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import leftovers
from .choices import ROOT, Choices
from .datadir import DataDir
from .parts import Part
from .postgres import Postgres
from .probe import ask_health
from .servant import Servant
from .supervisor import Supervisor
from .telling import Teller
from .valkey import Valkey

REST, WEB, JOBS = 2, 3, 9  # ranks; the servers' is 0. Only web is waited for, so all load side by side
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  (gunicorn's heartbeat must not wait for a disk)


@dataclass
class Stack:
    """Everything that runs on one data folder."""

    choices: Choices
    data: DataDir
    supervisor: Supervisor
    postgres: Postgres | None
    valkey: Valkey | None

    def start_servers(self) -> None:
        """PostgreSQL and Redis, where none was given by address."""
        servers: list[Part] = []
        if self.postgres is not None:
            self.postgres.create()
            servers.append(self.postgres.part())
        if self.valkey is not None:
            servers.append(self.valkey.part())
        self.supervisor.start(servers)

    @property
    def environment(self) -> dict[str, str]:
        """What every program of ours is told."""
        return {
            "DJANGO_SETTINGS_MODULE": "retention.settings.development",
            **os.environ,
            "DATA_DIR": str(self.data.path),
            "PORT": str(self.choices.port),
            "DATABASE_URL": self.postgres.url() if self.postgres else self.choices.database_url,
            "REDIS_URL": self.valkey.url if self.valkey else self.choices.redis_url,
            "PYTHONUNBUFFERED": "1",
            leftovers.INSTANCE: self.data.instance,
        }

    def django(self, name: str, *command: str, environment: dict[str, str] | None = None) -> Part:
        """A job of manage.py that runs once."""
        return self.job(name, sys.executable, "manage.py", *command, environment=environment)

    def job(self, name: str, *command: str, environment: dict[str, str] | None = None) -> Part:
        """A program that runs once, beside the parts; it is the first to be stopped."""
        return Part(
            name,
            command,
            rank=JOBS,
            environment={**self.environment, **(environment or {})},
            folder=ROOT,
            patience=5,
            is_restarted=False,
        )

    def product(self) -> list[Part]:
        """The web server, the workers, and both tickers."""
        as_root = ("-W", "ignore:You're running the worker") if os.geteuid() == 0 else ()
        celery = ("-m", "celery", "-A", "retention.celery:app", "--quiet")
        worker = (
            "worker", "--concurrency", "2", "--queues", "keel", "--without-gossip", "--without-mingle",
            "--loglevel", "WARNING",
        )  # fmt: skip
        pages: dict[str, Any] = {
            "rank": WEB,
            "patience": 15,
            "is_ready": self._web_answers,
            "waits_to_be_asked": True,
        }
        schedule = str(self.data.folder("beat") / "schedule")
        self.data.folder("static")  # nothing is collected there, but its absence would be remarked on
        parts = [
            self._python("web", *self._gunicorn(), **pages),
            self._python("worker", *as_root, *celery, *worker, patience=20),
            self._python("beat", *celery, "beat", "--pidfile=", "-s", schedule, patience=5),
        ]
        if has_command("tick"):
            parts.append(self._python("ticker", "manage.py", "tick", "--loop", patience=10))
        return parts

    def _web_answers(self) -> bool:
        return ask_health(f"{self.choices.probe_url}/livez")[0]

    def _gunicorn(self) -> list[str]:
        host = f"[{self.choices.host}]" if ":" in self.choices.host else self.choices.host
        options = [
            "--bind", f"{host}:{self.choices.port}", "--workers", "2", "--threads", "4", "--timeout", "60",
            "--graceful-timeout", "10", "--no-control-socket", "--log-level", "warning", "--preload",
        ]  # fmt: skip
        if os.access(SHARED_MEMORY, os.W_OK):
            options += ["--worker-tmp-dir", str(SHARED_MEMORY)]
        return ["-m", "gunicorn", "retention.wsgi:application", *options]

    def _python(self, name: str, *arguments: str, rank: int = REST, **more: Any) -> Part:
        return Part(name, (sys.executable, *arguments), rank, self.environment, ROOT, **more)


def has_command(name: str) -> bool:
    """Does an app of ours bring the command `manage.py` *name*?"""
    place = f"management/commands/{name}.py"
    return any(ROOT.glob(f"*/{place}")) or any(ROOT.glob(f"retention/*/{place}"))


@contextmanager
def opened(choices: Choices, teller: Teller, *, hasty: bool = False) -> Iterator[Stack]:
    """A stack on its data folder, orphans of a killed start ended; when left, all is stopped in order."""
    has_servers = not (choices.database_url and choices.redis_url)
    servant = Servant.choose(for_postgres=not choices.database_url) if has_servers else Servant(None)
    data = DataDir.take(choices.data, servant)
    supervisor = Supervisor(teller)
    with supervisor.heeding_signals():
        try:
            _end_orphans(data, teller)
            postgres = None if choices.database_url else Postgres(data, servant, hasty)
            valkey = None if choices.redis_url else Valkey(data, servant, hasty)
            yield Stack(choices, data, supervisor, postgres, valkey)
        finally:
            supervisor.stop()
            data.release()


def _end_orphans(data: DataDir, teller: Teller) -> None:
    """A killed launcher takes its parts along (on Linux), but not the busy ones at once."""
    orphans = leftovers.living(data.instance, [])
    if leftovers.end(orphans, polite=leftovers.POLITE, patience=5):
        teller.step(f"ended {len(orphans)} processes that an earlier start left behind")
