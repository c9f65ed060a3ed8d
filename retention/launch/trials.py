"""The whole product on a folder that is thrown away, tried by a command of its own or by a person."""

import shlex
import shutil
from dataclasses import replace
from pathlib import Path

from .choices import ROOT, Choices, free_port
from .refusals import CannotStart
from .running import bring_up, run
from .stack import has_command, opened
from .supervisor import Stopped
from .telling import Teller
from .testing import thrown_away


def accept(packs: str, teller: Teller) -> int:
    """Try the product end to end on the exports in the folder *packs*, then on the demo company."""
    folder = Path(packs).expanduser().resolve()
    if not packs or not folder.is_dir():
        raise CannotStart("say where the exports are: make accept PACKS=<folder>")
    failed = _try("accept", ("--packs", str(folder)), teller)
    return failed or _try("accept", ("--demo",), teller, with_demo=True)


def bench(arguments: str, teller: Teller) -> int:
    """Measure the product on generated data; *arguments* are those of `manage.py bench`."""
    return _try("bench", tuple(shlex.split(arguments)), teller)


def _try(command: str, arguments: tuple[str, ...], teller: Teller, *, with_demo: bool = False) -> int:
    if not has_command(command):
        raise CannotStart(f"this version has no command `manage.py {command}`")
    try:
        with thrown_away(command) as folder:
            choices = Choices(data=folder / "data", port=free_port(), with_demo=with_demo)
            with opened(choices, teller) as stack:
                if complaint := bring_up(stack, teller):
                    raise CannotStart(f"Keel is not healthy: {complaint}")
                address = {"KEEL_URL": choices.url.rstrip("/")}  # as in the links of mails
                job = stack.django(command, command, *arguments, environment=address)
                return stack.supervisor.run(replace(job, speaks_directly=True))
    except Stopped:
        return 130


def demo(choices: Choices, teller: Teller) -> int:
    """A fresh demo company beside your own data, in .data-demo."""
    folder = ROOT / ".data-demo"
    shutil.rmtree(folder, ignore_errors=True)
    return run(replace(choices, data=folder, database_url="", redis_url="", with_demo=True), teller)
