"""Measures the utilisation of an accelerator by the training step of the 750M model.

    python -m benchmarks.mfu [--rounds=3] [--steps=10]

On one device, with random weights and full rows of 8192 tokens a step, in rows of 1024 and of 4096;
a third of the places are supervised. The logits are computed at those places, as training does
it, or at all places. What counts as useful is the same in both: the operations of
`GPTConfig.step_flops` at the supervised places. The peak is the published one of the device
(`training.topology`), or on others the fastest matrix product. The attention is that of the
platform: `cudnn` on GPUs, `splash` on TPUs.
"""

import dataclasses
import json
import statistics
import sys
from collections.abc import Iterator

import jax
import numpy as np
from absl import flags

from benchmarks.flops import peak_flops
from benchmarks.rounds import run_rounds
from benchmarks.stage_step import full_rows, time_steps
from configs import domain_base
from mypt_jax import command
from mypt_jax.model import make_mesh
from mypt_jax.training.stage import read_stage
from mypt_jax.training.topology import CHIPS

TOKENS = 8192  # a step
LENGTHS = {"1024": 1024, "4096": 4096}
PLACES = ("supervised places", "all places")
VARIANTS = tuple(f"rows of {length}, {places}" for length in LENGTHS for places in PLACES)
ATTENTION = {"gpu": "cudnn", "tpu": "splash"}
WARM_STEPS = 2


def at_all_places(batches: Iterator[dict[str, np.ndarray]]) -> Iterator[dict[str, np.ndarray]]:
    """Gives every place of the rows a target, those without one of the weight 0."""
    for batch in batches:
        rows, length = batch["inputs"].shape
        whole = {
            "target_positions": np.tile(np.arange(length, dtype=np.int32), (rows, 1)),
            "targets": np.zeros((rows, length), np.int32),
            "target_weights": np.zeros((rows, length), np.float32),
        }
        used = batch["target_weights"] > 0
        row, place = np.nonzero(used)[0], batch["target_positions"][used]
        for name in ("targets", "target_weights"):
            whole[name][row, place] = batch[name][used]
        yield batch | whole


def measure(variant: str, steps: int, num_layers: int | None) -> dict[str, float]:
    """Returns tokens a second of the median step, and the share of the peak."""
    stage = read_stage(domain_base.get_config("750m").to_dict())
    device = jax.devices()[0]
    attention = ATTENTION.get(device.platform, "xla")
    config = dataclasses.replace(stage.model, attention=attention, dropout=0.0)
    if num_layers:
        config = dataclasses.replace(config, num_layers=num_layers)
    length = LENGTHS[variant.split()[2].rstrip(",")]
    rows = TOKENS // length
    batches = full_rows(rows, length, config.vocab_size, WARM_STEPS + steps)
    if variant.endswith("all places"):
        batches = at_all_places(batches)
    mesh = make_mesh(data=1, fsdp=1, tensor=1, devices=[device])
    with jax.set_mesh(mesh):
        timed = time_steps(config, stage.optimizer, None, batches, mesh)
        chip = CHIPS.get(device.device_kind)
        peak = chip.peak_flops if chip else peak_flops()
    seconds = statistics.median(seconds for seconds, _ in timed[WARM_STEPS:])
    useful = config.step_flops(TOKENS, timed[0][1], length)
    return {"tokens": TOKENS / seconds, "share": useful / seconds / peak}


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the benchmark's flags, and --variant for the child processes."""
    flags.DEFINE_integer("rounds", 3, "Rounds.", lower_bound=1, flag_values=flag_values)
    flags.DEFINE_integer(
        "steps", 10, "Steps of each process.", lower_bound=1, flag_values=flag_values
    )
    flags.DEFINE_integer(
        "layers", None, "Layers, to try the script with fewer.", flag_values=flag_values
    )
    flags.DEFINE_enum(
        "variant", None, VARIANTS, "Measure this, here, and print JSON.", flag_values=flag_values
    )


def main(args: flags.FlagValues) -> None:
    """Prints tokens a second and the share of the peak, for every variant."""
    if args.variant:
        print(json.dumps(measure(args.variant, args.steps, args.layers)))
        return
    given = [f"--steps={args.steps}"] + ([f"--layers={args.layers}"] if args.layers else [])
    for variant, rounds in run_rounds("benchmarks.mfu", VARIANTS, args.rounds, *given).items():
        tokens, share = (
            statistics.median(found[key] for found in rounds) for key in ("tokens", "share")
        )
        print(f"{variant:34s} {tokens:10.0f} tokens/s, {share:.1%} of the peak")


if __name__ == "__main__":
    command.use_huge_pages()
    sys.exit(command.run(main, define_flags))
