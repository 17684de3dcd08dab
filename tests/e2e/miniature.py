"""A miniature of the curriculum: the real configs, shrunk to a model that trains in seconds.

It is far too small to learn, so its gates fail; what it shows is that every command does its part.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.contracts.source import ROOT

STAGES = (
    "phase3a1_format_lock",
    "phase3a2_minimal_qa",
    "phase3a3_tasks",
    "phase3a4_structured_output",
)
# In both configs below: a model that trains in seconds.
_SMALL_MODEL = """\
    config.model.num_layers = 2
    config.model.embed_dim = 32
    config.model.num_heads = 2
    config.model.num_kv_heads = 2
    config.model.head_dim = 16
    config.model.ffw_dim = 64
    config.model.copying_start = False  # its heads are too small for that
"""
SHRINK = (
    """
from configs import {base}


def get_config(preset):
    config = {base}.get_config(preset)
"""
    + _SMALL_MODEL
    + """\
    config.data.max_seq_len = {max_seq_len}
    config.data.rows_per_step = 4
    config.data.passes = 1.0
    config.optimizer.warmup_steps = 2
    config.train.num_evals = 2
    config.train.log_every = 2
    config.train.min_steps = 10
    config.train.num_samples = 0
    config.train.sample_tokens = 16
    {more}
    return config
"""
)
STAGE = (
    """
from configs import phase3a1_format_lock


def get_config(preset):
    config = phase3a1_format_lock.get_config(preset)
    config.parent_stage = "none"
"""
    + _SMALL_MODEL
    + """\
    config.data.rows_per_step = 8
    config.optimizer.muon = MUON
    # rounding makes of the last bit of a sum, which depends on its order, one of bfloat16
    config.model.round_factors = False
    config.optimizer.microbatches = 2
    config.optimizer.warmup_steps = 2
    config.train.min_steps = 5
    config.train.num_evals = 2
    config.train.log_every = 1
    config.train.num_samples = 4
    config.train.sample_tokens = 8
    return config
"""
)
CURRICULUM = """
from configs import curriculum


def get_config(preset):
    config = curriculum.get_config(preset)
    config.run_dir = {run_dir!r}
    config.max_attempts = 1
    config.base.copy_config = {copy!r}
    config.base.domain_config = {domain!r}
    config.base.domain_documents = 400
    config.base.copy_documents = 160
    config.base.probe_prompts = 8
    for stage in config.stages.values():
        stage.config = {folder!r} + stage.model_name + ".py"
        stage.episodes = 360
        stage.seen_prompts = 6
        stage.unseen_prompts = 6
    return config
"""


def write_configs(folder: Path, run_dir: Path) -> Path:
    """Writes a shrunken config beside a curriculum of them; returns the curriculum's path."""
    folder.mkdir()
    for base in ("copy_warmup", "domain_base", *STAGES):
        more = []
        if base == "domain_base":  # learned nothing; only its config lets stages start from it
            more = ["config.gate.required = False"]
        if base == STAGES[0]:  # long enough to be stopped half way, and with sampled answers
            more = ["config.data.passes = 40.0", "config.data.max_repeats = 40.0"]
            more += ["config.train.num_samples = 4"]
        max_seq_len = 256 if base in ("copy_warmup", STAGES[0]) else 512
        text = SHRINK.format(base=base, max_seq_len=max_seq_len, more="\n    ".join(more))
        (folder / f"{base}.py").write_text(text)
    path = folder / "curriculum.py"
    path.write_text(
        CURRICULUM.format(
            run_dir=str(run_dir),
            copy=str(folder / "copy_warmup.py"),
            domain=str(folder / "domain_base.py"),
            folder=f"{folder}/",
        )
    )
    return path


def environment() -> dict[str, str]:
    """Returns the environment of child processes: one CPU device, as a user has."""
    return {**os.environ, "JAX_PLATFORMS": "cpu", "XLA_FLAGS": ""}


def python(*argv: str, expect: int = 0) -> str:
    """Runs `python -m argv` from the repository's root; returns all that it printed."""
    child = subprocess.run(
        [sys.executable, "-m", *argv],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert child.returncode == expect, f"{' '.join(argv)}: {child.returncode}\n{child.stdout}"
    return child.stdout


def write_stage(folder: Path, muon: bool) -> None:
    """Writes `config.py` of a stage that needs no parent and trains in seconds."""
    (folder / "config.py").write_text(STAGE.replace("MUON", str(muon)))


def losses(folder: Path, run: str) -> dict[str, float]:
    """Returns every reported loss, and how the sampled answers ended."""
    rows = (folder / run / "models" / "model" / "metrics.jsonl").read_text().splitlines()
    return {f"{r['kind']} {r['step']}": r["loss"] for r in map(json.loads, rows) if "loss" in r}


def commands_in(printed: str) -> list[str]:
    """Returns the modules that the curriculum ran, in order."""
    lines = printed.splitlines()
    return [x.split()[3] for x in lines if x.startswith("$ python -m ")]
