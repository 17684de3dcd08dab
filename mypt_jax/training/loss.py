"""Sums over the supervised places of a batch: the loss to train on, the figures to judge by.

Sums, never means: means of micro-batches or of devices do not average to the mean over tokens.
Letters: B rows, T time, S supervised places a row, D embed, V vocabulary.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from mypt_jax.model.gpt import GPT, take_places

Batch = dict[str, jax.Array]


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
    weights = batch["target_weights"]
    losses = _in_chunks(model, _loss_of_chunk, hidden, batch["targets"])
    counts = {
        "num_targets": jnp.sum(weights > 0),
        "num_tokens": jnp.sum(batch["segment_ids"] > 0),
    }
    return jnp.sum(losses * weights), jnp.sum(weights), counts


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
    losses, correct = _in_chunks(model, _scores_of_chunk, hidden, targets)
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


def _loss_of_chunk(model: GPT, hidden: jax.Array, targets: jax.Array) -> jax.Array:
    return token_losses(model.logits(hidden), targets)


def _scores_of_chunk(
    model: GPT, hidden: jax.Array, targets: jax.Array
) -> tuple[jax.Array, jax.Array]:
    logits = model.logits(hidden)
    return token_losses(logits, targets), jnp.argmax(logits, axis=-1) == targets


def _in_chunks(model: GPT, score: Callable, hidden: jax.Array, targets: jax.Array) -> Any:
    """Applies `score` to chunks of places, so that few logits exist at once, forward and back."""
    chunk, places = model.config.logits_chunk, targets.shape[1]
    if chunk == 0 or chunk >= places:
        return score(model, hidden, targets)

    def split(array: jax.Array) -> jax.Array:  # [B, S, ...] -> [S / chunk, B, chunk, ...]
        pad = [(0, 0), (0, -places % chunk)] + [(0, 0)] * (array.ndim - 2)
        padded = jnp.pad(array, pad)
        shape = (padded.shape[0], -1, chunk, *padded.shape[2:])
        return padded.reshape(shape).swapaxes(0, 1)

    def join(array: jax.Array) -> jax.Array:
        return array.swapaxes(0, 1).reshape(targets.shape[0], -1)[:, :places]

    score_again = jax.checkpoint(lambda *chunks: score(model, *chunks))
    scores = jax.lax.map(lambda chunks: score_again(*chunks), (split(hidden), split(targets)))
    return jax.tree.map(join, scores)


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
