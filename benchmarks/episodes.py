"""The episodes that training speed is compared on: 30 prompt tokens and 4 to 40 answer tokens."""

from collections.abc import Iterator, Sequence

import numpy as np
from etils import epath

from mypt_jax.data.mixture import Mixture
from mypt_jax.data.pipeline import TrainPlan, train_plan
from mypt_jax.data.records import encode_record, shift, write_manifest, write_split

PROMPT = 30
ANSWER = (4, 40)
FIRST_ID = 10  # ids below are left to padding and ends of text


def make_episodes(count: int, vocab_size: int, seed: int = 0) -> Iterator[np.ndarray]:
    """Yields random token ids int32 [30 + 4..40]; those after the first 30 are trained."""
    rng = np.random.default_rng(seed)
    for answer in rng.integers(ANSWER[0], ANSWER[1] + 1, count):
        yield rng.integers(FIRST_ID, vocab_size, PROMPT + answer, dtype=np.int32)


def write_dataset(blobs: Sequence[bytes], directory: epath.Path) -> None:
    """Makes a prepared data set of encoded records in an empty directory."""
    splits = {"train": write_split(directory, "train", blobs)}
    hashes = {"format_hash": "", "tokenizer_hash": ""}
    write_manifest(directory, {"kind": "episodes", "name": "speed", "splits": splits} | hashes)


def plan_of(
    episodes: Sequence[np.ndarray], directory: epath.PathLike, max_tokens: int, rows: int
) -> TrainPlan:
    """Writes episodes as a prepared data set and plans one pass over it."""
    blobs = [
        encode_record(shift(ids, np.arange(len(ids)) >= PROMPT, f"e{i}"))
        for i, ids in enumerate(episodes)
    ]
    directory = epath.Path(directory)
    write_dataset(blobs, directory)
    mixture = Mixture(("speed",), {"speed": 1.0}, "episodes", 1.0, 0.0, "speed")
    return train_plan({"speed": directory}, mixture, max_tokens, None, rows, 1, 0, 16)
