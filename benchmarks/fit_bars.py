"""Compares the memory of the 750m step on a v5e slice of 8 chips with its bars; no TPU is needed.

    pip install 'jax[tpu]==0.10.2'
    python -m benchmarks.fit_bars

T = 4096, all parameters trained, every layer computed again in the backward pass. Temporaries are
what the compiler allocates for them in a chip's memory, read from its buffer assignment. Beside
them stand the most that is live at once, which `mypt_jax.fit` prints, and temp_size_in_bytes, which
other tools print and which counts some memory twice (see docs/fit.md). Exit code 1 if a bar is
missed. A compilation takes one to four minutes.
"""

import os
import pathlib
import re
import sys
import tempfile

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
# The chip's own memory has no colour; others are memories of its cores.
_IN_MEMORY = re.compile(r"^allocation \d+: size (\d+), preallocated-temp:$", re.MULTILINE)


def allocated_bytes(folder: pathlib.Path) -> int:
    """Returns what the step that was compiled last has for temporaries, by its buffer assignment.

    Args:
        folder: where the compiler wrote what it did.
    """
    reports = folder.glob("*jit_train_step*after_optimizations-buffer-assignment.txt")
    latest = max(reports, key=lambda report: report.stat().st_mtime_ns)
    [size] = _IN_MEMORY.findall(latest.read_text())
    return int(size)


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines no flags."""


def main(args: flags.FlagValues) -> int:
    """Prints each figure beside its bar."""
    jax.config.update("jax_platforms", "cpu")
    with tempfile.TemporaryDirectory() as folder:
        # read once, when the first device is looked for
        dump = f"--xla_dump_to={folder} --xla_dump_hlo_as_text"
        os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {dump}"
        kept = [_keeps_bars(*bars, pathlib.Path(folder)) for bars in BARS]
    return command.DONE if all(kept) else command.ERROR


def _keeps_bars(rows: int, max_targets: int, bar: float, folder: pathlib.Path) -> bool:
    """Compiles the step, of which the compiler writes into `folder`, and prints its figures."""
    mesh = make_mesh(data=1, fsdp=NUM_CHIPS, tensor=1, devices=find_devices("v5e:2x4"))
    config = phase3a3_tasks.get_config("750m")
    config.model.attention = "splash"
    config.data.max_seq_len = 4096
    config.data.rows_per_step = rows * NUM_CHIPS
    stage = read_stage(config.to_dict())
    compiled = compile_step(stage, mesh, config.data.rows_per_step, max_targets)
    taken, counted = memory(compiled, "tpu"), compiled.memory_analysis().temp_size_in_bytes
    print(
        f"{rows} rows a chip, S = {max_targets} (live at once, beside the state: "
        f"{taken.temporary_bytes / GIB:.2f} GiB; temp_size: {counted / GIB:.2f} GiB)"
    )
    figures = (
        ("state", taken.state_bytes + taken.copied_bytes, STATE_BAR),
        ("temporaries", allocated_bytes(folder), bar),
    )
    for name, size, limit in figures:
        verdict = "missed" if size > limit * GIB else "kept"
        print(f"  {name:12s} {size / GIB:5.2f} GiB, bar {limit:.1f}: {verdict}", flush=True)
    return all(size <= limit * GIB for _, size, limit in figures)


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
