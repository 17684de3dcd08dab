"""The same losses on every mesh: one device, eight, two processes, and one after the other."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.source import ROOT
from tests.training.short_run import short_run

STEPS = 8
ALL_ROWS = list(range(8))


@pytest.fixture(scope="module")
def dataset(run_dir) -> Path:
    return run_dir / "data" / "say"


@pytest.fixture(scope="module")
def losses(dataset, tmp_path_factory) -> list[float]:
    """Losses of an uninterrupted run on one device."""
    found = short_run(dataset, tmp_path_factory.mktemp("alone"), (1, 1, 1), STEPS)
    assert found["rows"] == ALL_ROWS
    return found["losses"]


def test_the_small_model_learns(losses):
    assert losses[-1] < losses[0] - 0.1  # equal losses are of updates that count


@pytest.mark.parametrize("sizes", [(8, 1, 1), (1, 8, 1), (1, 1, 8), (2, 2, 2)])
def test_losses_are_those_of_one_device(sizes, dataset, losses, tmp_path):
    found = short_run(dataset, tmp_path, sizes, 3)
    assert found["losses"] == pytest.approx(losses[:3], rel=1e-5)


@pytest.mark.slow
def test_a_run_goes_on_on_another_mesh(dataset, losses, tmp_path):
    found = []
    for sizes, until in (((4, 1, 2), 2), ((1, 4, 2), 4), ((1, 1, 1), 6)):
        found += short_run(dataset, tmp_path, sizes, until)["losses"]
    assert found == pytest.approx(losses[:6], rel=1e-5)


@pytest.mark.slow
def test_a_run_goes_on_in_two_processes_and_back_in_one(dataset, losses, tmp_path):
    model_dir = tmp_path / "model"
    found = short_run(dataset, model_dir, (2, 4, 1), 2)["losses"]
    # each process holds half of the rows; then they share a tensor axis, and hold them all
    meshes = [((2, 2, 2), 4), ((1, 1, 8), 6)]
    first, second = two_processes(
        [
            {"dataset": str(dataset), "model_dir": str(model_dir), "mesh_sizes": m, "until": n}
            for m, n in meshes
        ],
        tmp_path,
    )
    assert [run["rows"] for run in first] == [[0, 1, 2, 3], ALL_ROWS]
    assert [run["rows"] for run in second] == [[4, 5, 6, 7], ALL_ROWS]
    for one, other in zip(first, second, strict=True):
        assert one["losses"] == other["losses"]
        found += one["losses"]
    found += short_run(dataset, model_dir, (8, 1, 1), STEPS)["losses"]
    assert found == pytest.approx(losses, rel=1e-5)


def two_processes(runs: list[dict], folder: Path) -> list[list[dict]]:
    """Does runs in two processes of four devices each; returns what both found."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environ = {**os.environ, "XLA_FLAGS": "--xla_force_host_platform_device_count=4"}
    outputs = [folder / f"{process}.json" for process in range(2)]
    members = []
    for process, output in enumerate(outputs):
        argv = [sys.executable, "-m", "tests.training.short_run", address, "2", str(process)]
        argv += [json.dumps(runs), str(output)]
        with output.with_suffix(".log").open("w") as log:
            members.append(subprocess.Popen(argv, cwd=ROOT, env=environ, stdout=log, stderr=log))
    try:
        codes = [member.wait(timeout=300) for member in members]
    finally:
        for member in members:
            member.kill()
    logs = "\n\n".join(output.with_suffix(".log").read_text() for output in outputs)
    assert codes == [0, 0], logs
    return [json.loads(output.read_text()) for output in outputs]
