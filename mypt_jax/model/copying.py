"""Initial weights that copy: a model trained from nothing can repeat a name from its first step.

Two layers of attention are what copying takes (Olsson et al. 2022, "In-context Learning and
Induction Heads", arXiv 2209.11895), and plain text teaches them late. Here they are set:

    layer 0, half of the heads   look one token back and write, into directions of its own, which
                                 token stands there
    layer 1, all heads           look for the place whose token before is the current one, and
                                 write the token that stands there: what followed last time

A direction that all embeddings share tells positions apart through RoPE; its fast pairs find the
token before, and the slow pairs compare tokens, whatever their distance. Everything else starts
small. All of it is trained on like any other weight.
"""

import jax
import jax.numpy as jnp

from mypt_jax.model.config import GPTConfig

# Length of the shared direction beside embeddings of length 1.
_SHARED = 0.3
# Logit of the token before, and of an equal token, over those of the others.
_POSITION_LOGIT = 100.0
_MATCH_LOGIT = 40.0
# How strongly the two layers write, and the share that is left to all other outputs.
_WRITE_TOKEN_BEFORE = 0.13
_WRITE_COPY = 0.5
_WRITE_OTHER = 0.1
# RoPE pairs that find the token before (the fastest), and the first that counts as slow.
_FAST_PAIRS = 5
_FIRST_SLOW_PAIR = 7


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
    before = _orthogonal(keys[1], width) @ tokens  # the same, for the token before
    shared = tokens[:, -1]
    embedding = jax.random.normal(keys[2], kernels["embedding"].shape) * width**-0.5
    embedding = embedding - jnp.outer(embedding @ shared, shared) + _SHARED * shared

    query, key_value = kernels["query"], kernels["key_value"]
    out = kernels["attention_out"] * _WRITE_OTHER
    # Layer 0. After the norm, the shared direction has this length.
    length = _SHARED * (width / (1 + _SHARED**2)) ** 0.5
    gain = (_POSITION_LOGIT * size**0.5) ** 0.5 / length
    wave = jnp.zeros(size).at[:_FAST_PAIRS].set(_FAST_PAIRS**-0.5)
    angles = config.rope_theta ** (-jnp.arange(half) / half)
    one_back = jnp.concatenate([wave[:half] * jnp.cos(angles), -wave[:half] * jnp.sin(angles)])
    for head in range(heads // 2):
        own = slice(head * size, (head + 1) * size)
        query = query.at[0, :, own].set(jnp.outer(shared, one_back) * gain)
        key_value = key_value.at[0, :, 0, own].set(jnp.outer(shared, wave) * gain)
        key_value = key_value.at[0, :, 1, own].set(tokens[:, own])
        out = out.at[0, own].set(_WRITE_TOKEN_BEFORE * before[:, own].T)
    # Layer 1. Lengths after its norm of the token's part and of the part about the token before.
    token_length = (width / (1 + _SHARED**2)) ** 0.5
    written = _WRITE_TOKEN_BEFORE * token_length
    scale = (width / (1 + _SHARED**2 + written**2 / 2)) ** 0.5
    slow = jnp.array([*range(_FIRST_SLOW_PAIR, half), *range(half + _FIRST_SLOW_PAIR, size)])
    share = slow.size / width
    gain = (_MATCH_LOGIT * size**0.5 / (scale * share**0.5 * scale * written * share**0.5)) ** 0.5
    for head in range(heads):
        own = slice(head * size, (head + 1) * size)
        start = head // 2 * size + (head % 2) * (size - slow.size)
        compared = slice(start, start + slow.size)
        empty = jnp.zeros((width, size))
        query = query.at[1, :, own].set(empty.at[:, slow].set(tokens[:, compared]) * gain)
        key_value = key_value.at[1, :, 0, own].set(
            empty.at[:, slow].set(before[:, compared]) * gain
        )
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
