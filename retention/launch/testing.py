"""`make test`: every test against servers of its own, in a folder that is gone afterwards."""

import json
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from .choices import Choices, free_port
from .running import prepare_database
from .stack import opened
from .supervisor import Stopped
from .telling import Teller

FLOOR = 93
"""The least share of lines, in percent, that all tests together must run."""
LEAST_RUN = 5
"""So many files are named, those of which least is run."""


@contextmanager
def thrown_away(name: str) -> Iterator[Path]:
    """A folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=f"keel-{name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test(arguments: str, teller: Teller) -> int:
    """Run pytest with *arguments*; without any, all tests are run and the coverage floor holds."""
    try:
        with thrown_away("test") as folder:
            choices = Choices(data=folder / "data", port=free_port(), with_demo=False)
            with opened(choices, teller, hasty=True) as stack:
                stack.start_servers()
                prepare_database(stack, teller)
                teller.step("running the tests")
                words, counts = shlex.split(arguments), folder / "lines.json"
                counting = () if words else ("-m", "slipcover", "--json", "--out", str(counts))
                command = (sys.executable, *counting, "-m", "pytest", *words)
                job = stack.job("pytest", *command, environment=_environment(folder))
                code = stack.supervisor.run(replace(job, speaks_directly=True))
                if counting and code == 0:
                    code = _judge(counts, teller)
    except Stopped:
        return 130
    teller.step(f"pytest {'passed' if code == 0 else f'ended with code {code}'}")
    return code


def _judge(counts: Path, teller: Teller) -> int:
    """Say how many lines were run, and where the fewest; 2 when they are too few."""
    found = json.loads(counts.read_text())
    share = found["summary"]["percent_covered"]
    files = sorted((each["summary"]["percent_covered"], name) for name, each in found["files"].items())
    for percent, name in files[:LEAST_RUN]:
        teller.step(f"{percent:5.1f} % of {name}")
    teller.step(f"{share:.1f} % of the lines were run; {FLOOR} % must be")
    return 0 if share >= FLOOR else 2


def _environment(folder: Path) -> dict[str, str]:
    """What a test writes goes into *folder*; its database is a clone of the migrated one."""
    scratch = folder / "tmp"
    scratch.mkdir()
    return {
        "DJANGO_SETTINGS_MODULE": "retention.settings.test",
        "KEEL_TEST_TEMPLATE": "keel",
        "TMPDIR": str(scratch),
    }
