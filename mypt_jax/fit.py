r"""Says before anything is rented whether a stage fits its devices, and how long a step takes.

    python -m mypt_jax.fit --config=configs/phase3a3_tasks.py:750m --topology=v5e:2x4
    python -m mypt_jax.fit --config=configs/phase3a3_tasks.py:750m --topology=v6e:2x4 \
        --config.mesh.fsdp=8 --config.model.attention=splash --search

Compiles the step that mypt_jax.train runs, for TPUs that need not be there (v5e, v6e, v5p, v4; this
needs libtpu) or for the devices here ("host"). Supervised places a row (S) come from the data set
if --dataset_dir is given, else from --max_targets, else from a rule: every token of plain text, a
quarter of a row of episodes, up to the next multiple of config.data.target_multiple. What each line
means: docs/fit.md.
Exit codes: 0 the step fits, 1 it does not fit, or an error, 2 wrong usage.
"""

import dataclasses
import json
import sys
from collections.abc import Callable
from typing import Any

import jax
from absl import flags
from etils import epath
from jax.sharding import Mesh

from mypt_jax import command
from mypt_jax.data.pipeline import TrainPlan
from mypt_jax.model.config import CHOICES
from mypt_jax.model.sharding import make_mesh
from mypt_jax.train import plan_stage, read_datasets
from mypt_jax.training import preflight
from mypt_jax.training.collectives import collective_bytes
from mypt_jax.training.compiled_step import OutOfMemory, compile_step, memory
from mypt_jax.training.describe import matmul_flops_per_second
from mypt_jax.training.metrics import clock, si
from mypt_jax.training.stage import Stage, read_stage
from mypt_jax.training.topology import CHIPS, Chip, find_devices, host_chip

GIB = 2**30


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the command's flags."""

    def text(name: str, default: str | None, what: str) -> None:
        flags.DEFINE_string(name, default, what, flag_values=flag_values)

    command.define_config(flag_values)
    text("topology", "host", "Devices: v5e:2x4, v6e:2x4, v5p:2x2x2, v4:2x2x2, …, or host.")
    text("json", None, "File that gets the figures.")
    text("dataset_dir", None, "Prepared data of the stage: gives S, steps an epoch and minutes.")
    flags.DEFINE_multi_string(
        "replay_dir", [], "NAME=DIR of a replay source; once for each.", flag_values=flag_values
    )
    flags.DEFINE_integer(
        "max_targets", None, "S, without a data set.", lower_bound=1, flag_values=flag_values
    )
    flags.DEFINE_float(
        "mfu",
        0.4,
        "Model FLOPs utilisation that times are estimated at.",
        lower_bound=0.01,
        upper_bound=1.0,
        flag_values=flag_values,
    )
    flags.DEFINE_boolean(
        "search",
        False,
        "Find the most rows a step that fit with each remat policy.",
        flag_values=flag_values,
    )


def main(args: flags.FlagValues) -> int:
    """Compiles the step, or with --search several, and says what it takes."""
    if args.topology != "host":
        jax.config.update("jax_platforms", "cpu")  # touch no accelerator that may be here
    stage = read_stage(args.config.to_dict())
    plan = make_plan(stage, args)
    devices = find_devices(args.topology)
    mesh = make_mesh(**stage.mesh, devices=devices)
    if args.topology == "host":
        chip = host_chip(matmul_flops_per_second(stage.model))
    else:
        chip = CHIPS[devices[0].device_kind]
    max_targets = plan.max_targets if plan else choose_max_targets(stage, args.max_targets)
    figures = describe_work(stage, plan, mesh, chip, max_targets, args.topology, args.mfu)
    figures |= measure(stage, mesh, chip, max_targets)
    if args.search:
        figures["search"] = search(stage, mesh, chip, max_targets)
    print(render(figures))
    if args.json:
        epath.Path(args.json).write_text(json.dumps(figures, indent=1) + "\n")
    if figures["fits"]:
        return command.DONE
    print(f"error: {figures['error']}\n{advice(stage, mesh)}", file=sys.stderr)
    return command.ERROR


def make_plan(stage: Stage, args: flags.FlagValues) -> TrainPlan | None:
    """Plans the steps on the data set that is given, as a run would."""
    if args.dataset_dir is None:
        if args.replay_dir:
            raise command.UsageError("--replay_dir needs --dataset_dir.")
        return None
    if args.max_targets is not None:
        raise command.UsageError("--max_targets: with --dataset_dir the data decides.")
    return plan_stage(stage, read_datasets(args.dataset_dir, args.replay_dir, stage.mixture))


