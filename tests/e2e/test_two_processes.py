"""Two processes with two devices each train like one process: same plan, same losses, one model."""

import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mypt_jax import command
from tests.contracts.source import ROOT
from tests.e2e.miniature import (
    commands_in,
    environment,
    losses,
    write_configs,
    write_stage,
)

# Joins the other processes and says which rows are its own and what the plan is.
MEMBER = """
import hashlib
import sys

from mypt_jax import command, processes, train
from mypt_jax.model.sharding import batch_sharding
from mypt_jax.training.step import rows_of_process


def main(args):
    processes.join()
    given = train.read_given(args)
    plan, sharding = train.make_plan(given), batch_sharding(train.make_stage_mesh(given.stage))
    digest = hashlib.sha256()
    for step in range(plan.steps):
        for name, values in sorted(plan.source[step].items()):
            digest.update(name.encode() + values.tobytes())
    rows = rows_of_process(sharding, given.stage.rows_per_step).tolist()
    print(f"rows {rows} of plan {digest.hexdigest()}", file=sys.stderr)


sys.exit(command.run(main, train.define_flags))
"""


def free_address() -> str:
    """Returns an address on this machine that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


def start(argv: list[str], folder: Path, count: int, devices_each: int) -> list[subprocess.Popen]:
    """Starts python with these arguments in so many processes at once."""
    devices = f"--xla_force_host_platform_device_count={devices_each}"
    environ = {**environment(), "XLA_FLAGS": devices, "PYTHONPATH": str(ROOT)}
    if count > 1:
        environ |= {"JAX_COORDINATOR_ADDRESS": free_address(), "JAX_NUM_PROCESSES": str(count)}
    return [
        subprocess.Popen(
            [sys.executable, *argv],
            cwd=folder,
            env={**environ, "JAX_PROCESS_ID": str(process)} if count > 1 else environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for process in range(count)
    ]


def finish(members: list[subprocess.Popen], expect: int = 0) -> list[str]:
    """Waits for processes; returns what each of them printed."""
    try:
        printed = [member.communicate(timeout=600)[0] for member in members]
    finally:
        for member in members:
            member.kill()
    assert {member.returncode for member in members} == {expect}, "\n\n".join(printed)
    return printed


def stage_flags(data: Path, run: str) -> list[str]:
    return [
        f"--config={data / 'config.py'}:tiny",
        "--model_name=model",
        f"--run_dir={data / run}",
        f"--dataset_dir={data / 'data'}",
        f"--tokenizer={data / 'tokenizer'}",
    ]


def train(data: Path, run: str, count: int, devices_each: int) -> list[str]:
    """Trains in so many processes at once; returns what each of them printed."""
    argv = ["-m", "mypt_jax.train", *stage_flags(data, run)]
    return finish(start(argv, data, count, devices_each))


@pytest.mark.slow
def test_each_process_reads_the_rows_of_its_devices_and_has_the_same_plan(data):
    write_stage(data, muon=False)
    argv = ["-c", MEMBER, *stage_flags(data, "none")]
    alone = finish(start(argv, data, count=1, devices_each=1))
    together = finish(start(argv, data, count=2, devices_each=2))
    (rows, plan), *others = (
        re.search(r"rows (.*) of plan (.*)", p).groups() for p in alone + together
    )
    assert rows == "[0, 1, 2, 3, 4, 5, 6, 7]"
    assert others == [("[0, 1, 2, 3]", plan), ("[4, 5, 6, 7]", plan)]


@pytest.mark.slow
@pytest.mark.parametrize("muon", [False, True])
def test_two_processes_train_like_one(data, muon):
    write_stage(data, muon)
    one, two = (f"{name}_{muon}" for name in ("alone", "together"))
    train(data, one, count=1, devices_each=1)
    first, second = train(data, two, count=2, devices_each=2)
    assert "\ndone " in first
    assert second.count("process 1 of 2\n") == 1
    assert "step " not in second  # the first one prints
    expected = losses(data, one)
    assert len(expected) > 10
    assert losses(data, two) == pytest.approx(expected, rel=1e-4)
    # one model of both, whole, that one process can go on with
    [seal] = sorted((data / two / "models" / "model" / "integrity").iterdir())[-1:]
    assert json.loads(seal.read_text())["files"]
    (data / two / "models" / "model" / "summary.json").unlink()
    [resumed] = train(data, two, count=1, devices_each=1)
    assert "resumed from step" in resumed


@pytest.mark.slow
def test_a_signal_to_one_process_stops_all_of_them_and_one_process_goes_on(data):
    write_stage(data, muon=False)
    train(data, "whole", count=1, devices_each=1)
    argv = ["-m", "mypt_jax.train", *stage_flags(data, "stopped")]
    members = start(argv, data, count=2, devices_each=2)
    lines = iter(members[0].stdout.readline, "")
    assert any(line.startswith("step ") for line in lines)  # it trains
    members[1].send_signal(signal.SIGTERM)
    first, _ = finish(members, expect=75)
    stopped_at = int(re.search(r"stopped by a signal at step (\d+), everything is", first)[1])
    [resumed] = train(data, "stopped", count=1, devices_each=1)
    assert f"resumed from step {stopped_at} of " in resumed
    assert losses(data, "stopped") == pytest.approx(losses(data, "whole"), rel=1e-4)


@pytest.mark.slow
def test_a_curriculum_on_two_hosts_makes_the_data_once_and_trains_together(tmp_path):
    path = write_configs(tmp_path / "configs", tmp_path / "run")
    only_base = "    config.stage_order = ()\n    config.base.domain_documents = 600\n"
    path.write_text(
        path.read_text().replace("    return config\n", f"{only_base}    return config\n")
    )
    argv = ["-m", "mypt_jax.curriculum", f"--config={path}:tiny"]
    for again in (False, True):
        members = start(argv, ROOT, count=2, devices_each=2)
        first, second = finish(members, expect=command.GATE_FAILED)  # it has learned too little
        together = ["mypt_jax.train", "mypt_jax.train", "eval.gate"]
        assert commands_in(second) == together
        assert "waiting for the first process: 8 steps\n" in second
        assert first.count(": unchanged, skipped\n") == 8 * again
        assert len(commands_in(first)) == (len(together) if again else 8 + len(together)) + 1
        assert commands_in(first)[-1] == "eval.report"
        assert first.count(" is finished: ") == 2 * again
    run_dir = tmp_path / "run"
    assert not list((run_dir / "models").glob("*.old*"))
    [attempt] = (run_dir / "models/domain_v5/gates/attempts.jsonl").read_text().splitlines()
    assert json.loads(attempt)["set"] == "dev"
