"""Measures the way from records to batches on one core: planning time, fill, tokens a second.

    python -m benchmarks.data_pipeline --episodes=1000000

Seconds are CPU seconds of this process, all its threads together, so that other work on the machine
does not count. Plans are packed with a target capacity that `choose_max_targets` finds. Batches are
read from a dataset directory that is written first, with reading ahead as in training.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable

import numpy as np
from absl import flags
from etils import epath

from benchmarks.episodes import write_dataset
from mypt_jax import command
from mypt_jax.data.mixture import Mixture, plan_epoch
from mypt_jax.data.packing import choose_max_targets, pack
from mypt_jax.data.patterns import bound_rows
from mypt_jax.data.pipeline import train_batches, train_plan
from mypt_jax.data.records import encode_record, shift

TARGET_MULTIPLE = 16
RECORDS = 100_000
ROWS_TOKENS = 16_384


def equal_prompts(rng: np.random.Generator, num_episodes: int) -> np.ndarray:
    """30 prompt tokens and 4 to 40 answer tokens: int32 [E, 2], tokens and targets."""
    answers = rng.integers(4, 41, num_episodes)
    return np.stack([answers + 30, answers], 1).astype(np.int32)


def varied_prompts(rng: np.random.Generator, num_episodes: int) -> np.ndarray:
    """10 to 60 prompt tokens, 30 on average, and 4 to 40 answer tokens."""
    answers = rng.integers(4, 41, num_episodes)
    prompts = np.clip(rng.normal(30, 8, num_episodes), 10, 60).astype(int)
    return np.stack([answers + prompts, answers], 1).astype(np.int32)


def chats(rng: np.random.Generator, num_episodes: int) -> np.ndarray:
    """Chats of 60 to 220 tokens, 97 on average, 30 to 60 % of them targets."""
    tokens = np.clip(rng.gamma(4, 12, num_episodes) + 50, 60, 220).astype(int)
    targets = tokens * rng.uniform(0.3, 0.6, num_episodes)
    return np.stack([tokens, targets], 1).astype(np.int32)


def even_chats(rng: np.random.Generator, num_episodes: int) -> np.ndarray:
    """Chats of 60 to 220 tokens, every length as often."""
    tokens = rng.integers(60, 221, num_episodes)
    targets = tokens * rng.uniform(0.3, 0.6, num_episodes)
    return np.stack([tokens, targets], 1).astype(np.int32)


def long_episodes(rng: np.random.Generator, num_episodes: int) -> np.ndarray:
    """Episodes of 20 to 4096 tokens, log-normal, 20 to 60 % of them targets."""
    tokens = np.clip(rng.lognormal(6, 0.8, num_episodes), 20, 4096).astype(int)
    targets = tokens * rng.uniform(0.2, 0.6, num_episodes)
    return np.stack([tokens, targets], 1).astype(np.int32)


SHAPES: tuple[tuple[str, Callable[[np.random.Generator, int], np.ndarray], int], ...] = (
    ("equal prompts", equal_prompts, 128),
    ("equal prompts", equal_prompts, 256),
    ("equal prompts", equal_prompts, 1024),
    ("varied prompts", varied_prompts, 128),
    ("varied prompts", varied_prompts, 256),
    ("varied prompts", varied_prompts, 1024),
    ("chats", chats, 256),
    ("even chats", even_chats, 256),
    ("long episodes", long_episodes, 4096),
)


def measure_plan(name: str, lengths: np.ndarray, max_tokens: int) -> None:
    """Prints time and fill of one epoch's plan: order, capacity, rows."""
    mixture = Mixture(("primary",), {"primary": 1.0}, "episodes", 1.0, 0.0, "primary")
    start = time.process_time()
    order = plan_epoch(mixture, {"primary": lengths[:, 1]}, seed=0, epoch=0)
    planned = lengths[order[:, 1]]
    max_targets = choose_max_targets(planned, max_tokens, TARGET_MULTIPLE)
    packing = pack(planned, max_tokens, max_targets)
    seconds = time.process_time() - start
    fewest = bound_rows(np.bincount(lengths[:, 0], minlength=max_tokens + 1))
    best = lengths[:, 0].sum(dtype=np.int64) / (fewest * max_tokens)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"plan     {name:15} T={max_tokens:<5} S={max_targets:<5} fill {packing.fill:6.2%} "
        f"(at most {best:6.2%})  {seconds:6.2f} s  peak {peak:.2f} GB",
        flush=True,
    )


def measure_batches(name: str, lengths: np.ndarray, max_tokens: int, directory: epath.Path) -> None:
    """Prints tokens a second from records on disk to batches."""
    ids = np.arange(int(lengths[:, 0].max()) + 1)
    blobs = [encode_record(shift(ids[: n + 1], ids[: n + 1] > n - m, "e")) for n, m in lengths]
    directory.mkdir()
    write_dataset(blobs, directory)
    mixture = Mixture(("primary",), {"primary": 1.0}, "episodes", 1.0, 0.5, "primary")
    rows = ROWS_TOKENS // max_tokens
    plan = train_plan(
        {"primary": directory}, mixture, max_tokens, None, rows, 1, 0, TARGET_MULTIPLE
    )
    start = time.process_time()
    tokens = sum(int((batch["segment_ids"] > 0).sum()) for batch in train_batches(plan))
    seconds = time.process_time() - start
    print(
        f"batches  {name:15} T={max_tokens:<5} B={rows:<5} {tokens / seconds / 1e6:.2f} M tokens/s"
        f" ({plan.steps} batches in {seconds:.2f} s, reading of the records included)",
        flush=True,
    )


def define_flags(flag_values: flags.FlagValues) -> None:
    """Defines --episodes."""
    flags.DEFINE_integer(
        "episodes", 1_000_000, "Episodes of each plan.", flag_values=flag_values, lower_bound=1
    )


def main(args: flags.FlagValues) -> int:
    """Measures on one core and prints."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rng = np.random.default_rng(0)
    for name, make, max_tokens in SHAPES:
        measure_plan(name, make(rng, args.episodes), max_tokens)
    with tempfile.TemporaryDirectory() as directory:
        for number, (name, make, max_tokens) in enumerate(SHAPES[3:7]):
            lengths = make(rng, min(args.episodes, RECORDS))
            measure_batches(name, lengths, max_tokens, epath.Path(directory) / str(number))
    return command.DONE


if __name__ == "__main__":
    sys.exit(command.run(main, define_flags))
