"""No pickle anywhere: a file that runs code when it is read is never written or read."""

import ast
from pathlib import Path

import pytest

from tests.contracts.source import ROOT

EXECUTES_WHAT_IT_READS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
FILES = sorted(
    path
    for folder in ("mypt_jax", "configs", "data_gen", "eval", "benchmarks", "tests")
    for path in (ROOT / folder).rglob("*.py")
)


def faults(source: str) -> list[str]:
    """Returns what in a source file can read or write pickles, with its line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        found += [
            f"{node.lineno}: imports {name}"
            for name in names
            if name.split(".")[0] in EXECUTES_WHAT_IT_READS
        ]
        if isinstance(node, ast.Call):
            found += [f"{node.lineno}: {fault}" for fault in _call_faults(node)]
    return found


def _call_faults(call: ast.Call) -> list[str]:
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
    function = ast.unparse(call.func)
    if function in ("np.load", "numpy.load") and given.get("allow_pickle") != "False":
        return [f"{function} without allow_pickle=False"]
    if function == "torch.load" and given.get("weights_only") != "True":
        return ["torch.load without weights_only=True"]
    if function.endswith((".read_pickle", ".to_pickle")):
        return [function]
    return ["allow_pickle"] if given.get("allow_pickle", "False") != "False" else []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_reads_or_writes_pickles(path: Path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import pickle", ["1: imports pickle"]),
        ("def f():\n    from joblib import load", ["2: imports joblib"]),
        ("np.load(path)", ["1: np.load without allow_pickle=False"]),
        ("np.load(path, allow_pickle=False)", []),
        ("x.save(a, allow_pickle=True)", ["1: allow_pickle"]),
        ("torch.load(path)", ["1: torch.load without weights_only=True"]),
        ("torch.load(path, weights_only=True)", []),
    ],
)
def test_the_check_finds_what_it_looks_for(source, expected):
    assert faults(source) == expected
