"""The commands behind the Makefile: `python3 -m retention.launch <command> [argument]`."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from .checking import check
from .choices import ROOT, Choices
from .environment import RUNNING, TESTING, Environment, keep_compiled
from .keeping import backup, restore
from .probe import ask_health
from .refusals import CannotStart
from .running import run
from .telling import Teller
from .testing import test
from .trials import accept, bench, demo

REMOVED_BY_CLEAN = (
    ".venv", ".data-demo", "build", "htmlcov", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis",
    ".import_linter_cache",
)  # fmt: skip


def probe(url: str) -> int:
    """Is /healthz green? For containers; the host name is the first of ALLOWED_HOSTS."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").partition(",")[0]
    is_green, said = ask_health(url or f"{Choices.read().probe_url}/healthz", host=host)
    print(said)
    return 0 if is_green else 1


def clean(teller: Teller) -> int:
    """Remove what can be made again; data stays."""
    for name in REMOVED_BY_CLEAN:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    teller.step("removed everything that can be made again; your data (.data) stays")
    return 0


COMMANDS: dict[str, Callable[[str, Teller], int]] = {
    "run": lambda argument, teller: run(Choices.read(), teller),
    "demo": lambda argument, teller: demo(Choices.read(), teller),
    "backup": lambda argument, teller: backup(argument, Choices.read(), teller),
    "restore": lambda argument, teller: restore(argument, Choices.read(), teller),
    "test": test,
    "check": lambda argument, teller: check(teller),
    "accept": accept,
    "bench": bench,
    "clean": lambda argument, teller: clean(teller),
    "probe": lambda argument, teller: probe(argument),
}
FOR_TESTING = ("test", "check", "accept", "bench")
WITHOUT_ENVIRONMENT = ("clean", "probe")


def main(arguments: list[str]) -> int:
    """Run one command; a refusal is one line and exit code 2."""
    name, argument = [*arguments, "", ""][:2]
    if name not in COMMANDS:
        print(f"say one of: {', '.join(COMMANDS)}")
        return 2
    teller = Teller()
    try:
        if name not in WITHOUT_ENVIRONMENT:
            _go_inside(arguments, TESTING if name in FOR_TESTING else RUNNING, teller)
        return COMMANDS[name](argument, teller)
    except CannotStart as refusal:
        teller.step(f"cannot start: {refusal}")
        return 2
    except KeyboardInterrupt:
        return 130


def _go_inside(arguments: list[str], lock_name: str, teller: Teller) -> None:
    """Make the environment ready and go on inside it, as the same process."""
    environment = Environment(ROOT, teller)
    keep_compiled(os.environ, environment.folder / "compiled")
    if Path(sys.prefix).resolve() == environment.folder.resolve():
        return
    python = str(environment.ensure(lock_name))
    os.execv(python, [python, "-m", "retention.launch", *arguments])  # noqa: S606  (our own python)
