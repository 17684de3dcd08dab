"""Initial weights that copy: a model trained from nothing can repeat a name from its first step.

Two layers of attention are what copying takes (Olsson et al. 2022, "In-context Learning and
Induction Heads", arXiv 2209.11895), and plain text teaches them late. Here they are set:

    layer 0, three heads   look one, two and three tokens back and write, each into directions of
                           its own, which token stands there
    layer 1, all heads     look for the place that comes after the same last token, last two or last
                           three tokens, and write the token that stands there

One token does not tell what comes next where spaces and punctuation are tokens of their own: after
", " or ": " it is the tokens before that do.

A direction that all embeddings share tells positions apart through RoPE; its fast pairs find the
tokens before, and the slow pairs compare tokens, whatever their distance. Everything else starts
small. The attention is soft on purpose: with logits three to five times as large the first layers
stay as they are, and the model does not learn to choose between places. All of it is trained on.
"""

import math

import jax
import jax.numpy as jnp

from mypt_jax.model.config import GPTConfig

# Length of the shared direction beside embeddings of length 1.
_SHARED = 0.3
# Logit of the place that is looked for, and of a place after equal tokens, over the others.
_POSITION_LOGIT = 30.0
_MATCH_LOGIT = 8.0
# How strongly the two layers write, and the share that is left to all other outputs.
_WRITE_TOKEN_BEFORE = 0.13
_WRITE_COPY = 0.5
_WRITE_OTHER = 0.1
# How far back layer 0 looks, and how many tokens each head of layer 1 compares, head after head.
_OFFSETS = 3
_COMPARED = (1, 2, 3, 3)
# RoPE pairs that find a token before (the fastest); radians a token of those that count as slow.
_FAST_PAIRS = 5
_SLOW = 7e-3


def copying_weights(
    key: jax.Array, config: GPTConfig, kernels: dict[str, jax.Array]
) -> dict[str, jax.Array]:
    """Returns the weights with the copying ones set.

    Args:
        key: randomness of the embeddings and of the directions.
        config: sizes; `GPTConfig` refuses those that cannot hold the two layers.
        kernels: embedding [V, D], query [L, D, H*K], key_value [L, D, 2, H*K], attention_out
            [L, H*K, D] and ffw_down [L, F, D].
    """
    width, heads, size = config.embed_dim, config.num_heads, config.head_dim
    half = size // 2
    keys = jax.random.split(key, 3)
    tokens = _orthogonal(keys[0], width)  # directions in which tokens are told apart
    before = _orthogonal(keys[1], width)  # `size` of them for each token before
    shared = tokens[:, -1]
    embedding = jax.random.normal(keys[2], kernels["embedding"].shape) * width**-0.5
    embedding = embedding - jnp.outer(embedding @ shared, shared) + _SHARED * shared

    query, key_value = kernels["query"], kernels["key_value"]
    out = kernels["attention_out"] * _WRITE_OTHER
    angles = config.rope_theta ** (-jnp.arange(half) / half)
    # Layer 0. After the norm, the shared direction has this length.
    length = _SHARED * (width / (1 + _SHARED**2)) ** 0.5
    gain = (_POSITION_LOGIT * size**0.5) ** 0.5 / length
    wave = jnp.zeros(size).at[:_FAST_PAIRS].set(_FAST_PAIRS**-0.5)
    for head in range(_OFFSETS):
        own = slice(head * size, (head + 1) * size)
        turn = (head + 1) * angles
        back = jnp.concatenate([wave[:half] * jnp.cos(turn), -wave[:half] * jnp.sin(turn)])
        query = query.at[0, :, own].set(jnp.outer(shared, back) * gain)
        key_value = key_value.at[0, :, 0, own].set(jnp.outer(shared, wave) * gain)
        key_value = key_value.at[0, :, 1, own].set(tokens[:, :size])
        out = out.at[0, own].set(_WRITE_TOKEN_BEFORE * before[:, own].T)
    # Layer 1. Directions and lengths of the token i places back, before the norm's `scale`.
    written = _WRITE_TOKEN_BEFORE * (width / (1 + _SHARED**2)) ** 0.5
    directions = [tokens[:, :size], *(before[:, i * size : (i + 1) * size] for i in range(3))]
    lengths = [1.0, written, written, written]
    scale = (width / (1 + _SHARED**2 + _OFFSETS * written**2 * size / width)) ** 0.5
    first_slow = math.ceil(half * math.log(1 / _SLOW) / math.log(config.rope_theta))
    slow = jnp.array([*range(first_slow, half), *range(half + first_slow, size)])
    for head in range(heads):
        own = slice(head * size, (head + 1) * size)
        count = _COMPARED[head % len(_COMPARED)]
        each = slow.size // count
        queries, compared = jnp.zeros((2, width, size))
        for i in range(count):
            # Each pair of tokens is compared in directions that differ from head to head.
            start = (7 * head + 11 * i) % (size - each + 1)
            used = slice(start, start + each)
            places = slow[i * each : (i + 1) * each]
            product = scale**2 * lengths[i] * lengths[i + 1] * each / width
            gain = (_MATCH_LOGIT / count * size**0.5 / product) ** 0.5
            queries = queries.at[:, places].set(directions[i][:, used] * gain)
            compared = compared.at[:, places].set(directions[i + 1][:, used] * gain)
        query = query.at[1, :, own].set(queries)
        key_value = key_value.at[1, :, 0, own].set(compared)
        key_value = key_value.at[1, :, 1, own].set(tokens[:, own])
        out = out.at[1, own].set(_WRITE_COPY * tokens[:, own].T)
    return {
        "embedding": embedding,
        "query": query,
        "key_value": key_value,
        "attention_out": out,
        "ffw_down": kernels["ffw_down"] * _WRITE_OTHER,
    }


def _orthogonal(key: jax.Array, size: int) -> jax.Array:
    return jnp.linalg.qr(jax.random.normal(key, (size, size)))[0]
