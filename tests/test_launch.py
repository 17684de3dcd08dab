"""The scripts of launch/: checked as text, and run with stand-ins for what this machine lacks."""

import configparser
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from configs import curriculum as config_file
from mypt_jax import command, curriculum, train
from mypt_jax.training import preflight
from tests.contracts.source import ROOT

LAUNCH = ROOT / "launch"
SCRIPTS = sorted(LAUNCH.glob("*.sh"))
# Beside python, where pip puts it (requirements-test.txt).
SHELLCHECK = Path(sys.executable).parent / "shellcheck"
NEEDED = ("--model_name=m", "--dataset_dir=d")  # by every training
ARGUMENTS = ["mypt_jax.train", "--config=c.py:tiny", "--config.data.shares={'a': 1.0}"]


def run(
    script: str, *arguments: str, stand_ins: Path, **environ: str
) -> subprocess.CompletedProcess:
    """Runs a script with the programs of `stand_ins` before those of the machine."""
    path = f"{stand_ins}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", str(LAUNCH / script), *arguments],
        cwd=ROOT,
        env={**os.environ, "PATH": path, **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )


def stand_in(folder: Path, name: str, script: str) -> None:
    """Writes a program that notes its arguments in `calls` and then does what `script` says."""
    path = folder / name
    note = f'#!/usr/bin/env bash\nprintf "%s\\n" "{name} ${{*@Q}}" >> "{folder}/calls"\n'
    path.write_text(note + script)
    path.chmod(0o755)


def calls(folder: Path) -> list[list[str]]:
    """Returns what the stand-ins were called with, in order."""
    return [shlex.split(line) for line in (folder / "calls").read_text().splitlines()]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_shellcheck_finds_nothing(script):
    checked = subprocess.run([str(SHELLCHECK), str(script)], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout) == (0, "")
    assert os.access(script, os.X_OK)


def examples() -> list[str]:
    """Returns every curriculum command that a file of launch/ or docs/scaling.md shows."""
    texts = [path.read_text() for path in [*sorted(LAUNCH.iterdir()), ROOT / "docs/scaling.md"]]
    joined = "\n".join(texts).replace("\\\n", " ")
    return sorted(
        {
            re.sub(r"\s*#? +", " ", line)
            for line in re.findall(r"mypt_jax\.curriculum (--.*)", joined)
        }
    )


@pytest.mark.parametrize("line", examples())
def test_every_example_is_a_command_that_the_curriculum_takes(line):
    args = command.parse_flags(curriculum.define_flags, shlex.split(line))
    assert args.config.preset == "750m"


def test_the_meshes_of_several_slices_cut_the_rows_of_a_stage():
    text = " ".join((ROOT / "docs/scaling.md").read_text().split())
    [numbers] = re.findall(
        r"Two v5e-8 are `--config.mesh.data=(\d) --config.mesh.fsdp=(\d) --config.mesh.tensor=(\d)`"
        r" for the stages, which have 8 rows",
        text,
    )
    data, fsdp, tensor = map(int, numbers)
    assert (data * fsdp * tensor, 8 % (fsdp * tensor)) == (16, 0)
    for entry in config_file.get_config("750m").stages.values():
        line = [f"--config={entry.config}:750m"]
        stage = command.parse_flags(train.define_flags, [*line, *NEEDED]).config
        preflight.check_rows(stage.data.rows_per_step, stage.optimizer.microbatches, data * fsdp)
        assert stage.model.num_heads % tensor == 0


def test_an_environment_is_made_once_and_again_for_other_requirements(tmp_path):
    (tmp_path / "bin").mkdir()
    stand_in(tmp_path, "pip", "")
    (tmp_path / "pip").rename(tmp_path / "bin" / "pip")
    for expected in (1, 1):
        done = run("setup.sh", "cpu", stand_ins=tmp_path, VENV=str(tmp_path))
        assert (done.returncode, done.stderr) == (0, "")
        assert len(calls(tmp_path)) == expected
    mark = tmp_path / ".installed-for-cpu"
    mark.write_text(mark.read_text().replace("jax==", "jax==0."))  # as of an earlier commit
    run("setup.sh", "cpu", stand_ins=tmp_path, VENV=str(tmp_path))
    assert len(calls(tmp_path)) == 2
    assert {"-r", "requirements.txt", "launch/requirements-gcs.txt"} <= set(calls(tmp_path)[1])


def test_the_image_copies_what_there_is():
    lines = (LAUNCH / "Dockerfile").read_text().splitlines()
    sources = [
        source for line in lines if line.startswith("COPY ") for source in line.split()[1:-1]
    ]
    assert {"requirements.txt", "launch/setup.sh", "."} <= set(sources)
    for source in sources:
        assert (ROOT / source).exists(), source


