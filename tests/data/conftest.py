"""Datasets made on the spot, without text: episode i has the tokens 100 i, 100 i + 1, …"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from etils import epath

from mypt_jax.data.records import encode_record, shift, write_manifest, write_split


def make_blobs(lengths: Sequence[tuple[int, int]]) -> list[bytes]:
    """Serialised records with the given tokens and targets; the last places are the targets."""
    blobs = []
    for number, (tokens, targets) in enumerate(lengths):
        ids = 100 * number + np.arange(tokens + 1)
        trained = np.arange(tokens + 1) > tokens - targets
        blobs.append(encode_record(shift(ids, trained, f"episode-{number}")))
    return blobs


@pytest.fixture
def make_dataset(tmp_path) -> Callable[..., Path]:
    """Writes a dataset directory from lists of (tokens, targets)."""

    def make(
        name: str,
        train: Sequence[tuple[int, int]],
        validation: Sequence[tuple[int, int]] = (),
        kind: str = "episodes",
    ) -> Path:
        directory = tmp_path / name
        directory.mkdir()
        splits = {
            split: write_split(epath.Path(directory), split, make_blobs(lengths))
            for split, lengths in (("train", train), ("validation", validation))
        }
        manifest = {
            "kind": kind,
            "name": name,
            "format_hash": "f" * 64,
            "tokenizer_hash": "a" * 64,
            "splits": splits,
        }
        write_manifest(epath.Path(directory), manifest)
        return directory

    return make