def choose_max_targets(stage: Stage, asked: int | None) -> int:
    """Returns S where there is no data set.

    Raises:
        UsageError: more are asked for than a row has tokens.
    """
    if asked is None:
        asked = stage.max_seq_len if stage.kind == "text" else -(-stage.max_seq_len // 4)
        asked = min(asked + -asked % stage.target_multiple, stage.max_seq_len)
    if asked > stage.max_seq_len:
        raise command.UsageError(
            f"--max_targets={asked}: config.data.max_seq_len allows {stage.max_seq_len} at most."
        )
    return asked


# ---------------------------------------------------------------------------------------- figures


def describe_work(
    stage: Stage,
    plan: TrainPlan | None,
    mesh: Mesh,
    chip: Chip,
    max_targets: int,
    topology: str,
    mfu: float,
) -> dict[str, Any]:
    """Returns the figures that need no compiler: shapes, FLOPs, steps and times."""
    rows, length = stage.rows_per_step, stage.max_seq_len
    flops = stage.model.step_flops(rows * length, rows * max_targets, length)
    seconds = flops / (mesh.size * chip.peak_flops * mfu)
    steps: dict[str, Any] = {}
    if plan:
        steps = {
            "steps": plan.steps,
            "steps_per_epoch": list(plan.steps_per_epoch),
            "filled_tokens_per_step": plan.tokens,
            "filled_targets_per_step": plan.targets,
            "minutes": plan.steps * seconds / 60,
        }
    return {
        "topology": topology,
        "chip": dataclasses.asdict(chip),
        "num_chips": mesh.size,
        "mesh": dict(mesh.shape),
        "parameters": stage.model.num_params(),
        "rows": rows,
        "max_seq_len": length,
        "max_targets": max_targets,
        "tokens_per_step": rows * length,
        "targets_per_step": rows * max_targets,
        "flops_per_step": flops,
        "mfu": mfu,
        "seconds_per_step": seconds,
        **steps,
    }


def measure(stage: Stage, mesh: Mesh, chip: Chip, max_targets: int) -> dict[str, Any]:
    """Compiles the step and returns what it takes, or why it does not fit."""
    shards = mesh.shape["data"] * mesh.shape["fsdp"]
    preflight.check_rows(stage.rows_per_step, stage.microbatches, shards)
    try:
        compiled = compile_step(stage, mesh, stage.rows_per_step, max_targets)
    except OutOfMemory as error:
        return {"fits": False, "error": str(error)}
    taken = memory(compiled, mesh.devices.flat[0].platform)
    fits = taken.total_bytes <= chip.memory_bytes
    why = (
        f"the step needs {taken.total_bytes / GIB:.2f} of {chip.memory_bytes / GIB:.2f} GiB a chip."
    )
    return {
        "fits": fits,
        "error": None if fits else why,
        **dataclasses.asdict(taken),
        "total_bytes": taken.total_bytes,
        "collective_bytes": collective_bytes(compiled.as_text() or ""),
    }


def render(figures: dict[str, Any]) -> str:
    """Returns the figures for people."""
    chip, mesh = figures["chip"], figures["mesh"]
    capacity = chip["memory_bytes"] / GIB
    lines = [
        f"topology       {figures['topology']}: {figures['num_chips']} x {chip['kind']}, "
        f"{capacity:.2f} GiB and {chip['peak_flops'] / 1e12:.3g} TFLOP/s each",
        f"mesh           {' x '.join(f'{name} {size}' for name, size in mesh.items())}",
        f"model          {si(figures['parameters'])} parameters",
        f"a step         {figures['rows']} rows, T = {figures['max_seq_len']}, "
        f"S = {figures['max_targets']}: {figures['tokens_per_step']} tokens, "
        f"{figures['targets_per_step']} supervised places",
        f"work           {figures['flops_per_step']:.3e} FLOPs a step",
        f"time           {figures['seconds_per_step']:.3f} s a step at an MFU of "
        f"{figures['mfu']:.0%}",
    ]
    if "steps" in figures:
        epochs = ", ".join(map(str, figures["steps_per_epoch"]))
        lines[-1] += f", {clock(60 * figures['minutes'])} for all"
        lines.append(f"steps          {figures['steps']} ({epochs} an epoch)")
    if "total_bytes" in figures:
        names = ("state", "copied", "temporary", "program", "total")
        parts = [f"{name} {figures[f'{name}_bytes'] / GIB:.2f}" for name in names]
        lines.append(f"a chip         {', '.join(parts)} of {capacity:.2f} GiB")
        moved = figures["collective_bytes"]
        parts = [f"{kind} {size / GIB:.2f}" for kind, size in moved.items()]
        lines.append(f"moved          {', '.join(parts) or 'nothing'} GiB a chip and step")
    for found in figures.get("search", ()):
        size = f"{found['total_bytes'] / GIB:.2f} GiB" if found["rows"] else "one does not fit"
        lines.append(f"search         remat {found['remat']}: {found['rows']} rows a step, {size}")
    lines.append(f"fits           {'yes' if figures['fits'] else 'no'}")
    return "\n".join(lines)


def advice(stage: Stage, mesh: Mesh) -> str:
    """Says what makes a step smaller, the cheapest first."""
    model, shards = stage.model, mesh.shape["data"] * mesh.shape["fsdp"]
    lines = []
    if model.attention == "xla" and mesh.devices.flat[0].platform == "tpu":
        lines.append("--config.model.attention=splash: no scores in memory")
    if model.logits_chunk == 0:
        lines.append("--config.model.logits_chunk=256: few logits at once")
    if mesh.shape["data"] > 1:
        lines.append(f"--config.mesh.data=1 --config.mesh.fsdp={shards}: each chip a part of it")
    if model.remat != "full":
        lines.append("--config.model.remat=full: layers are computed again")
    if stage.rows_per_step > shards * stage.microbatches:
        more = stage.microbatches * 2
        lines.append(f"--config.optimizer.microbatches={more}: the same step in more parts")
        lines.append(f"--config.data.rows_per_step={stage.rows_per_step // 2}: fewer rows")
    lines.append("a larger topology, or shorter rows (config.data.max_seq_len)")
    return "What helps, the cheapest first; --search finds how many rows fit:\n" + "\n".join(
        f"    {line}" for line in lines
    )


# ----------------------------------------------------------------------------------------- search


def search(stage: Stage, mesh: Mesh, chip: Chip, max_targets: int) -> list[dict[str, Any]]:
    """Finds the most rows that fit with each remat policy, from the cheapest to the smallest.

    Returns:
        {"remat", "rows", "total_bytes"} a policy; no rows where not even the fewest fit.
    """
    unit = mesh.shape["data"] * mesh.shape["fsdp"] * stage.microbatches
    found = []
    for remat in CHOICES["remat"]:
        model = dataclasses.replace(stage.model, remat=remat)
        policy = dataclasses.replace(stage, model=model)

        def total(units: int, policy: Stage = policy) -> int | None:
            print(
                f"compiling      remat {policy.model.remat}, {units * unit} rows", file=sys.stderr
            )
            try:
                compiled = compile_step(policy, mesh, units * unit, max_targets)
            except OutOfMemory:
                return None
            taken = memory(compiled, mesh.devices.flat[0].platform)
            return taken.total_bytes if taken.total_bytes <= chip.memory_bytes else None

        units, total_bytes = most_units(total, chip.memory_bytes)
        found.append({"remat": remat, "rows": units * unit, "total_bytes": total_bytes})
    return found


def most_units(total: Callable[[int], int | None], capacity: int) -> tuple[int, int | None]:
    """Finds the largest number that fits, or one that is less than a hundredth smaller.

    Each call compiles, so few are made: memory grows about linearly with the number, and a line
    through the largest two that fit says where it ends. It never does so exactly: where the line
    leads nowhere the interval is halved.

    Args:
        total: bytes that a number of units takes, None if they do not fit.
        capacity: bytes that there are.

    Returns:
        the number, and its bytes; 0 and None if not even one fits.
    """
    first = total(1)
    if first is None:
        return 0, None
    below, low, halve = (0, 0), (1, first), False
    high: int | None = None
    while high is None or high - low[0] > max(1, low[0] // 100):
        slope = max(1, (low[1] - below[1]) // (low[0] - below[0]))
        guess = low[0] + max(1, low[0] // 100, (capacity - low[1]) // slope)
        if high is not None:
            guess = (low[0] + high) // 2 if halve else min(guess, high - 1)
        width = high - low[0] if high else None
        size = total(guess)
        if size is None:
            high = guess
        else:
            below, low = low, (guess, size)
        halve = width is not None and high is not None and high - low[0] > width // 2
    return low


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