def test_the_job_asks_for_a_process_a_gpu_and_for_time_to_save():
    lines = (LAUNCH / "slurm.sh").read_text().splitlines()
    first_command = next(n for n, line in enumerate(lines) if line and not line.startswith("#"))
    places = [n for n, line in enumerate(lines) if line.startswith("#SBATCH ")]
    assert max(places) < first_command  # sbatch does not read on
    options = dict(lines[n].split()[1].removeprefix("--").partition("=")[::2] for n in places)
    assert options["ntasks-per-node"] == options["gpus-per-node"]
    assert options["signal"] == "TERM@300"
    assert "requeue" in options


def test_the_unit_of_one_host_restarts_what_was_stopped_and_nothing_else():
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # systemd's keys have capitals
    unit.read_string((LAUNCH / "gpu_host.service").read_text())
    service = unit["Service"]
    assert service["RestartForceExitStatus"] == str(command.PREEMPTED)
    assert service["Restart"] == "no"
    assert unit["Install"]["WantedBy"] == "multi-user.target"
    root = service["WorkingDirectory"]
    for key in ("ExecStartPre", "ExecStart"):  # systemd takes no relative ones
        program = Path(shlex.split(service[key])[0])
        assert program.is_relative_to(root)
    assert (ROOT / Path(shlex.split(service["ExecStartPre"])[0]).relative_to(root)).exists()


def test_xpk_gets_an_image_and_the_command_as_it_was_given(tmp_path):
    for name in ("docker", "xpk"):
        stand_in(tmp_path, name, "")
    done = run(
        "xpk.sh", *ARGUMENTS, stand_ins=tmp_path, NAME="run1", IMAGE="images/mine", NUM_SLICES="2"
    )
    assert (done.returncode, done.stderr) == (0, "")
    build, push, (_, *create) = calls(tmp_path)
    assert build == ["docker", "build", "--file=launch/Dockerfile", "--tag=images/mine", "."]
    assert push == ["docker", "push", "images/mine"]
    flags = dict(argument.split("=", 1) for argument in create[2:])
    assert create[:2] == ["workload", "create"]
    assert flags["--num-slices"] == "2"
    assert flags["--restart-on-exit-codes"] == str(command.PREEMPTED)
    assert shlex.split(flags["--command"]) == ["exec", ".venv/bin/python", "-m", *ARGUMENTS]


# A slice whose first worker is gone when the command has ended for the first time, and whose
# command is stopped by a signal the second time.
GCLOUD = """
case "$*" in
    *"queued-resources describe"*) cat "$STATE" ;;
    *"queued-resources create"*) echo ACTIVE > "$STATE" ;;
    *"queued-resources delete"*) : > "$STATE" ;;
    *"--worker=0"*)
        echo >> "$STATE.runs"
        case "$(wc -l < "$STATE.runs")" in
            1) echo SUSPENDED > "$STATE"; exit 255 ;;
            2) echo 75 ;;
            *) echo 3 ;;
        esac ;;
esac
"""


def test_a_tpu_slice_that_is_gone_is_made_anew_and_a_stopped_command_goes_on(tmp_path):
    stand_in(tmp_path, "gcloud", GCLOUD)
    (tmp_path / "state").write_text("")
    environ = {"STATE": str(tmp_path / "state"), "NAME": "slice1", "WAIT_SECONDS": "0"}
    done = run("tpu_vm.sh", *ARGUMENTS, stand_ins=tmp_path, **environ)
    assert done.returncode == 3
    assert done.stderr == "stopped; it goes on from the last checkpoint\n" * 2
    made = [
        " ".join(call[3:5])
        for call in calls(tmp_path)
        if "describe" not in call and "--worker=0" not in call
    ]
    run_once = ["tpu-vm scp", "tpu-vm ssh", "tpu-vm ssh"]
    assert made == [
        "queued-resources create", *run_once,
        "queued-resources delete", "queued-resources create", *run_once,
        *run_once,
        "queued-resources delete",
    ]  # fmt: skip
    commands = [
        a for call in calls(tmp_path) for a in call if a.startswith("--command=cd mypt_jax")
    ]
    assert len(commands) == 3
    ran = commands[0].split(" && ")[2].split(";")[0]
    assert shlex.split(ran) == [".venv/bin/python", "-m", *ARGUMENTS]


def test_a_tpu_slice_that_refuses_the_command_is_left_to_be_looked_at(tmp_path):
    stand_in(
        tmp_path, "gcloud", 'case "$*" in *describe*) echo ACTIVE ;; *--worker=0*) exit 1 ;; esac'
    )
    done = run("tpu_vm.sh", *ARGUMENTS, stand_ins=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "the slice is there, but the command could not be run on it\n"
    assert not [call for call in calls(tmp_path) if "delete" in call]
