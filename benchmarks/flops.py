"""Measures training GFLOP/s as a share of the fastest matrix product of this machine.

    python -m benchmarks.flops [--rounds=3] [--steps=8]

The step of a stage with its optimizer, random weights and full rows, all parameters trained: `tiny`
as in 3a-2, and the shape of SmolLM2-135M as in 3a-1. In every round the products are timed right
before and after the steps, in the same process; the peak is the fastest of them. The operations of
a step are counted by `GPTConfig.step_flops`, those of the optimizer not at all: 6 for a parameter
of the layers and a token, 6 for a weight of the head and a supervised token, and
12 x layers x width x T / 2 for the scores of a token in a row of T.
"""

import dataclasses
import json
import statistics
import sys
import time

import jax
import jax.numpy as jnp
from absl import flags

from benchmarks.rounds import run_rounds
from benchmarks.stage_step import full_rows, time_steps
from configs import phase3a1_format_lock, phase3a2_minimal_qa
from mypt_jax import command
from mypt_jax.model import make_mesh
from mypt_jax.training.stage import read_stage

STAGES = {"tiny": phase3a2_minimal_qa, "smollm2_135m": phase3a1_format_lock}
WARM_STEPS = 2
# rows, summed, columns: a square, and the layers and the head of SmolLM2-135M at 2048 tokens
PRODUCTS = ((2048, 2048, 2048), (2048, 576, 3072), (2048, 1536, 576), (768, 576, 49216))
TIMES = 5


def peak_flops() -> float:
    """Returns the FLOP/s of the fastest product, over shapes and factors in float32 or bfloat16."""

    @jax.jit
    def multiply(x: jax.Array, y: jax.Array) -> jax.Array:
        return jnp.matmul(x, y, preferred_element_type=jnp.float32)

    found = []
    for rows, inner, columns in PRODUCTS:
        for dtype in (jnp.float32, jnp.bfloat16):
            x, y = jnp.ones((rows, inner), dtype), jnp.ones((inner, columns), dtype)
            multiply(x, y).block_until_ready()
            seconds = []
            for _ in range(TIMES):
                start = time.perf_counter()
                multiply(x, y).block_until_ready()
                seconds.append(time.perf_counter() - start)
            found.append(2 * rows * inner * columns / statistics.median(seconds))
    return max(found)


def measure(preset: str, steps: int, num_layers: int | None) -> tuple[float, float]:
    """Returns FLOP/s of training by the median step, and of the fastest product."""
    stage = read_stage(STAGES[preset].get_config(preset).to_dict())
    config = stage.model
    if num_layers:
        config = dataclasses.replace(config, num_layers=num_layers, scan_unroll=num_layers)
    mesh = make_mesh(data=1)
    with jax.set_mesh(mesh):
        before = peak_flops()
        batches = full_rows(stage.rows_per_step, stage.max_seq_len, config.vocab_size, steps)
        timed = time_steps(config, stage.optimizer, None, batches, mesh)
        peak = max(before, peak_flops())
    seconds = statistics.median(seconds for seconds, _ in timed[WARM_STEPS:])
    tokens = stage.rows_per_step * stage.max_seq_len
    return config.step_flops(tokens, timed[0][1], stage.max_seq_len) / seconds, peak


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines the benchmark's flags, and --variant for the child processes."""
    flags.DEFINE_integer("rounds", 3, "Rounds.", lower_bound=1, flag_values=flag_values)
    flags.DEFINE_integer(
        "steps", 8, "Steps of each process.", lower_bound=WARM_STEPS + 1, flag_values=flag_values
    )
    flags.DEFINE_integer(
        "layers", None, "Layers, to try the script with fewer.", flag_values=flag_values
    )
    flags.DEFINE_enum(
        "variant",
        None,
        list(STAGES),
        "Measure this preset, here, and print JSON.",
        flag_values=flag_values,
    )


def main(args: flags.FlagValues) -> None:
    """Prints training GFLOP/s, the peak's and the share, for every preset."""
    if args.variant:
        print(json.dumps(measure(args.variant, args.steps, args.layers)))
        return
    given = [f"--steps={args.steps}"] + ([f"--layers={args.layers}"] if args.layers else [])
    for preset, rounds in run_rounds("benchmarks.flops", list(STAGES), args.rounds, *given).items():
        training, peak = (statistics.median(values) for values in zip(*rounds, strict=True))
        share = statistics.median(ours / most for ours, most in rounds)
        print(
            f"{preset:14s} training {training / 1e9:7.1f} GFLOP/s, fastest product "
            f"{peak / 1e9:7.1f} GFLOP/s, share {share:.1%}"
        )


if __name__ == "__main__":
    command.use_huge_pages()
    sys.exit(command.run(main, define_flags))
