"""Our own Python sources, parsed once for the tests of the house."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("accounts", "contacts", "plans", "retention")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@cache
def sources(*folders: str) -> tuple[Path, ...]:
    """Every Python file below *folders* that a person wrote: migrations are made."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def definitions(path: Path) -> Iterator[Definition]:
    """Every function, method and class of the file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Definition))


def place(path: Path, node: Definition | None = None) -> str:
    """How a failing test names it: file:line name."""
    where = str(path.relative_to(ROOT))
    return where if node is None else f"{where}:{node.lineno} {node.name}"
