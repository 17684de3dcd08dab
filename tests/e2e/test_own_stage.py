"""docs/own_stage.md is followed to the letter: its files are written, its commands are run."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mypt_jax import command
from tests.contracts.source import ROOT
from tests.e2e.miniature import environment, python

DOC = ROOT / "docs" / "own_stage.md"
# Stands in for the model that four stages made: as large, but hardly trained and without a gate.
PARENT = """
from ml_collections import ConfigDict

from configs import phase3a4_structured_output


def get_config(preset):
    config = phase3a4_structured_output.get_config(preset)
    config.parent_stage = "none"
    config.gate.required = False
    config.data.shares = ConfigDict({"structured": 1.0})
    config.data.max_seq_len = 512
    config.data.rows_per_step = 2
    config.data.passes = 1.0
    config.train.num_evals = 1
    config.train.num_samples = 0
    config.train.min_steps = 5
    return config
"""


def blocks(language: str) -> list[str]:
    """Returns the contents of the doc's code blocks, those of Python with their file name first."""
    return re.findall(rf"^```{language}(.*?)^```$", DOC.read_text(), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A directory in which runs/tiny/ holds a model of stage 3a4 and its data."""
    place = tmp_path_factory.mktemp("own_stage")
    run, data = place / "runs" / "tiny", place / "runs" / "tiny" / "data"
    episodes = place / "structured.jsonl"
    python("data_gen.structured", f"--output={episodes}", "--episodes=80")
    gold = ROOT / "data_gen" / "gold" / "gold.jsonl"
    tokenizer = f"--tokenizer={run / 'tokenizer'}"
    python(
        "mypt_jax.train_tokenizer",
        f"--input={episodes},{gold}",
        f"--output={run / 'tokenizer'}",
        "--vocab_size=1024",
    )
    for name, source in (("3a4", episodes), ("gold", gold)):
        output = f"--output={data / name}"
        python("mypt_jax.prepare", f"--input={source}", output, tokenizer, "--max_seq_len=512")
    (place / "parent.py").write_text(PARENT)
    python(
        "mypt_jax.train",
        f"--config={place / 'parent.py'}:tiny",
        "--model_name=phase3a4_structured_output",
        f"--run_dir={run}",
        f"--dataset_dir={data / '3a4'}",
        tokenizer,
    )
    return place


def run_bash(block: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Runs a code block as a reader would, from a directory beside the installed package."""
    path = f"{Path(sys.executable).parent}:{environment()['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", block],
        cwd=place,
        env={**environment(), "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_the_doc_leads_to_a_gated_stage(place):
    for block in blocks("python file="):
        name, _, content = block.partition("\n")
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(content)
    prepare, train, gate, use = blocks("bash")
    for block, expected in ((prepare, 0), (train, 0), (gate, command.GATE_FAILED)):
        child = run_bash(block, place)
        assert child.returncode == expected, f"{block}\n{child.stdout}{child.stderr}"
    # a model that was hardly trained fails its gate, for the reasons that the gate is there for
    assert "FAILED" in child.stdout
    models = place / "runs" / "tiny" / "models"
    [result] = (models / "shout").glob("gates/*/final.json")
    figures = {row["metric"]: row for row in json.loads(result.read_text())["metrics"]}
    assert {name: (row["n"], row["bar"]) for name, row in figures.items()} == {
        "closed": (310, 0.99),
        "no_tag_text": (310, 1.0),
        "shouted": (310, 0.9),
    }
    manifest = json.loads((place / "runs/tiny/data/shout/manifest.json").read_text())
    assert [suite["prompts"] for suite in manifest["excluded_suites"]] == [310]
    summary = json.loads((models / "shout" / "summary.json").read_text())
    assert summary["stage"] == "shout"
    assert summary["shares"]["episodes"] == pytest.approx(
        {"shout": 0.6, "structured": 0.3, "gold": 0.1}, abs=0.01
    )
    report, _, generate = use.strip().partition("\n")
    assert run_bash(report, place).returncode == command.GATE_FAILED
    assert "shout" in (place / "runs" / "tiny" / "report.md").read_text()
    answered = run_bash(generate, place)
    assert answered.returncode == command.DONE, answered.stderr
    assert re.search(r"^\[(closed|eot|length), \d+ tokens\]$", answered.stderr, re.MULTILINE)


def test_the_config_is_about_fifteen_lines():
    [config] = [b for b in blocks("python file=") if "my_stage/config.py" in b.splitlines()[0]]
    code = [line for line in config.splitlines()[1:] if line.strip() and "import" not in line]
    assert 10 <= len(code) <= 15
