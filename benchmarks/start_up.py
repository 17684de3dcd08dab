"""Measures how long a stage takes from its command to its first step: anew, and started again.

    python -m benchmarks.start_up [--preset=tiny] [--rounds=3]

Each start is a process of its own on 3a-1 with random weights, and one row a step, so that the
start counts and not the step. The first of a round has an empty compilation cache, the second one
finds there what the first one left. The figures are medians over the rounds; where the second start
takes more than a third of the first one, the exit code is 1.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from absl import flags

from mypt_jax import command

BAR = 1 / 3  # of the first start's time


def run(*argv: str) -> None:
    """Runs a module to its end."""
    subprocess.run([sys.executable, "-m", *argv], stdout=subprocess.DEVNULL, check=True)


def prepare(place: Path) -> None:
    """Writes a tokenizer and a data set."""
    episodes, tokenizer = place / "episodes.jsonl", place / "tokenizer"
    run("data_gen.format_lock", f"--output={episodes}", "--episodes=2000")
    run("mypt_jax.train_tokenizer", f"--input={episodes}", f"--output={tokenizer}")
    data = (f"--output={place / 'data'}", f"--tokenizer={tokenizer}")
    run("mypt_jax.prepare", f"--input={episodes}", *data)


def seconds_to_first_step(place: Path, preset: str, name: str) -> float:
    """Starts a stage, waits until it reports its first step, and ends it."""
    argv = [
        "mypt_jax.train",
        f"--config=configs/phase3a1_format_lock.py:{preset}",
        "--config.parent_stage=none",
        "--config.lora.rank=0",
        "--config.data.rows_per_step=1",
        "--config.optimizer.microbatches=1",
        "--config.train.log_every=1",
        f"--model_name={name}",
        f"--run_dir={place}",
        f"--dataset_dir={place / 'data'}",
        f"--tokenizer={place / 'tokenizer'}",
    ]
    begin = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", *argv], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith("step 1/"):
                seconds = time.monotonic() - begin
                child.kill()
                return seconds
    raise RuntimeError(f"{' '.join(argv)} ended with {child.returncode} before its first step")


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines --preset and --rounds."""
    flags.DEFINE_string("preset", "tiny", "Preset of the model.", flag_values=flag_values)
    flags.DEFINE_integer("rounds", 3, "Rounds.", lower_bound=1, flag_values=flag_values)


def main(args: flags.FlagValues) -> int:
    """Prints the seconds of both starts and their ratio beside the bar."""
    first, second = [], []
    os.environ.pop("JAX_COMPILATION_CACHE_DIR", None)  # not the cache that is emptied here
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        prepare(place)
        for round_ in range(args.rounds):
            shutil.rmtree(place / "jax_cache", ignore_errors=True)
            first.append(seconds_to_first_step(place, args.preset, f"first{round_}"))
            second.append(seconds_to_first_step(place, args.preset, f"second{round_}"))
            print(f"round {round_ + 1}: {first[-1]:.1f} s, {second[-1]:.1f} s", flush=True)
    ratio = statistics.median(b / a for a, b in zip(first, second, strict=True))
    print(
        f"{args.preset}: first start {statistics.median(first):.1f} s, second "
        f"{statistics.median(second):.1f} s, {ratio:.2f} of it (bar {BAR:.2f})"
    )
    return command.DONE if ratio <= BAR else command.ERROR


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
