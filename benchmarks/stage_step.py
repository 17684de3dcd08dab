"""The training step of a stage's configuration with random weights, to be timed, and full rows."""

import time
from collections.abc import Iterable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax.sharding import Mesh

from mypt_jax.model import GPTConfig, create_model
from mypt_jax.model.adapters import Adapters, add_adapters, split_trained
from mypt_jax.model.sharding import batch_sharding
from mypt_jax.training.optimizer import make_optimizer
from mypt_jax.training.state import TrainState
from mypt_jax.training.step import make_train_step, to_device


def time_steps(
    config: GPTConfig,
    optimizer: dict[str, Any],
    adapters: Adapters | None,
    batches: Iterable[dict[str, np.ndarray]],
    mesh: Mesh,
) -> list[tuple[float, int]]:
    """Trains on batches; returns the seconds and the supervised tokens of every step.

    The first steps compile and grow the heap.

    Args:
        config: the network.
        optimizer: settings, as `Stage.optimizer` has them.
        adapters: what is trained instead of all weights.
        batches: of the data pipeline; their time counts.
        mesh: the device mesh, set.
    """
    model = create_model(config, 0, mesh)
    if adapters:
        model = add_adapters(model, adapters, nnx.Rngs(0))
    graphdef, params = nnx.split(model)
    params = nnx.to_pure_dict(params)
    trained, _ = split_trained(params)
    tx, _ = make_optimizer(**optimizer, num_steps=1000, params=trained)
    state = TrainState(params, jax.jit(tx.init)(trained), jnp.int32(0))
    train_step = make_train_step(graphdef, tx, 1, None)
    found, start = [], time.perf_counter()
    for batch in batches:
        state, figures = train_step(state, to_device(batch, batch_sharding(mesh)))
        num_targets = int(figures["num_targets"])  # waits for the step
        jax.block_until_ready(state)
        found.append((time.perf_counter() - start, num_targets))
        start = time.perf_counter()
    return found


def full_rows(
    rows: int, length: int, vocab_size: int, steps: int
) -> Iterator[dict[str, np.ndarray]]:
    """Yields a batch of random rows of one segment, with a target at every third place.

    Rows have room for a target at every second place, as the longest answers of a stage ask for.
    """
    rng = np.random.default_rng(0)
    targets = np.arange(0, length, 3, dtype=np.int32)
    unused = np.arange(length, length + length // 2 - targets.size, dtype=np.int32)
    places = np.tile(np.concatenate([targets, unused]), (rows, 1))
    is_used = places < length
    batch = {
        "inputs": rng.integers(0, vocab_size, (rows, length), np.int32),
        "segment_ids": np.ones((rows, length), np.int32),
        "positions": np.tile(np.arange(length, dtype=np.int32), (rows, 1)),
        "target_positions": places,
        "targets": np.where(is_used, rng.integers(0, vocab_size, places.shape, np.int32), 0),
        "target_weights": is_used.astype(np.float32),
    }
    for _ in range(steps):
        yield batch
