"""Two processes with two devices each train like one process: same plan, same losses, one model."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.source import ROOT
from tests.e2e.miniature import environment, python

CONFIG = """
from configs import phase3a1_format_lock


def get_config(preset):
    config = phase3a1_format_lock.get_config(preset)
    config.parent_stage = "none"
    config.model.num_layers = 2
    config.model.embed_dim = 32
    config.model.num_heads = 2
    config.model.num_kv_heads = 2
    config.model.head_dim = 16
    config.model.ffw_dim = 64
    config.model.copying_start = False  # its heads are too small for that
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
# Joins the other processes, says which rows are its own and what the plan is, and trains.
MEMBER = """
import hashlib
import sys

import jax

address, num_processes, process = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if num_processes > 1:
    jax.distributed.initialize(address, num_processes, process)

from mypt_jax import command, train
from mypt_jax.model.sharding import batch_sharding
from mypt_jax.training.step import rows_of_process


def main(args):
    given = train.read_given(args)
    plan, sharding = train.make_plan(given), batch_sharding(train.make_stage_mesh(given.stage))
    digest = hashlib.sha256()
    for step in range(plan.steps):
        for name, values in sorted(plan.source[step].items()):
            digest.update(name.encode() + values.tobytes())
    rows = rows_of_process(sharding, given.stage.rows_per_step).tolist()
    print(f"member {process} of {num_processes}: rows {rows}, plan {digest.hexdigest()}")
    return train.main(args)


sys.exit(command.run(main, train.define_flags, sys.argv[4:]))
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A directory with a tokenizer and 300 prepared episodes."""
    place = tmp_path_factory.mktemp("two_processes")
    episodes, tokenizer = place / "episodes.jsonl", place / "tokenizer"
    python("data_gen.format_lock", f"--output={episodes}", "--episodes=300")
    python(
        "mypt_jax.train_tokenizer",
        f"--input={episodes}",
        f"--output={tokenizer}",
        "--vocab_size=600",
    )
    python(
        "mypt_jax.prepare",
        f"--input={episodes}",
        f"--output={place / 'data'}",
        f"--tokenizer={tokenizer}",
    )
    return place


def train(data: Path, run: str, num_processes: int, devices_each: int) -> list[str]:
    """Trains in so many processes at once; returns what each of them printed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    flags = [
        f"--config={data / 'config.py'}:tiny",
        "--model_name=model",
        f"--run_dir={data / run}",
        f"--dataset_dir={data / 'data'}",
        f"--tokenizer={data / 'tokenizer'}",
    ]
    devices = f"--xla_force_host_platform_device_count={devices_each}"
    environ = {**environment(), "XLA_FLAGS": devices, "PYTHONPATH": str(ROOT)}
    outputs = [data / f"{run}_{process}.txt" for process in range(num_processes)]
    members = []
    for process, output in enumerate(outputs):
        argv = [sys.executable, "-c", MEMBER, address, str(num_processes), str(process), *flags]
        with output.open("w") as file:
            members.append(subprocess.Popen(argv, cwd=data, env=environ, stdout=file, stderr=file))
    try:
        codes = [member.wait(timeout=300) for member in members]
    finally:
        for member in members:
            member.kill()
    printed = [output.read_text() for output in outputs]
    assert codes == [0] * num_processes, "\n\n".join(printed)
    return printed


def members_of(printed: list[str]) -> list[tuple[str, str]]:
    """Returns each member's rows and plan."""
    lines = [next(x for x in text.splitlines() if x.startswith("member ")) for text in printed]
    return [tuple(line.split(": rows ")[1].split(", plan ")) for line in lines]


def losses(data: Path, run: str) -> dict[str, float]:
    """Returns every reported loss, and how the sampled answers ended."""
    rows = (data / run / "models" / "model" / "metrics.jsonl").read_text().splitlines()
    return {f"{r['kind']} {r['step']}": r["loss"] for r in map(json.loads, rows) if "loss" in r}


@pytest.mark.slow
@pytest.mark.parametrize("muon", [False, True])
def test_two_processes_train_like_one(data, muon):
    (data / "config.py").write_text(CONFIG.replace("MUON", str(muon)))
    one, two = (f"{name}_{muon}" for name in ("alone", "together"))
    alone = train(data, one, num_processes=1, devices_each=1)
    together = train(data, two, num_processes=2, devices_each=2)
    [(all_rows, plan)] = members_of(alone)
    assert all_rows == "[0, 1, 2, 3, 4, 5, 6, 7]"
    assert members_of(together) == [("[0, 1, 2, 3]", plan), ("[4, 5, 6, 7]", plan)]
    expected = losses(data, one)
    assert len(expected) > 10
    assert losses(data, two) == pytest.approx(expected, rel=1e-4)
    # one model of both, whole, that one process can go on with
    [seal] = sorted((data / two / "models" / "model" / "integrity").iterdir())[-1:]
    assert json.loads(seal.read_text())["files"]
    (data / two / "models" / "model" / "summary.json").unlink()
    [resumed] = train(data, two, num_processes=1, devices_each=1)
    assert "resumed from step" in resumed
