"""The frame of the commands, tried with a small command of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import jax
import pytest
from absl import flags

from mypt_jax import command
from tests.contracts.source import ROOT

CONFIG = """
from ml_collections import config_dict

def get_config(preset="tiny"):
    if preset != "tiny":
        raise ValueError(f"there is no preset {preset!r}")
    return config_dict.create(seed=1, optimizer=config_dict.create(learning_rate=0.1))
"""


def define_flags(flag_values: flags.FlagValues) -> None:
    flags.DEFINE_string("input", None, "A file.", flag_values=flag_values, required=True)
    flags.DEFINE_integer("count", 3, "A number.", flag_values=flag_values)
    flags.DEFINE_boolean("json", False, "A switch.", flag_values=flag_values)
    command.define_run_dir(flag_values)


def print_flags(args: flags.FlagValues) -> int:
    print(args.input, args.count, args.json, args.run_dir)
    return command.DONE


def test_flags_are_parsed_afresh_each_time(capsys):
    assert command.run(print_flags, define_flags, ["--input=a", "--count=5", "--json"]) == 0
    assert command.run(print_flags, define_flags, ["--input", "b"]) == 0
    assert capsys.readouterr().out == "a 5 True runs/default\nb 3 False runs/default\n"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ([], "--input is missing"),
        (["--inptu=a"], "Unknown command line flag 'inptu'. Did you mean: input"),
        (["--input=a", "--count=many"], "--count=many: invalid literal"),
        (["--input=a", "stray"], "'stray' is no flag"),
        (["--input"], "Missing value for flag --input"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(capsys, argv, message):
    assert command.run(print_flags, define_flags, argv) == command.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert captured.err.endswith("\nSee --help.\n")
    assert message in captured.err


def test_help_shows_the_docstring_and_our_flags_only(capsys):
    assert command.run(print_flags, define_flags, ["--help"]) == command.DONE
    assert capsys.readouterr().out == (
        "The frame of the commands, tried with a small command of its own.\n\nFlags:\n"
        "  --count: A number. (default: 3)\n"
        "  --input: A file.\n"
        "  --[no]json: A switch. (default: False)\n"
        "  --run_dir: Directory of the run. (default: runs/default)\n"
    )


def test_errors_are_one_line_and_exit_code_1(capsys, tmp_path):
    missing = tmp_path / "no.txt"
    assert command.run(lambda args: open(missing), lambda fv: None, []) == command.ERROR
    assert capsys.readouterr().err == f"error: {missing}: No such file or directory.\n"


def test_what_nobody_foresaw_keeps_its_traceback(capsys):
    assert command.run(lambda args: {}["lost"], lambda fv: None, []) == command.ERROR
    assert "Traceback" in capsys.readouterr().err


def test_a_value_error_is_explained_by_our_code_only(capsys):
    def resolve(args: flags.FlagValues) -> None:
        raise command.UsageError("say it differently")

    assert command.run(resolve, lambda fv: None, []) == command.USAGE
    assert capsys.readouterr().err == "error: say it differently\nSee --help.\n"
    foreign = eval("lambda args: [].index(0)", {"__name__": "elsewhere"})
    assert command.run(foreign, lambda fv: None, []) == command.ERROR
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("code", [None, 0, 3, 75])
def test_the_code_of_the_command_passes_through(code):
    assert command.run(lambda args: code, lambda fv: None, []) == (code or 0)


def show_config(args: flags.FlagValues) -> None:
    print(args.config.seed, args.config.optimizer.learning_rate)


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "stage.py"
    path.write_text(CONFIG)
    return f"--config={path}"


@pytest.mark.parametrize(
    ("overrides", "output"),
    [
        ([], "1 0.1\n"),
        (["--config.seed=7", "--config.optimizer.learning_rate=3e-4"], "7 0.0003\n"),
    ],
)
def test_config_overrides(config, capsys, overrides, output):
    argv = sys.argv
    assert command.run(show_config, command.define_config, [config, *overrides]) == command.DONE
    assert capsys.readouterr().out == output
    assert sys.argv is argv


@pytest.mark.parametrize(
    ("change", "override", "message"),
    [
        ("", "--config.sede=2", "--config.sede: the config has no such key. Did you mean 'config"),
        ("", "--config.optimizer.lerning_rate=2", "mean 'config.optimizer.learning_rate'?"),
        ("", "--config.optimiser.learning_rate=2", "mean 'config.optimizer.learning_rate'?"),
        ("", "--config.seed=two", "--config.seed=two: invalid literal"),
        (":huge", "", "there is no preset 'huge'"),
        ("x", "", "there is no such file"),
    ],
)
def test_a_config_mistake_is_explained(config, capsys, change, override, message):
    argv = [config + change, *filter(None, [override])]
    assert command.run(show_config, command.define_config, argv) == command.USAGE
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error


def test_a_tokenizer_is_found_by_name_and_by_path(tmp_path):
    place = tmp_path / "run" / "tokenizer"
    place.mkdir(parents=True)
    run_dir = str(tmp_path / "run")
    assert str(command.resolve_tokenizer("tokenizer", run_dir)) == str(place)
    assert str(command.resolve_tokenizer(str(place), "elsewhere")) == str(place)
    with pytest.raises(
        FileNotFoundError, match="there is no tokenizer 'other': neither .*run/other"
    ):
        command.resolve_tokenizer("other", run_dir)


def test_compiled_programs_lie_in_the_run_unless_the_user_says_where(tmp_path, monkeypatch):
    before = jax.config.jax_compilation_cache_dir  # where the variable of the tests says
    try:
        command.enable_compilation_cache(str(tmp_path))
        assert jax.config.jax_compilation_cache_dir == before
        monkeypatch.delenv("JAX_COMPILATION_CACHE_DIR")
        command.enable_compilation_cache(str(tmp_path))
        assert jax.config.jax_compilation_cache_dir == str(tmp_path / "jax_cache")
    finally:
        jax.config.update("jax_compilation_cache_dir", before)


def test_a_closed_pipe_ends_in_peace():
    code = "import sys; from mypt_jax import command\n"
    code += "def main(args):\n    while True: print('x' * 1000)\n"
    code += "sys.exit(command.run(main, lambda fv: None))"
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    child.stdout.read(10)
    child.stdout.close()
    assert (child.wait(timeout=60), child.stderr.read()) == (0, b"")
    child.stderr.close()


HUGE_PAGES_MODE = Path("/sys/kernel/mm/transparent_hugepage/enabled")


@pytest.mark.skipif(
    not HUGE_PAGES_MODE.exists() or "[never]" in HUGE_PAGES_MODE.read_text(),
    reason="this system has no huge pages to give",
)
def test_a_command_starts_again_in_huge_pages(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        """
import os
import re
import sys
from mypt_jax import command

