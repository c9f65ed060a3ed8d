"""What is installed is pinned by hash, and no file says from where."""

import re

import pytest

from .sources import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements/bootstrap.lock")
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==(?P<version>[^\s;]+)", re.M)


def pins(lock: str) -> dict[str, set[str]]:
    """Each package with its versions; there may be one per platform."""
    found: dict[str, set[str]] = {}
    for match in PINNED.finditer((ROOT / lock).read_text()):
        found.setdefault(match["name"], set()).add(match["version"])
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_a_hash(lock: str) -> None:
    text = re.sub(r"#.*", "", (ROOT / lock).read_text()).replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip()]
    assert entries
    assert [line for line in entries if not PINNED.match(line) or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize(
    "file", [*LOCKS, *(str(path.relative_to(ROOT)) for path in ROOT.glob("requirements/*.in"))]
)
def test_no_requirement_names_an_address(file: str) -> None:
    text = (ROOT / file).read_text()
    assert not re.search(r"://|--(index-url|extra-index-url|find-links|trusted-host)", text)


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    shipped, tested = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: tested.get(name) for name in shipped} == shipped
