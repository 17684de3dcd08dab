"""A miniature curriculum through all commands: stopped by a gate, by a signal, and continued."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mypt_jax import command
from tests.contracts.source import ROOT
from tests.e2e.miniature import commands_in, environment, python, write_configs

# Stage, model, parent and replay of the stages that are run by hand.
LATER_STAGES = (
    ("3a2", "phase3a2_minimal_qa", "phase3a1_format_lock", {"format_lock": "3a1"}),
    (
        "3a3",
        "phase3a3_tasks",
        "phase3a2_minimal_qa",
        {"minimal_qa": "3a2", "format_lock": "3a1"},
    ),
    (
        "3a4",
        "phase3a4_structured_output",
        "phase3a3_tasks",
        {"tasks": "3a3", "minimal_qa": "3a2", "format_lock": "3a1", "gold": "gold"},
    ),
)


def read(path: Path) -> dict:
    return json.loads(path.read_text())


def check_trained(model_dir: Path, stage: str) -> None:
    """A trained model has a whole checkpoint, its tokenizer, figures, and says what it is."""
    summary = read(model_dir / "summary.json")
    assert summary["stage"] == stage
    step = summary["best_step"]
    assert (model_dir / "checkpoints" / str(step)).is_dir()
    assert read(model_dir / "integrity" / f"{step}.json")["files"]
    assert (model_dir / "tokenizer" / "tokenizer.model").exists()
    kinds = {json.loads(x)["kind"] for x in (model_dir / "metrics.jsonl").read_text().splitlines()}
    assert "train" in kinds
    assert any(kind.startswith("validation/") for kind in kinds)
    assert list((model_dir / "tensorboard").iterdir())


def check_gate(model_dir: Path, which: str, metrics: set[str]) -> dict:
    """A gate that failed leaves its figures, each with n and interval; returns the result."""
    [path] = model_dir.glob(f"gates/*/{which}.json")
    result = read(path)
    assert result["passed"] is False
    assert metrics <= {row["metric"] for row in result["metrics"]}
    for row in result["metrics"]:
        assert 0 <= row["low"] <= row["value"] <= row["high"] <= 1, row
    return result


def check_report(run_dir: Path, stages: list[str]) -> dict:
    """The report is there for programs, for people, and as plots; returns it."""
    report = read(run_dir / "report.json")
    assert report["passed"] is False
    assert [stage["stage"] for stage in report["stages"]] == stages
    page = (run_dir / "report.md").read_text()
    for stage in report["stages"]:
        assert stage["model"] in page
        plot = run_dir / "plots" / f"{stage['model']}.png"
        assert plot.read_bytes().startswith(b"\x89PNG\r\n")
    return report


def run_and_stop(argv: list[str], metrics: Path, output: Path) -> int:
    """Starts a curriculum and stops it with SIGTERM once a model trains; returns the exit code."""
    with output.open("w") as file:
        child = subprocess.Popen(
            [sys.executable, "-m", *argv], cwd=ROOT, env=environment(), stdout=file, stderr=file
        )
    try:
        while child.poll() is None and not (metrics.exists() and '"train"' in metrics.read_text()):
            time.sleep(0.02)
        child.send_signal(signal.SIGTERM)
        return child.wait(timeout=120)
    finally:
        child.kill()


def build_base(curriculum: list[str], run_dir: Path) -> None:
    """From nothing to a base model whose gate fails, which ends the curriculum."""
    printed = python(*curriculum, expect=command.GATE_FAILED)
    assert "stopped: domain.gate domain_v5 ended with exit code 3" in printed
    assert set(commands_in(printed)) == {
        "data_gen.domain_text",
        "data_gen.copy_task",
        "data_gen.format_lock",
        "data_gen.minimal_qa",
        "data_gen.tasks",
        "data_gen.structured",
        "mypt_jax.train_tokenizer",
        "mypt_jax.prepare",
        "mypt_jax.train",
        "eval.gate",
        "eval.report",
    }
    for name in ("copy", "domain"):
        assert read(run_dir / "data" / name / "manifest.json")["kind"] == "text"
    check_trained(run_dir / "models" / "copy_warmup", "copy")
    check_trained(run_dir / "models" / "domain_v5", "domain")
    check_gate(run_dir / "models" / "domain_v5", "dev", {"copy_probe"})
    check_report(run_dir, ["copy", "domain"])


def stop_and_continue(curriculum: list[str], run_dir: Path) -> None:
    """The first stage is stopped while it trains, goes on from there, and fails its gate."""
    model_dir = run_dir / "models" / "phase3a1_format_lock"
    output = run_dir / "stopped.txt"
    code = run_and_stop(curriculum, model_dir / "metrics.jsonl", output)
    assert code == command.PREEMPTED, output.read_text()
    assert "3a1.train phase3a1_format_lock ended with exit code 75" in output.read_text()
    assert not (model_dir / "summary.json").exists()
    stopped_at = max(int(path.stem) for path in (model_dir / "integrity").iterdir())
    assert f"stopped by a signal at step {stopped_at}, everything is saved" in output.read_text()

    printed = python(*curriculum, expect=command.GATE_FAILED)
    assert commands_in(printed) == ["mypt_jax.train", "eval.gate", "eval.report"]
    assert printed.count(": unchanged, skipped\n") == 17  # 12 files of data, 5 prepared sets
    assert f"resumed from step {stopped_at} of {model_dir}" in printed
    rows = map(json.loads, (model_dir / "metrics.jsonl").read_text().splitlines())
    steps = [row["step"] for row in rows if row["kind"] == "train"]
    assert steps == sorted(set(steps))
    assert steps[-1] == read(model_dir / "summary.json")["steps"]
    check_trained(model_dir, "3a1")
    check_gate(model_dir, "dev", {"closed", "no_tag_text", "max_five_tokens", "exact"})
    check_report(run_dir, ["copy", "domain", "3a1"])


def run_by_hand(configs: Path, run_dir: Path) -> None:
    """The later stages, each from a parent whose gate failed, which has to be said."""
    run = f"--run_dir={run_dir}"
    first = ["--model=phase3a1_format_lock", "--stage=3a1"]
    python("eval.gate", run, *first, "--force_final", expect=command.GATE_FAILED)
    for stage, model, parent, replay in LATER_STAGES:
        python(
            "mypt_jax.train",
            f"--config={configs / model}.py:tiny",
            f"--model_name={model}",
            f"--init_from_model={parent}",
            run,
            f"--dataset_dir={run_dir / 'data' / stage}",
            *(f"--replay_dir={name}={run_dir / 'data' / where}" for name, where in replay.items()),
            "--allow_failed_gate",
        )
        check_trained(run_dir / "models" / model, stage)
        lineage = read(run_dir / "models" / model / "summary.json")["lineage"]
        # the final set, with all earlier stages, was asked of the parents of 3a2 and 3a3 only
        assert lineage[-1]["gate"] == ("missing" if stage == "3a4" else "failed")
        sets = "--force_final" if stage == "3a2" else "--sets=dev"
        gate = ["eval.gate", run, f"--model={model}", f"--stage={stage}", sets]
        python(*gate, expect=command.GATE_FAILED)
    second = check_gate(run_dir / "models" / "phase3a2_minimal_qa", "final", {"closed", "language"})
    assert {row["stage"] for row in second["retention"]} == {"3a1"}
    third = check_gate(run_dir / "models" / "phase3a3_tasks", "dev", {"key_facts_structure"})
    assert third["retention"] == []  # only the final set looks at earlier stages
    check_gate(run_dir / "models" / "phase3a4_structured_output", "dev", {"json_parses", "values"})


def use_the_model(run_dir: Path) -> None:
    """What a user does with a model and its data afterwards."""
    run, model = f"--run_dir={run_dir}", "--model=phase3a4_structured_output"
    prompts, answers = run_dir / "suites" / "3a4_dev.jsonl", run_dir / "answers.jsonl"
    python("mypt_jax.generate", run, model, f"--prompts={prompts}", f"--output={answers}")
    asked = [json.loads(line)["id"] for line in prompts.read_text().splitlines()]
    assert [json.loads(line)["id"] for line in answers.read_text().splitlines()] == asked
    rescored = [f"--suite={prompts}", f"--responses={answers}"]
    python("eval.gate", *rescored, expect=command.GATE_FAILED)
    shown = [f"--dataset={run_dir / 'data' / '3a4'}", "--max_seq_len=512", "--row=0"]
    row = python("mypt_jax.show", run, *shown, "--tokenizer=tokenizer")
    assert "</myPT_assistant>" in row
    python("eval.report", run, expect=command.GATE_FAILED)
    report = check_report(run_dir, ["copy", "domain", "3a1", "3a2", "3a3", "3a4"])
    for stage in report["stages"][2:]:
        assert stage["supervised_tokens"] > 0
        assert stage["shares"].keys() == {"episodes", "supervised_tokens", "weight"}
    kept = report["retention"]["3a1/closed"]
    assert kept.keys() == {"phase3a1_format_lock", "phase3a2_minimal_qa"}


@pytest.mark.slow
def test_the_curriculum_in_miniature(tmp_path):
    run_dir, configs = tmp_path / "run", tmp_path / "configs"
    curriculum = ["mypt_jax.curriculum", f"--config={write_configs(configs, run_dir)}:tiny"]
    build_base(curriculum, run_dir)
    stop_and_continue([*curriculum, "--config.base.build=False"], run_dir)
    run_by_hand(configs, run_dir)
    use_the_model(run_dir)
