"""Templates pass the linter, and hold nothing that the content security policy would refuse."""

import re
import subprocess
import sys

from .sources import ROOT

REFUSED_BY_CSP = {
    "a style attribute": re.compile(r"<[^>{%]*\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "hx-on": re.compile(r"\bhx-on[:=-]", re.I),
    "a js: value": re.compile(r"\bhx-(vals|headers|vars)\s*=\s*[\"']\s*(js|javascript):", re.I),
    "an inline script": re.compile(
        r"<script(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"']application/json)", re.I
    ),
    "an inline style sheet": re.compile(r"<style\b", re.I),
}


def test_templates_pass_the_linter() -> None:
    command = [sys.executable, "-m", "djlint", "templates", "--lint", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_templates_hold_nothing_that_the_policy_refuses() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if "email" not in path.parts  # mail programs read style attributes and nothing else
        for what, pattern in REFUSED_BY_CSP.items()
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_guard_knows_what_the_policy_refuses() -> None:
    refused = {
        "a style attribute": '<p class="a" style="color:red">',
        "an event attribute": '<button onclick="go()">',
        "hx-on": '<div hx-on:click="go()">',
        "a js: value": """<div hx-vals='js:{a: 1}'>""",
        "an inline script": "<script>go()</script>",
        "an inline style sheet": "<style>p{}</style>",
    }
    assert {what for what, pattern in REFUSED_BY_CSP.items() if pattern.search(refused[what])} == set(refused)
    assert not REFUSED_BY_CSP["an inline script"].search('<script type="module" src="/a.js"></script>')
