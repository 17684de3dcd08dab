"""Every command explains itself and refuses a flag that it does not know."""

import ast
import re
import runpy
import subprocess
import sys

import pytest

from mypt_jax import command
from tests.contracts.source import ROOT, modules, tree

# Every documented command, with a few of the flags that the documentation names.
COMMANDS = {
    "data_gen.domain_text": ("output", "seed", "suite", "documents"),
    "data_gen.copy_task": ("output", "seed", "tokenizer", "documents"),
    "data_gen.format_lock": ("output", "episodes", "seed", "suite", "tokenizer"),
    "data_gen.minimal_qa": ("output", "episodes", "seed", "suite"),
    "data_gen.tasks": ("output", "episodes", "seed", "suite"),
    "data_gen.structured": ("output", "episodes", "seed", "suite"),
    "mypt_jax.train_tokenizer": ("input", "output", "vocab_size"),
    "mypt_jax.prepare": ("input", "output", "tokenizer", "val_split", "exclude", "max_refused"),
    "mypt_jax.train": (
        "config",
        "model_name",
        "init_from_model",
        "dataset_dir",
        "replay_dir",
        "run_dir",
        "dry_run",
        "allow_failed_gate",
    ),
    "mypt_jax.fit": ("config", "topology", "dataset_dir", "max_targets", "mfu", "json", "search"),
    "mypt_jax.convert": ("input", "output", "tokenizer", "run_dir"),
    "mypt_jax.generate": (
        "model",
        "prompt",
        "prompts",
        "output",
        "chatml",
        "temperature",
        "top_p",
        "seed",
    ),
    "mypt_jax.chat": ("model", "system", "temperature"),
    "mypt_jax.show": ("input", "tokenizer", "dataset", "row", "json"),
    "mypt_jax.curriculum": ("config", "from"),
    "eval.gate": ("model", "stage", "suite", "responses", "sets", "run_dir"),
    "eval.report": ("run_dir",),
    "eval.compare": ("suite", "before", "after", "page"),
}


def run(name: str, *argv: str, monkeypatch) -> int:
    """Runs a command as `python -m` does, in this process, and returns its exit code."""
    monkeypatch.setattr(sys, "argv", [name, *argv])
    monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(SystemExit) as end:
        runpy.run_module(name, run_name="__main__", alter_sys=True)
    return end.value.code


def test_the_list_of_commands_is_complete():
    start = '\nif __name__ == "__main__":\n'
    runnable = {name for name, path in modules().items() if start in path.read_text()}
    assert runnable == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_a_command_is_for_and_lists_its_flags(name, capsys, monkeypatch):
    assert run(name, "--help", monkeypatch=monkeypatch) == command.DONE
    text = capsys.readouterr().out
    assert text.startswith(ast.get_docstring(tree(name)).splitlines()[0])
    listed = set(re.findall(r"^  --(?:\[no\])?(\w+): \S", text, re.MULTILINE))
    assert set(COMMANDS[name]) <= listed


@pytest.mark.parametrize("name", COMMANDS)
def test_an_unknown_flag_is_wrong_usage(name, capsys, monkeypatch):
    assert run(name, "--no_such_flag=1", monkeypatch=monkeypatch) == command.USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "error: Unknown command line flag 'no_such_flag'\nSee --help.\n"


def test_help_in_a_process_of_its_own():
    argv = [sys.executable, "-m", "mypt_jax.prepare", "--help"]
    child = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True)
    assert (child.returncode, child.stderr) == (0, "")
    assert "\n  --input: JSONL files, separated by commas.\n" in child.stdout
