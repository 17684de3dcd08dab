r"""The commands of the training regime's text, in the names that they have here, through bash.

The text's `python generate.py --model … --prompt "…\n…"` passes a backslash and an n: bash does not
turn them into a newline inside double quotes, and here neither does Python.
"""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mypt_jax import command
from tests.contracts.source import ROOT
from tests.e2e.miniature import environment

# A stand-in for the text's domain model; the tiny network, hardly trained.
DOMAIN = """
python -m data_gen.domain_text --output=data/domain.jsonl --documents=200
python -m mypt_jax.train_tokenizer --input=data/domain.jsonl --output=runs/default/tokenizer \
  --vocab_size=1024
python -m mypt_jax.prepare --kind=text --input=data/domain.jsonl --output=data/domain \
  --tokenizer=tokenizer
python -m mypt_jax.train --config=configs/domain_base.py:tiny --model_name=domain_v5 \
  --dataset_dir=data/domain --tokenizer=tokenizer --config.parent_stage=none \
  --config.gate.required=False --config.data.rows_per_step=4 --config.train.min_steps=5 \
  --config.train.num_evals=1 --config.optimizer.warmup_steps=2
"""
PHASE_3A1 = """
python -m data_gen.format_lock --output=data/format_lock.jsonl
python -m mypt_jax.prepare \
  --input data/format_lock.jsonl \
  --output data/format_lock_prepared --val_split 0.1 --tokenizer tokenizer
python -m mypt_jax.train --model_name phase3a1_format_lock \
  --init_from_model domain_v5 \
  --config configs/phase3a1_format_lock.py:tiny \
  --dataset_dir data/format_lock_prepared"""
PHASE_3A2 = """
python -m data_gen.minimal_qa --output=data/minimal_qa.jsonl
python -m mypt_jax.prepare \
  --input data/minimal_qa.jsonl \
  --output data/minimal_qa_prepared --val_split 0.1 --tokenizer tokenizer
python -m mypt_jax.train --model_name phase3a2_minimal_qa \
  --init_from_model phase3a1_format_lock \
  --config configs/phase3a2_minimal_qa.py:tiny \
  --dataset_dir data/minimal_qa_prepared \
  --replay_dir format_lock=data/format_lock_prepared"""
# The text's numbers of episodes are for 750M parameters; rows as short as this make steps of them,
# and half a pass is enough to see what the commands leave.
FEW_STEPS = (
    " --config.data.rows_per_step=1 --config.data.max_seq_len=512 --config.data.passes=0.5"
    " --config.train.num_evals=1 --config.train.num_samples=4 --config.train.min_steps=5"
)
GENERATE = r"""python -m mypt_jax.generate --model phase3a1_format_lock \
  --prompt "<myPT_system>You are MyPT.<myPT_eot>\n<myPT_user>YOUR_TEST<myPT_eot>\n<myPT_assistant>"
"""
GATE = "python -m eval.gate --model=phase3a1_format_lock --stage=3a1"


