"""Cross-entropy from hidden states, a few supervised places at a time.

The logits of all places together would be the largest array of a step: 8 rows of 1024 places over
a vocabulary of 50304 take 1.6 GB. Here those of one chunk are turned into their loss and into their
gradient at once, so that they are neither kept nor computed again in the backward pass.

Letters: B rows, S supervised places a row, D embed, V vocabulary.
"""

import dataclasses
import math
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
    """Returns `weighted_loss`; logits of as many places as `chunk` of every row exist at once.

    Places without weight, which fill up rows, are left out, as far as whole chunks of them go. On
    CPUs small chunks are also faster by themselves: their logits stay in the cache.

    Every device sums the gradient of the head over its own rows and all chunks, and adds it to that
    of the others once.
    """
    return _forward(head, hidden, targets, weights, chunk)[0]


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
    if batch is None or math.prod(mesh.shape[axis] for axis in batch) == 1:
        # no mesh, or all devices hold the same rows
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
    size = hidden.shape[0] * chunk
    used = weights.reshape(-1) != 0.0
    num_chunks = -(-used.size // size)
    order = jnp.argsort(~used, stable=True)  # the used ones first
    order = jnp.pad(order, (0, num_chunks * size - used.size), constant_values=used.size)

    def split(x: jax.Array) -> jax.Array:  # [B, S, ...] -> [chunks, size, ...]
        places = x.reshape(-1, *x.shape[2:])
        places = jnp.take(places, order, axis=0, mode="fill", fill_value=0)
        return places.reshape(num_chunks, size, *x.shape[2:])

    chunks = tuple(map(split, (hidden, targets, weights)))
    value_and_grad = jax.value_and_grad(weighted_loss, argnums=(0, 1))

    def is_left(total: tuple) -> jax.Array:
        # the second limit never ends the loop before the first, but tells how long it can be
        return (total[0] * size < jnp.sum(used)) & (total[0] < num_chunks)

    def add(total: tuple) -> tuple:
        index, loss, of_head, of_hidden = total
        more, (more_of_head, of_chunk) = value_and_grad(head, *(x[index] for x in chunks))
        of_head = jax.tree.map(jnp.add, of_head, more_of_head)
        return index + 1, loss + more, of_head, of_hidden.at[index].set(of_chunk)

    zeros = jax.tree.map(lambda x: jnp.zeros(x.shape, jnp.float32), head)
    start = jnp.int32(0), jnp.zeros(()), zeros, jnp.zeros_like(chunks[0])
    _, loss, of_head, of_hidden = jax.lax.while_loop(is_left, add, start)
    places = of_hidden.reshape(-1, hidden.shape[-1])[jnp.cumsum(used) - 1]
    of_hidden = jnp.where(used[:, None], places, 0).reshape(hidden.shape)
    return loss, (of_head, of_hidden)


def _backward(chunk: int, gradients: Gradients, scale: jax.Array) -> tuple:
    of_head, of_hidden = jax.tree.map(lambda x: (scale * x).astype(x.dtype), gradients)
    return of_head, of_hidden, None, None


chunked_loss.defvjp(_forward, _backward)
