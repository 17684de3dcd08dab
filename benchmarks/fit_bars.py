"""Compares the memory of the 750m step on a v5e slice of 8 chips with its bars; no TPU is needed.

    pip install 'jax[tpu]==0.10.2'
    python -m benchmarks.fit_bars

T = 4096, all parameters trained, every layer computed again in the backward pass. Temporaries are
the compiler's temp_size_in_bytes, which other tools print too; beside them stands the most that is
live at once, which is what a chip must hold (see docs/fit.md). Exit code 1 if a bar is missed. A
compilation takes one or two minutes.
"""

import sys

import jax
from absl import flags

from configs import phase3a3_tasks
from mypt_jax import command
from mypt_jax.fit import GIB
from mypt_jax.model.sharding import make_mesh
from mypt_jax.training.compiled_step import compile_step, memory
from mypt_jax.training.stage import read_stage
from mypt_jax.training.topology import find_devices

# rows a chip, supervised places a row, GiB of temporaries
BARS = ((2, 1024, 1.8), (8, 1024, 5.5), (8, 4096, 8.0))
STATE_BAR = 1.2
NUM_CHIPS = 8


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines no flags."""


def main(args: flags.FlagValues) -> int:
    """Prints each figure beside its bar."""
    jax.config.update("jax_platforms", "cpu")
    mesh = make_mesh(data=1, fsdp=NUM_CHIPS, tensor=1, devices=find_devices("v5e:2x4"))
    missed = False
    for rows, max_targets, bar in BARS:
        config = phase3a3_tasks.get_config("750m")
        config.model.attention = "splash"
        config.data.max_seq_len = 4096
        config.data.rows_per_step = rows * NUM_CHIPS
        compiled = compile_step(
            read_stage(config.to_dict()), mesh, config.data.rows_per_step, max_targets
        )
        taken = memory(compiled, "tpu")
        stats = compiled.memory_analysis()
        print(
            f"{rows} rows a chip, S = {max_targets} (live at once, beside the state: "
            f"{taken.temporary_bytes / GIB:.2f} GiB)"
        )
        figures = (
            ("state", taken.state_bytes + taken.copied_bytes, STATE_BAR),
            ("temporaries", stats.temp_size_in_bytes, bar),
        )
        for name, size, limit in figures:
            missed |= size > limit * GIB
            verdict = "missed" if size > limit * GIB else "kept"
            print(f"  {name:12s} {size / GIB:5.2f} GiB, bar {limit:.1f}: {verdict}", flush=True)
    return command.ERROR if missed else command.DONE


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
