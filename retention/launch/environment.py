"""The virtual environment: made once, filled from a hash-locked file, left alone while that is unchanged."""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, MutableMapping
from pathlib import Path

from .package_index import uv_environment
from .refusals import CannotStart
from .telling import Teller

RUNNING, TESTING = "requirements.lock", "requirements-dev.lock"
TESTING_HOLDS_RUNNING = {RUNNING: (RUNNING,), TESTING: (TESTING, RUNNING)}
SIGN_OF_LIFE = 5.0  # seconds of silence after which a long step says that it goes on


def keep_compiled(settings: MutableMapping[str, str], folder: Path) -> None:
    """Where Python may write no compiled files beside the sources, they are kept in *folder*.

    Without them each of our processes compiles two thousand modules anew, which takes four seconds.
    """
    if settings.pop("PYTHONDONTWRITEBYTECODE", ""):
        settings.setdefault("PYTHONPYCACHEPREFIX", str(folder))


class Environment:
    """The folder .venv of the project."""

    def __init__(self, root: Path, teller: Teller) -> None:
        self.root = root
        self.teller = teller
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"

    def ensure(self, lock_name: str) -> Path:
        """Bring the environment to what *lock_name* says; its python. Raises CannotStart when that fails."""
        if self._installed().get(lock_name) == self._wanted(lock_name) and self._works():
            return self.python
        with self._alone():
            if not self._works():
                self._make()
            if self._installed().get(lock_name) != self._wanted(lock_name):
                self._install(lock_name)
        return self.python

    def _wanted(self, lock_name: str) -> str:
        return hashlib.sha256((self.root / lock_name).read_bytes()).hexdigest()

    def _installed(self) -> dict[str, str]:
        try:
            noted = json.loads((self.folder / "installed.json").read_text())
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}

    def _works(self) -> bool:
        """A moved project or a removed Python leaves an environment that starts nothing."""
        try:
            home = (self.folder / "pyvenv.cfg").read_text().split("home = ", 1)[1].splitlines()[0]
        except (OSError, IndexError):
            return False
        return self.python.exists() and Path(home).is_dir()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.mkdir(exist_ok=True)
        with open(self.folder / "setup.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make(self) -> None:
        self.teller.step(f"making .venv with Python {sys.version.split()[0]}")
        made = subprocess.run([sys.executable, "-m", "venv", self.folder], capture_output=True, text=True)
        if made.returncode:
            (self.folder / "pyvenv.cfg").unlink(missing_ok=True)
            if "ensurepip" in made.stdout + made.stderr:
                raise CannotStart(
                    "this Python makes no environments: install it whole (Debian: python3-venv)"
                )
            raise CannotStart(f"could not make .venv: {(made.stderr or made.stdout).strip()}")

    def _install(self, lock_name: str) -> None:
        wanted = self._wanted(lock_name)
        count = sum(1 for line in (self.root / lock_name).read_text().splitlines() if line[:1].isalnum())
        self.teller.step(f"installing {count} packages from {lock_name}")
        arguments = ["install", "--require-hashes", "-r", str(self.root / lock_name)]
        if not self._with_uv(arguments) and not self._with_pip(arguments):
            raise CannotStart(f"could not install {lock_name}: is a package index reachable? See above")
        held = {name: self._wanted(name) for name in TESTING_HOLDS_RUNNING[lock_name]}
        (self.folder / "installed.json").write_text(
            json.dumps({**self._installed(), **held, lock_name: wanted})
        )

    def _with_uv(self, arguments: list[str]) -> bool:
        """uv takes a tenth of pip's time; it is itself installed by pip, with hashes."""
        bootstrap = str(self.root / "requirements" / "bootstrap.lock")
        if not self._run(
            [*self._pip, "install", "-q", "--no-cache-dir", "--require-hashes", "-r", bootstrap], {}
        ):
            return False
        cache = self.folder / "cache"  # beside the packages, so that they are linked and not copied
        settings = {"UV_CACHE_DIR": str(cache), **uv_environment(self.python), **os.environ}
        uv = [str(self.folder / "bin" / "uv"), "pip", *arguments, "--python", str(self.python), "--quiet"]
        is_done = self._run(uv, settings)
        shutil.rmtree(cache, ignore_errors=True)
        return is_done

    def _with_pip(self, arguments: list[str]) -> bool:
        self.teller.step("uv did not do it; trying pip, which takes longer")
        return self._run([*self._pip, *arguments, "--no-cache-dir", "--progress-bar", "off", "-q"], {})

    @property
    def _pip(self) -> list[str]:
        return [str(self.python), "-m", "pip", "--disable-pip-version-check"]

    def _run(self, command: list[str], settings: dict[str, str]) -> bool:
        """Run an installer, saying now and then that it is at work."""
        try:
            process = subprocess.Popen(command, env=settings or None, cwd=self.root)
        except OSError as refusal:
            self.teller.step(f"{command[0]}: {refusal.strerror}")
            return False
        told = time.monotonic()
        while process.poll() is None:
            time.sleep(0.05)
            if time.monotonic() - told > SIGN_OF_LIFE:
                told = time.monotonic()
                self.teller.step("still installing")
        return process.returncode == 0
