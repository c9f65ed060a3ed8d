"""Whatever reaches a person starts from what they may see: ``.objects`` is followed by ``visible_to``.

Read in every module that answers people: views, API, forms, filters, exports, tasks, template tags and all
of the desk. Rows reached from a record (``account.touchpoints``) need it too where they are narrower than
the record.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from .sources import PRODUCT, ROOT, sources, tree

DOORS = {"views", "api", "forms", "filters", "exports", "tasks", "templatetags", "admin", "desk"}
NOT_DOORS = {"management", "demo", "acceptance", "bench"}
SOURCES_OF_ROWS = {"objects", "_default_manager", "_base_manager"}
SCOPED_BY = {"visible_to", "editable_by", "none"}
NARROW = {"touchpoints", "timeline", "logged_touchpoints"}
READING = {
    "all", "filter", "exclude", "get", "first", "last", "latest", "earliest", "count", "exists", "order_by",
    "values", "values_list", "select_related", "prefetch_related", "iterator", "current",
    "two_way", "newest_first",
}  # fmt: skip
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}

COMPANY_WIDE = {
    "User": "our own people: everybody may choose a colleague",
    "PlanRate": "the plan's rates of a year; visible to everybody who signs in",
    "Team": "our own teams",
    "TeamMembership": "who of ours is in which team",
    "Absence": "of our own people; the pages narrow it to oneself and to the people one arranges for",
    "Holiday": "public knowledge and company closures",
    "Session": "filtered by its user wherever it is read",
    "Product": "what we sell; visible to everybody who signs in",
}
ALLOWED = {
    ("contacts/api/touchpoints.py", "complete"): "parts of touchpoints that visible_to gave",
    ("retention/desk/account/comments.py", "with_names"): "parts of comments that visible_to gave",
    (
        "retention/teamwork/filters.py",
        "waits_for_me",
    ): "who names the reader, among comments that visible_to gave",
    ("retention/desk/brief/rows.py", "who_was_there"): "parts of touchpoints that visible_to gave",
    ("retention/desk/account/entries.py", "_who_was_there"): "parts of touchpoints that visible_to gave",
    ("retention/desk/views/touchpoints.py", "touchpoints"): "parts of touchpoints that visible_to gave",
    ("retention/desk/views/touchpoints.py", "_logged"): "the account on which the reader has just logged",
    ("retention/lib/api/changed.py", "filter_queryset"): "keys from the audit, of rows that visible_to gave",
    ("retention/integrations/feeds/views.py", "_page"): "the reader's own calendar links, by owner",
    ("retention/integrations/imports/exports.py", "rejected_lines"): "rows of an import that visible_to gave",
    ("retention/integrations/tokens/views.py", "_page"): "the reader's own tokens, by owner",
    ("retention/integrations/tokens/views.py", "token_revoke"): "the reader's own tokens, by owner",
}
"""Reads that need no scope of their own, by file and function, and why."""


def is_door(path: Path) -> bool:
    parts = set(path.relative_to(ROOT).with_suffix("").parts)
    return bool(parts & DOORS) and not parts & NOT_DOORS


def doors() -> list[Path]:
    return [path for path in sources(*PRODUCT) if is_door(path)]


def unscoped(module: ast.Module) -> Iterator[tuple[str, int, str]]:
    """(function, line, code) of every read that does not start from what somebody may see."""
    parents = {child: node for node in ast.walk(module) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(module):
        if breaks_the_rule(node, parents):
            yield enclosing(node, parents), node.lineno, ast.unparse(node)[:90]  # type: ignore[attr-defined]


def breaks_the_rule(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    if isinstance(node, ast.Attribute) and node.attr in SOURCES_OF_ROWS:
        follower = parents[node]
        scoped = isinstance(follower, ast.Attribute) and follower.attr in SCOPED_BY
        return not scoped and last_name(node.value) not in COMPANY_WIDE
    if isinstance(node, ast.Attribute) and node.attr in READING:
        return isinstance(node.value, ast.Attribute) and node.value.attr in NARROW
    if isinstance(node, ast.Call) and last_name(node.func) in SHORTCUTS and node.args:
        first = node.args[0]
        return isinstance(first, ast.Name) and first.id[:1].isupper() and first.id not in COMPANY_WIDE
    return False


def last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def enclosing(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    while node in parents:
        node = parents[node]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return node.name
    return ""


def test_every_read_of_a_door_starts_from_what_the_person_may_see() -> None:
    assert len(doors()) > 40
    found = {
        f"{path.relative_to(ROOT)}:{line} {function}: {code}"
        for path in doors()
        for function, line, code in unscoped(tree(path))
        if (str(path.relative_to(ROOT)), function) not in ALLOWED
    }
    assert found == set()


def test_every_exception_is_still_needed() -> None:
    needed = {(str(path.relative_to(ROOT)), found[0]) for path in doors() for found in unscoped(tree(path))}
    assert set(ALLOWED) <= needed


@pytest.mark.parametrize(
    ("code", "is_refused"),
    [
        ("Account.objects.all()", True),
        ("Account.objects.filter(pk=pk).visible_to(user)", True),
        ("Account.objects.visible_to(user).filter(pk=pk)", False),
        ("Account.objects.editable_by(user)", False),
        ("Account.objects.none()", False),
        ("Account._base_manager.get(pk=pk)", True),
        ("rows = Account.objects", True),
        ("models.Account.objects.get(pk=pk)", True),
        ("get_object_or_404(Account, pk=pk)", True),
        ("get_object_or_404(Account.objects.visible_to(user), pk=pk)", False),
        ("get_object_or_404(Team, pk=pk)", False),
        ("User.objects.active()", False),
        ("account.touchpoints.filter(mood=-2)", True),
        ("account.timeline.all()", True),
        ("account.touchpoints.visible_to(user)", False),
        ("account.contacts.all()", False),
    ],
)
def test_the_guard_knows_a_read_without_scope(code: str, is_refused: bool) -> None:
    assert bool(list(unscoped(ast.parse(code)))) is is_refused