print(os.getpid(), flush=True)
command.use_huge_pages()
held = b"x" * 64_000_000
with open("/proc/self/smaps_rollup") as file:
    huge = re.search("AnonHugePages: *([0-9]+) kB", file.read())[1]
print(os.getpid(), sys.argv[1:], huge, os.environ["GLIBC_TUNABLES"])
"""
    )

    def run(tunables: str) -> list[str]:
        environ = {**os.environ, "PYTHONPATH": str(ROOT), "GLIBC_TUNABLES": tunables}
        argv = [sys.executable, str(program), "--flag=a b"]
        child = subprocess.run(argv, env=environ, capture_output=True, text=True, check=True)
        return child.stdout.splitlines()

    *before, after = run("glibc.malloc.check=0")
    assert len(before) == 2  # once before it starts again and once after
    process, arguments, huge, tunables = re.fullmatch(r"(\d+) (\[.*\]) (\d+) (.*)", after).groups()
    assert before == [process] * 2
    assert arguments == "['--flag=a b']"
    assert int(huge) > 32_000
    assert tunables == "glibc.malloc.check=0:glibc.malloc.hugetlb=1"
    # what the user says of huge pages stands
    *before, after = run("glibc.malloc.hugetlb=0")
    assert len(before) == 1
    assert re.fullmatch(r"\d+ \[.*\] 0 glibc.malloc.hugetlb=0", after)
