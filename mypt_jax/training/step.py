"""One update of the weights, compiled; and how a batch gets to the devices."""

from collections.abc import Mapping
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx
from jax.sharding import NamedSharding

from mypt_jax.model.adapters import join, split_trained
from mypt_jax.training.checkpoint import Params
from mypt_jax.training.loss import loss_sums
from mypt_jax.training.slips import Slips
from mypt_jax.training.state import TrainState

Batch = dict[str, jax.Array]
Figures = dict[str, jax.Array]


def make_train_step(
    graphdef: nnx.GraphDef,
    tx: optax.GradientTransformation,
    num_microbatches: int,
    seed: int | None,
    slips: Slips | None = None,
) -> jax.stages.Wrapped:
    """Returns the compiled update, (state, batch) to (state, figures); it consumes the state.

    The loss is summed over all microbatches and devices and divided once, by the sum of weights:
    1 x 8 rows and 8 x 1 row are the same update.

    Args:
        graphdef: the model's structure.
        tx: the optimizer.
        num_microbatches: parts of the batch that are computed one after the other.
        seed: of dropout and slips; the key of step s is fold_in(seed, s); None = no dropout.
        slips: tokens of answers that are read as others; needs a seed.
    """

    def loss(
        trained: Params, frozen: Params, batch: Batch, key: jax.Array | None
    ) -> tuple[jax.Array, Figures]:
        model = nnx.merge(graphdef, join(trained, frozen))
        loss_sum, weight_sum, counts = loss_sums(model, batch, key)
        return loss_sum, {"loss_sum": loss_sum, "weight_sum": weight_sum, **counts}

    def sums(
        trained: Params, frozen: Params, batch: Batch, key: jax.Array | None
    ) -> tuple[Params, Figures]:
        """Returns the gradient of the loss sum, and the sums, over one microbatch."""
        gradient = jax.value_and_grad(loss, has_aux=True)
        (_, figures), gradients = gradient(trained, frozen, batch, key)
        return gradients, figures

    def all_sums(
        trained: Params, frozen: Params, batch: Batch, key: jax.Array | None
    ) -> tuple[Params, Figures]:
        if num_microbatches == 1:
            return sums(trained, frozen, batch, key)
        keys = None if key is None else jax.random.split(key, num_microbatches)
        parts = jax.tree.map(partial(split_rows, num_parts=num_microbatches), batch)
        first = jax.tree.map(lambda x: x[0], (parts, keys))
        zeros = jax.tree.map(
            lambda x: jnp.zeros(x.shape, x.dtype), jax.eval_shape(sums, trained, frozen, *first)
        )

        def add(total: tuple[Params, Figures], part: tuple) -> tuple[tuple[Params, Figures], None]:
            return jax.tree.map(jnp.add, total, sums(trained, frozen, *part)), None

        return jax.lax.scan(add, zeros, (parts, keys))[0]

    @partial(jax.jit, donate_argnums=0)
    def train_step(state: TrainState, batch: Batch) -> tuple[TrainState, Figures]:
        key = None
        if seed is not None:
            key = jax.random.fold_in(jax.random.key(seed), state.step)
        if slips is not None:
            assert key is not None  # a seed comes with them
            key, slips_key = jax.random.split(key)
            batch = slips.put_in(batch, slips_key, state.step)
        trained, frozen = split_trained(state.params)
        gradients, figures = all_sums(trained, frozen, batch, key)
        # a step without targets stops the run when it is reported; till then no NaN in the state
        divisor = jnp.where(figures["weight_sum"] > 0, figures["weight_sum"], 1.0)
        gradients = jax.tree.map(lambda g: g / divisor, gradients)
        with jax.named_scope("optimizer"):
            updates, optimizer = tx.update(gradients, state.optimizer, trained)
            params = join(optax.apply_updates(trained, updates), frozen)
            figures["grad_norm"] = optax.tree.norm(gradients)
        return TrainState(params, optimizer, state.step + 1), figures

    return train_step


def split_rows(x: jax.Array, num_parts: int) -> jax.Array:
    """Turns [B, ...] into [num_parts, B / num_parts, ...] without moving rows between devices.

    Every part takes some rows of every device: device d holds rows d*B/D .. of the batch, and
    afterwards rows of the same range of each part.
    """
    rows = x.shape[0]
    return x.reshape(rows // num_parts, num_parts, *x.shape[1:]).swapaxes(0, 1)


def rows_of_process(sharding: NamedSharding, rows: int) -> np.ndarray:
    """Returns which rows of the global batch this process's devices hold, ascending int [b].

    Hosts that share a tensor axis hold, and read, the same rows.
    """
    held: set[int] = set()
    for index in sharding.addressable_devices_indices_map((rows,)).values():
        assert index is not None  # every device of a batch's sharding holds rows
        held.update(range(*index[0].indices(rows)))
    return np.array(sorted(held), np.int64)


def to_device(batch: Mapping[str, np.ndarray], sharding: NamedSharding) -> Batch:
    """Makes global arrays of this process's rows."""
    return {
        name: jax.make_array_from_process_local_data(sharding, value)
        for name, value in batch.items()
    }
