"""Imports point down: the contracts of pyproject.toml, held in the suite as well."""

import subprocess
import sys
import tomllib

from .sources import ROOT

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"


def test_every_import_points_down() -> None:
    done = subprocess.run([sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_engines_stand_side_by_side_in_the_house() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    house = next(contract for contract in settings["contracts"] if contract["id"] == "house")
    assert [layer.strip("()") for layer in house["layers"][1:]] == [
        "retention.desk : retention.integrations",
        "retention.reports",
        "retention.sharing",
        "retention.reviews",
        "retention.growth | retention.teamwork | retention.walks",
        "retention.metrics",
        "retention.health | retention.renewals | retention.cadence",
        "retention.reminders",
        "plans",
        "contacts",
        "accounts",
        "retention.team",
        "retention.lib",
    ]
