"""launch/slurm.sh from a signal to the end, with two processes here in place of a cluster's."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.source import ROOT
from tests.e2e.miniature import environment, losses, write_stage

# Starts two tasks as srun does, and says their process ids.
SRUN = """#!/usr/bin/env bash
shift
export SLURM_STEP_NODELIST=localhost SLURM_NTASKS=2 SLURM_STEP_NUM_TASKS=2
for task in 0 1; do
    SLURM_PROCID=$task SLURM_LOCALID=$task "$@" &
    tasks[task]=$!
done
echo "tasks ${tasks[@]}"
code=0
for task in "${tasks[@]}"; do wait "$task" || code=$?; done
exit $code
"""
SCONTROL = """#!/usr/bin/env bash
echo "scontrol $*"
"""


@pytest.fixture
def cluster(tmp_path) -> dict[str, str]:
    """An environment with stand-ins for SLURM, and this one's packages as those of the hosts."""
    for name, script in (("srun", SRUN), ("scontrol", SCONTROL)):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    (venv / ".installed-for-cpu").touch()
    return {
        **environment(),
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]),
        "XLA_FLAGS": "--xla_force_host_platform_device_count=2",
        "SLURM_JOB_ID": str(os.getpid()),  # jax makes the port of it
        "SLURM_SUBMIT_DIR": str(ROOT),
        "ACCELERATOR": "cpu",
        "VENV": str(venv),
    }


def submit(data: Path, run: str, environ: dict[str, str]) -> subprocess.Popen:
    flags = [
        f"--config={data / 'config.py'}:tiny",
        "--model_name=model",
        f"--run_dir={data / run}",
        f"--dataset_dir={data / 'data'}",
        f"--tokenizer={data / 'tokenizer'}",
    ]
    return subprocess.Popen(
        ["bash", str(ROOT / "launch" / "slurm.sh"), "mypt_jax.train", *flags],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.slow
def test_a_job_that_is_stopped_asks_to_run_again_and_then_ends_well(data, cluster):
    write_stage(data, muon=False)
    job = submit(data, "slurm", cluster)
    printed = []
    for line in job.stdout:
        printed.append(line)
        if line.startswith("step "):  # it trains
            break
    tasks = re.search(r"^tasks (\d+) (\d+)$", "".join(printed), re.MULTILINE).groups()
    for task in tasks:  # SLURM sends the signal to all of them
        os.kill(int(task), signal.SIGTERM)
    rest = job.communicate(timeout=300)[0]
    assert job.returncode == 75, "".join(printed) + rest
    assert "everything is saved" in rest
    assert rest.endswith(f"scontrol requeue {cluster['SLURM_JOB_ID']}\n")

    again = submit(data, "slurm", cluster)
    printed = again.communicate(timeout=300)[0]
    assert again.returncode == 0, printed
    assert "process 0 of 2\n" in printed
    assert "resumed from step" in printed
    assert "scontrol" not in printed
    reported = losses(data, "slurm")
    assert [f"train {step}" in reported for step in range(1, 6)] == [True] * 5
