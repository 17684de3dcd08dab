"""Cross-entropy from hidden states, a few supervised places at a time.

The logits of all places together would be the largest array of a step: 8 rows of 1024 places over
a vocabulary of 50304 take 1.6 GB. Here those of one chunk are turned into their loss and into their
gradient at once, so that they are neither kept nor computed again in the backward pass.

Letters: B rows, S supervised places a row, D embed, V vocabulary.
"""

import dataclasses
from functools import partial

import jax
import jax.numpy as jnp
from jax.experimental.layout import Layout, with_layout_constraint
from jax.sharding import PartitionSpec as P

from mypt_jax.model.gpt import Unembedding
from mypt_jax.model.sharding import dividing_spec


def token_losses(logits: jax.Array, targets: jax.Array) -> jax.Array:
    """Cross-entropy of each place in nats.

    The target's logit is a masked sum over the vocabulary: a gather would collect the whole row
    on every device when the vocabulary is sharded.

    Args:
        logits: float32 [..., V].
        targets: [...].

    Returns:
        float32 [...].
    """
    is_target = jnp.arange(logits.shape[-1]) == targets[..., None]
    target_logits = jnp.sum(jnp.where(is_target, logits, 0.0), axis=-1)
    return jax.nn.logsumexp(logits, axis=-1) - target_logits


def weighted_loss(
    head: Unembedding, hidden: jax.Array, targets: jax.Array, weights: jax.Array
) -> jax.Array:
    """Sums weight times cross-entropy over all places.

    Args:
        head: maps hidden states to logits.
        hidden: [B, S, D].
        targets: [B, S].
        weights: float32 [B, S].

    Returns:
        float32 [].
    """
    return jnp.sum(token_losses(head.logits(hidden), targets) * weights)


@partial(jax.custom_vjp, nondiff_argnums=(4,))
def chunked_loss(
    head: Unembedding, hidden: jax.Array, targets: jax.Array, weights: jax.Array, chunk: int
) -> jax.Array:
    """Returns `weighted_loss`; logits of `chunk` places of every row exist at once.

    Every device sums the gradient of the head over its own rows and all chunks, and adds it to that
    of the others once.
    """
    return _forward(head, hidden, targets, weights, chunk)[0]


def split_places(array: jax.Array, chunk: int) -> jax.Array:
    """Cuts [B, S, ...] into [S / chunk, B, chunk, ...], with zeros at the end of the last one."""
    padding = [(0, 0), (0, -array.shape[1] % chunk)] + [(0, 0)] * (array.ndim - 2)
    padded = jnp.pad(array, padding)
    return padded.reshape(padded.shape[0], -1, chunk, *padded.shape[2:]).swapaxes(0, 1)


def join_places(chunks: jax.Array, places: int) -> jax.Array:
    """Undoes `split_places` and drops what follows the first `places`."""
    joined = chunks.swapaxes(0, 1)
    return joined.reshape(joined.shape[0], -1, *joined.shape[3:])[:, :places]


Gradients = tuple[Unembedding, jax.Array]  # of head and hidden


def _forward(
    head: Unembedding, hidden: jax.Array, targets: jax.Array, weights: jax.Array, chunk: int
) -> tuple[jax.Array, Gradients]:
    # As [D, V], where the parts that devices hold lie one after the other in memory, and cast
    # before these are gathered, so that half as much is moved.
    tied = head.vocab_axis == 0
    matrix = (head.weights.T if tied else head.weights).astype(hidden.dtype)
    wide = dataclasses.replace(head, weights=matrix, vocab_axis=1)
    loss, (of_wide, of_hidden) = _on_every_device(wide, hidden, targets, weights, chunk)
    of_matrix = of_wide.weights.T if tied else of_wide.weights
    of_head = dataclasses.replace(of_wide, weights=of_matrix, vocab_axis=head.vocab_axis)
    return loss, (of_head, of_hidden)


