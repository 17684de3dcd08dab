"""Sums over the supervised places of a batch: the loss to train on, the figures to judge by.

Sums, never means: means of micro-batches or of devices do not average to the mean over tokens.
Letters: B rows, T time, S supervised places a row, D embed, V vocabulary.
"""

import jax
import jax.numpy as jnp

from mypt_jax.model.gpt import GPT, Unembedding, take_places
from mypt_jax.training.chunked_loss import chunked_loss, token_losses, weighted_loss

Batch = dict[str, jax.Array]


def loss_sums(
    model: GPT, batch: Batch, dropout_key: jax.Array | None = None
) -> tuple[jax.Array, jax.Array, dict[str, jax.Array]]:
    """Sums the weighted loss of a batch; the caller divides once, after all micro-batches.

    Args:
        model: the network.
        batch: inputs, segment_ids, positions [B, T]; target_positions, targets,
            target_weights [B, S]. A place with weight 0 adds exactly nothing.
        dropout_key: turns dropout on.

    Returns:
        loss sum, weight sum, and counts {"num_targets", "num_tokens"}.
    """
    hidden = _hidden_at_targets(model, batch, dropout_key)
    targets, weights = batch["targets"], batch["target_weights"]
    chunk, head = model.config.logits_chunk, model.unembedding()
    with jax.named_scope("loss"):
        if chunk == 0 or chunk >= targets.shape[1]:
            loss_sum = weighted_loss(head.gathered(hidden.dtype), hidden, targets, weights)
        else:
            loss_sum = chunked_loss(head, hidden, targets, weights, chunk)
    counts = {
        "num_targets": jnp.sum(weights > 0),
        "num_tokens": jnp.sum(batch["segment_ids"] > 0),
    }
    return loss_sum, jnp.sum(weights), counts


def evaluation_sums(model: GPT, batch: Batch, tag_ids: jax.Array) -> dict[str, jax.Array]:
    """Sums what an evaluation reports, without dropout; add them over batches, then divide.

    Targets that are tags are counted apart: a format is learnt long before its content. An
    episode is exact when every supervised token of it is the argmax.

    Args:
        model: the network.
        batch: as for `loss_sums`.
        tag_ids: ids of the tags [N].

    Returns:
        loss_sum and weight_sum (weighted, as trained); content_loss_sum, content_count,
        tag_loss_sum, tag_count, correct_count, target_count (each supervised place once);
        exact_count and episode_count.
    """
    hidden = _hidden_at_targets(model, batch, None)
    targets, weights = batch["targets"], batch["target_weights"]
    head = model.unembedding().gathered(hidden.dtype)
    losses, correct = _scores(head, hidden, targets, model.config.logits_chunk)
    used = weights > 0
    is_tag = used & jnp.isin(targets, tag_ids)
    is_content = used & ~is_tag
    exact_count, episode_count = _count_exact(batch, used, correct)
    return {
        "loss_sum": jnp.sum(losses * weights),
        "weight_sum": jnp.sum(weights),
        "content_loss_sum": jnp.sum(losses * is_content),
        "content_count": jnp.sum(is_content),
        "tag_loss_sum": jnp.sum(losses * is_tag),
        "tag_count": jnp.sum(is_tag),
        "correct_count": jnp.sum(correct & used),
        "target_count": jnp.sum(used),
        "exact_count": exact_count,
        "episode_count": episode_count,
    }


def _hidden_at_targets(model: GPT, batch: Batch, dropout_key: jax.Array | None) -> jax.Array:
    hidden = model.hidden(batch["inputs"], batch["segment_ids"], batch["positions"], dropout_key)
    return take_places(hidden, batch["target_positions"])


def _scores(
    head: Unembedding, hidden: jax.Array, targets: jax.Array, chunk: int
) -> tuple[jax.Array, jax.Array]:
    """Returns the cross-entropy of each place, and whether the argmax is right there [B, S]."""

    def score(places: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        logits = head.logits(places[0])
        return token_losses(logits, places[1]), jnp.argmax(logits, axis=-1) == places[1]

    if chunk == 0 or chunk >= targets.shape[1]:
        return score((hidden, targets))
    scores = jax.lax.map(score, (_split_places(hidden, chunk), _split_places(targets, chunk)))
    return jax.tree.map(lambda x: _join_places(x, targets.shape[1]), scores)


def _split_places(array: jax.Array, chunk: int) -> jax.Array:
    """Cuts [B, S, ...] into [S / chunk, B, chunk, ...], with zeros at the end of the last one."""
    padding = [(0, 0), (0, -array.shape[1] % chunk)] + [(0, 0)] * (array.ndim - 2)
    padded = jnp.pad(array, padding)
    return padded.reshape(padded.shape[0], -1, chunk, *padded.shape[2:]).swapaxes(0, 1)


def _join_places(chunks: jax.Array, places: int) -> jax.Array:
    """Undoes `_split_places` and drops what follows the first `places`."""
    joined = chunks.swapaxes(0, 1)
    return joined.reshape(joined.shape[0], -1, *joined.shape[3:])[:, :places]


def _count_exact(batch: Batch, used: jax.Array, correct: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Counts the episodes whose every supervised token is right, and all with such a token."""
    last = batch["segment_ids"].shape[1] - 1
    places = jnp.minimum(batch["target_positions"], last)
    segments = jnp.take_along_axis(batch["segment_ids"], places, axis=1)

    def per_segment(values: jax.Array) -> jax.Array:  # [B, S] -> [B, T + 1]
        count = jax.vmap(lambda v, s: jax.ops.segment_sum(v, s, num_segments=last + 2))
        return count(values.astype(jnp.int32), segments)

    present = per_segment(used) > 0
    exact = present & (per_segment(used & ~correct) == 0)
    return jnp.sum(exact), jnp.sum(present)
