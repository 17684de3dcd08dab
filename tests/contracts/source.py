"""Reads our own source files: which modules there are, and what each of them imports."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("mypt_jax", "configs", "data_gen", "eval")


@functools.cache
def modules() -> dict[str, Path]:
    """Returns every module of ours by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = path
    return found


def tree(name: str) -> ast.Module:
    """Returns the syntax tree of a module."""
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


@functools.cache
def imports(name: str, at_import_time: bool = False) -> frozenset[str]:
    """Returns the modules that a module imports, in full.

    Args:
        name: a module of ours.
        at_import_time: leave out what only runs in a function, or only for a type checker.
    """
    found = set()
    for node in _nodes(tree(name), at_import_time):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative imports hide who imports whom"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in modules() else str(node.module))
    return frozenset(found)


def _nodes(node: ast.AST, at_import_time: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if at_import_time and isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if at_import_time and isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        yield child
        yield from _nodes(child, at_import_time)


def loaded_by(name: str) -> dict[str, tuple[str, ...]]:
    """Returns every module that importing `name` loads, with the way that leads to it.

    A module's packages are loaded with it, as Python does.
    """
    ways: dict[str, tuple[str, ...]] = {}
    waiting = [(name, ())]
    while waiting:
        current, way = waiting.pop()
        if current in ways:
            continue
        ways[current] = (*way, current)
        parts = current.split(".")
        parents = [".".join(parts[:n]) for n in range(1, len(parts))]
        below = sorted(imports(current, at_import_time=True)) if current in modules() else []
        waiting += [(other, ways[current]) for other in (*parents, *below)]
    return ways


def is_inside(name: str, package: str) -> bool:
    """Tells whether a module is a package or lies in it."""
    return name == package or name.startswith(f"{package}.")
