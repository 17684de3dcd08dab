"""The spelling of a tag stands in one module; all others take it from there."""

import ast
import re

import pytest

from tests.contracts.source import modules, tree

TAG_TABLE = "mypt_jax.conversation.tags"
SPELLING = re.compile(r"myPT_|mypt_(?!jax|to_)")


def spelled_strings(syntax: ast.AST) -> list[str]:
    """Returns the strings in code, docstrings aside, that spell a tag."""
    docstrings = set()
    for node in ast.walk(syntax):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            docstrings.add(id(body[0].value))
    return [
        f"{node.lineno}: {node.value!r}"
        for node in ast.walk(syntax)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and SPELLING.search(node.value)
    ]


@pytest.mark.parametrize("name", [n for n in modules() if n != TAG_TABLE])
def test_no_module_spells_a_tag_itself(name):
    assert spelled_strings(tree(name)) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"""Ends with <myPT_eot>."""\nx = "<myPT_eot>"', ["2: '<myPT_eot>'"]),
        ('f"</myPT_{name}>"', ["1: '</myPT_'"]),
        ('x = tags.EOT + "<other>"', []),
    ],
)
def test_the_check_finds_what_it_looks_for(source, expected):
    assert spelled_strings(ast.parse(source)) == expected
