"""Files and functions stay small enough to be read in one go."""

import ast
import warnings

from .sources import PRODUCT, definitions, place, sources

FILE_LIMIT, FILE_WISH, FUNCTION_LIMIT = 300, 200, 30


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without the docstring: an action's keyword-only signature may take what it needs."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    lengths = {place(path): len(path.read_text().splitlines()) for path in sources(*PRODUCT, "tests")}
    assert lengths, "no sources found"
    for name, length in lengths.items():
        if length > FILE_WISH:
            warnings.warn(f"{name} has {length} lines; a concept in it wants its own file", stacklevel=1)
    assert {name: length for name, length in lengths.items() if length > FILE_LIMIT} == {}


def test_no_function_of_the_product_is_longer_than_thirty_lines() -> None:
    too_long = {
        place(path, node): code_lines(node)
        for path in sources(*PRODUCT)
        for node in definitions(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and code_lines(node) > FUNCTION_LIMIT
    }
    assert too_long == {}


def test_a_function_is_measured_without_its_signature_and_docstring() -> None:
    node = ast.parse('def f(\n    a,\n):\n    """One.\n\n    Two.\n    """\n    a += 1\n    return a\n').body[
        0
    ]
    assert isinstance(node, ast.FunctionDef)
    assert code_lines(node) == 2