def bash(block: str, place: Path, expect: int = 0) -> subprocess.CompletedProcess[str]:
    """Runs a block as it stands, from a directory that has the configs; stops at an error."""
    child = subprocess.run(
        ["bash", "-e", "-c", block],
        cwd=place,
        env={
            **environment(),
            "PATH": f"{Path(sys.executable).parent}:{environment()['PATH']}",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
    )
    # decoded here, because text mode would turn a model's carriage returns into newlines
    child.stdout, child.stderr = child.stdout.decode(), child.stderr.decode()
    assert child.returncode == expect, f"{block}\n{child.stdout}{child.stderr}"
    return child


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A directory in which the domain model and the first stage were trained."""
    place = tmp_path_factory.mktemp("user")
    (place / "configs").symlink_to(ROOT / "configs")
    bash(DOMAIN, place)
    bash(PHASE_3A1 + FEW_STEPS, place)
    return place


@pytest.mark.slow
def test_the_first_phase_leaves_a_model_of_its_stage(place):
    models = place / "runs" / "default" / "models"
    summary = json.loads((models / "phase3a1_format_lock" / "summary.json").read_text())
    assert summary["stage"] == "3a1"
    assert [entry["stage"] for entry in summary["lineage"]][0] == "domain"
    manifest = json.loads((place / "data" / "format_lock_prepared" / "manifest.json").read_text())
    assert manifest["counts"] == {"read": 500, "written": 500, "refused": 0}
    assert manifest["splits"]["validation"]["episodes"] == pytest.approx(50, abs=10)


@pytest.mark.slow
def test_the_raw_prompt_is_answered_like_its_messages(place):
    raw = bash(GENERATE, place)
    stop_reason, num_tokens = re.fullmatch(
        r"\[(closed|eot|length), (\d+) tokens\]", raw.stderr.splitlines()[-1]
    ).groups()
    line = {
        "id": "p",
        "messages": [
            {"role": "system", "content": "You are MyPT."},
            {"role": "user", "content": "YOUR_TEST"},
        ],
        "max_tokens": 256,
    }
    (place / "prompts.jsonl").write_text(json.dumps(line) + "\n")
    prompts = " --prompts prompts.jsonl --output answers.jsonl"
    bash(f"python -m mypt_jax.generate --model phase3a1_format_lock {prompts}", place)
    assert json.loads((place / "answers.jsonl").read_text()) == {
        "id": "p",
        "output": raw.stdout.removesuffix("\n"),
        "stopped": stop_reason == "closed",
        "stop_reason": stop_reason,
        "n_tokens": int(num_tokens),
    }


@pytest.mark.slow
def test_the_second_phase_waits_for_the_gate_of_the_first(place):
    refused = bash(PHASE_3A2 + FEW_STEPS, place, expect=command.ERROR)
    assert re.search(
        r"^error: the gate of phase3a1_format_lock \(stage 3a1, step \d+, \w{8}\) is missing\. "
        r"Run it with\n    python -m eval\.gate --model=phase3a1_format_lock --stage=3a1 ",
        refused.stderr,
        re.MULTILINE,
    )
    for which in ("dev", "final"):
        bash(
            f"python -m data_gen.format_lock --suite={which} --seen=6 --unseen=6 "
            f"--output=runs/default/suites/3a1_{which}.jsonl",
            place,
        )
    gate = bash(f"{GATE} --force_final", place, expect=command.GATE_FAILED)
    assert "3a1 · phase3a1_format_lock" in gate.stdout
    train = PHASE_3A2[PHASE_3A2.index("python -m mypt_jax.train") :] + FEW_STEPS
    assert "is failed. Run it" in bash(train, place, expect=command.ERROR).stderr
    bash(f"{train} --allow_failed_gate", place)
    models = place / "runs" / "default" / "models"
    summary = json.loads((models / "phase3a2_minimal_qa" / "summary.json").read_text())
    assert summary["shares"]["episodes"]["format_lock"] == pytest.approx(0.26, abs=0.01)
    assert [entry["gate"] for entry in summary["lineage"]] == ["not required", "failed"]


def test_the_750m_stages_say_what_the_text_says():
    text = {
        "phase3a1_format_lock": ("3a1", "domain", 7e-5, {"format_lock": 1.0}),
        "phase3a2_minimal_qa": ("3a2", "3a1", 5e-5, {"minimal_qa": 0.8, "format_lock": 0.2}),
        "phase3a3_tasks": (
            "3a3",
            "3a2",
            3e-5,
            {"tasks": 0.7, "minimal_qa": 0.2, "format_lock": 0.1},
        ),
        "phase3a4_structured_output": (
            "3a4",
            "3a3",
            1.5e-5,
            {"structured": 0.7, "tasks": 0.2, "gold": 0.1},
        ),
    }
    for name, (stage, parent, learning_rate, shares) in text.items():
        config = importlib.import_module(f"configs.{name}").get_config("750m")
        optimizer = config.optimizer
        assert (config.stage, config.parent_stage) == (stage, parent)
        assert config.data.shares.to_dict() == shares
        assert (optimizer.learning_rate, optimizer.weight_decay) == (learning_rate, 0.05)
        assert (optimizer.b1, optimizer.b2, optimizer.clip_norm) == (0.9, 0.95, 1.0)
        assert config.model.dropout in (0.05, 0.1)
        assert 2 <= config.data.passes <= 3.5
