"""Measures a training step of `tiny` on this machine: as it is, and without each of its savings.

    python -m benchmarks.train_step [--rounds=3]

Every variant runs in processes of its own, one after the other in every round, on random tokens
and the row shapes of the stages; the figures are medians over the rounds.

    as it is          what `mypt_jax.train` does
    other factors     matrix products of float32 factors where they are rounded to bfloat16 as it
                      is, and the other way round on CPUs without instructions for bfloat16
    small pages       without `command.use_huge_pages`
    whole rows        attention of long rows in one block: scores that the mask drops are computed
    whole logits      the logits of all places at once, also of those that fill up rows
"""

import dataclasses
import json
import statistics
import sys

import jax
from absl import flags

from benchmarks.rounds import run_rounds
from benchmarks.stage_step import full_rows, time_steps
from configs import phase3a3_tasks
from mypt_jax import command
from mypt_jax.model import attention, gpt, make_mesh
from mypt_jax.model.products import is_rounding_fast
from mypt_jax.training.stage import read_stage

SHAPES = ((128, 16), (224, 9), (288, 7))  # row length, rows a step
VARIANTS = ("as it is", "other factors", "small pages", "whole rows", "whole logits")
ENVIRONMENTS = {"small pages": {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=0"}}
STEPS = 12


def measure(variant: str) -> dict[str, float]:
    """Returns tokens a second by shape, in this process."""
    if variant == "whole rows":
        attention.LONG_ROW = sys.maxsize
    if variant == "other factors":
        rounds = not is_rounding_fast()
        gpt.is_rounding_fast = lambda: rounds
    mesh = make_mesh(data=1)
    found = {}
    with jax.set_mesh(mesh):
        stage = read_stage(phase3a3_tasks.get_config("tiny").to_dict())
        config = stage.model
        if variant == "whole logits":
            config = dataclasses.replace(config, logits_chunk=0)
        for length, rows in SHAPES:
            batches = full_rows(rows, length, config.vocab_size, STEPS)
            timed = time_steps(config, stage.optimizer, None, batches, mesh)
            # the first steps compile
            median = statistics.median(seconds for seconds, _ in timed[3:])
            found[f"{rows} x {length}"] = rows * length / median
    return found


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines --rounds, and --variant for the child processes."""
    flags.DEFINE_integer("rounds", 3, "Rounds.", lower_bound=1, flag_values=flag_values)
    flags.DEFINE_enum(
        "variant",
        None,
        VARIANTS,
        "Measure this one, here, and print JSON.",
        flag_values=flag_values,
    )


def main(args: flags.FlagValues) -> None:
    """Prints tokens a second of every variant and its ratio to the step as it is."""
    if args.variant:
        print(json.dumps(measure(args.variant)))
        return
    found = run_rounds("benchmarks.train_step", VARIANTS, args.rounds, environments=ENVIRONMENTS)
    for shape in found[VARIANTS[0]][0]:
        print(f"{shape} tokens a step")
        for variant, results in found.items():
            speed = statistics.median(result[shape] for result in results)
            ratio = statistics.median(
                result[shape] / base[shape]
                for result, base in zip(results, found[VARIANTS[0]], strict=True)
            )
            print(f"  {variant:16s} {speed:8.0f} tokens/s   {ratio:.2f} x")


if __name__ == "__main__":
    command.use_huge_pages()
    sys.exit(command.run(main, define_flags))