def _on_every_device(
    head: Unembedding, hidden: jax.Array, targets: jax.Array, weights: jax.Array, chunk: int
) -> tuple[jax.Array, Gradients]:
    """Gives every device its rows and the whole head [D, V], and adds up what they find."""
    mesh = jax.sharding.get_abstract_mesh()
    batch = None if mesh.empty else dividing_spec(hidden.shape, ("batch", None, None), mesh)[0]
    if batch is None:  # no mesh, or rows that every device holds whole
        return _loss_and_gradients(head, hidden, targets, weights, chunk)
    data, fsdp = batch
    by_vocab = dividing_spec(head.weights.shape, (None, "vocab"), mesh)

    def sum_and_cut(of_weights: jax.Array) -> jax.Array:  # [D, V] -> [D / fsdp, V]
        part = jax.lax.psum_scatter(of_weights, fsdp, scatter_dimension=0, tiled=True)
        # With D last in memory, as a tied table has it, TPUs turn the whole gradient, sum all of it
        # and cut it afterwards.
        return with_layout_constraint(part, Layout((0, 1)))

    # Apart from the rest, because of an axis that is not its own, as the vocabulary's is not there,
    # the compiler collects the parts before it sums and cuts the other one.
    scatter = jax.shard_map(
        sum_and_cut,
        in_specs=by_vocab,
        out_specs=by_vocab,
        axis_names={axis for axis in by_vocab if axis},
        check_vma=False,
    )

    def on_one_device(
        head: Unembedding, hidden: jax.Array, targets: jax.Array, weights: jax.Array
    ) -> tuple[jax.Array, Gradients]:
        loss, (of_head, of_hidden) = _loss_and_gradients(head, hidden, targets, weights, chunk)
        part = scatter(of_head.weights)
        # The barrier keeps the sum over devices here: of a tied table the compiler would add it
        # to that of the lookups, and hold the whole gradient through all layers for it.
        part = jax.lax.optimization_barrier(jax.lax.psum(part, data))
        small = dataclasses.replace(of_head, weights=jnp.zeros(()))
        of_head = dataclasses.replace(jax.lax.psum(small, batch), weights=part)
        return jax.lax.psum(loss, batch), (of_head, of_hidden)

    whole, rows = jax.tree.map(lambda _: P(), head), P(batch)
    return jax.shard_map(
        on_one_device,
        in_specs=(whole, rows, rows, rows),
        out_specs=(P(), (dataclasses.replace(whole, weights=P(fsdp)), rows)),
        axis_names={data, fsdp},  # the vocabulary stays split over the others
        check_vma=False,
    )(head, hidden, targets, weights)


def _loss_and_gradients(
    head: Unembedding, hidden: jax.Array, targets: jax.Array, weights: jax.Array, chunk: int
) -> tuple[jax.Array, Gradients]:
    value_and_grad = jax.value_and_grad(weighted_loss, argnums=(0, 1))

    def add(total: tuple, chunks: tuple) -> tuple[tuple, jax.Array]:
        loss, (of_head, of_hidden) = value_and_grad(head, *chunks)
        return jax.tree.map(lambda t, x: t + x, total, (loss, of_head)), of_hidden

    zeros = jax.tree.map(lambda x: jnp.zeros(x.shape, jnp.float32), head)
    chunks = tuple(split_places(x, chunk) for x in (hidden, targets, weights))
    (loss, of_head), of_hidden = jax.lax.scan(add, (jnp.zeros(()), zeros), chunks)
    return loss, (of_head, join_places(of_hidden, hidden.shape[1]))


def _backward(chunk: int, gradients: Gradients, scale: jax.Array) -> tuple:
    of_head, of_hidden = jax.tree.map(lambda x: (scale * x).astype(x.dtype), gradients)
    return of_head, of_hidden, None, None


chunked_loss.defvjp(_forward, _backward)
