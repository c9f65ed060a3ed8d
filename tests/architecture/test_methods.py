"""The calculations name the section of docs/methods.md they follow, and the section is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CITED = re.compile(r"docs/methods\.md, ([^).\"]+)")


def sections() -> set[str]:
    text = (ROOT / "docs/methods.md").read_text()
    return set(re.findall(r"^## (.+)$", text, flags=re.MULTILINE))


def test_every_cited_section_exists() -> None:
    cited = {
        (" ".join(name.split()), path.name)
        for app in ("accounts", "contacts", "plans", "retention")
        for path in (ROOT / app).rglob("*.py")
        for name in CITED.findall(path.read_text())
    }
    assert len(cited) > 15
    assert not {(name, place) for name, place in cited if name not in sections()}


def test_every_module_a_section_names_exists() -> None:
    named = re.findall(
        r"`((?:accounts|contacts|retention)/[a-z_/]+\.py)`", (ROOT / "docs/methods.md").read_text()
    )
    assert named
    assert all((ROOT / name).is_file() for name in named)
