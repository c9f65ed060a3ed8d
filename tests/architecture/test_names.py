"""Names say what a thing is for; a name that fits everything says nothing."""

import ast
import re

import pytest

from .sources import PRODUCT, Definition, definitions, place, sources

EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "misc"}
EMPTY_PREFIXES = ("process_", "handle_")
HOOKS = {"process_request", "process_view", "process_exception", "process_response", "handle_DATA"}
"""Names that Django or the SMTP sink of the tests ask for."""


def words(name: str) -> set[str]:
    """The words of a name, in snake or camel case."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def says_nothing(node: Definition) -> bool:
    """Is the definition named by a forbidden word?"""
    if words(node.name) & EMPTY_WORDS:
        return True
    if isinstance(node, ast.ClassDef):
        bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
        return node.name.endswith("Manager") and not any("Manager" in base for base in bases)
    return node.name.startswith(EMPTY_PREFIXES) and node.name not in HOOKS


def test_no_file_is_named_by_an_empty_word() -> None:
    empty = EMPTY_WORDS | {"manager", "managers"}
    assert [place(path) for path in sources(*PRODUCT, "tests") if words(path.stem) & empty] == []


def test_no_function_or_class_is_named_by_an_empty_word() -> None:
    found = [
        place(path, node)
        for path in sources(*PRODUCT, "tests")
        for node in definitions(path)
        if says_nothing(node)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "is_refused"),
    [
        ("def handle_upload(): ...", True),
        ("def date_utils(): ...", True),
        ("class DateHelper: ...", True),
        ("class QueueManager: ...", True),
        ("class UserManager(BaseUserManager[User]): ...", False),
        ("def process_view(): ...", False),
        ("def log_touchpoint(): ...", False),
    ],
)
def test_the_guard_of_names_knows_the_forbidden_ones(code: str, is_refused: bool) -> None:
    node = ast.parse(code).body[0]
    assert isinstance(node, Definition)
    assert says_nothing(node) is is_refused
