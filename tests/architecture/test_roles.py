"""Only visibility knows what a role may do: everybody else asks it a question in words."""

import ast

from .sources import PRODUCT, ROOT, sources, tree

MAY_NAME_ROLES = {
    "retention/team": "the layer that keeps them",
    "retention/desk/demo": "makes people of every role",
    "retention/desk/management": "makes people of every role",
    "retention/desk/acceptance": "makes people of every role",
    "retention/desk/bench": "makes people of every role",
    "retention/integrations/imports": "makes people from files",
}
PEOPLE = {"user", "by", "person", "owner", "reader", "colleague", "lead", "admin"}
"""Names under which modules know one of our people; contacts have a buying role, which is another thing."""


def asks_for_a_role(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute) or node.attr not in ("role", "sees_everything"):
        return False
    asked = node.value
    name = asked.attr if isinstance(asked, ast.Attribute) else asked.id if isinstance(asked, ast.Name) else ""
    return name in PEOPLE


def test_no_other_module_asks_for_a_role() -> None:
    found = []
    for path in sources(*PRODUCT):
        where = str(path.relative_to(ROOT))
        if where.startswith(tuple(MAY_NAME_ROLES)):
            continue
        for node in ast.walk(tree(path)):
            imports = isinstance(node, ast.ImportFrom) and (node.module or "").endswith("team.roles")
            if imports or asks_for_a_role(node):
                found.append(f"{where}:{node.lineno}")
    assert found == []


def test_the_guard_knows_a_question_for_a_role() -> None:
    def asks(code: str) -> bool:
        return any(asks_for_a_role(node) for node in ast.walk(ast.parse(code)))

    assert asks("if by.role == 'admin': pass")
    assert asks("request.user.sees_everything")
    assert not asks("contact.role")
