"""Attention on TPUs by JAX's splash kernel: scores exist in blocks on the chip, never in memory."""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp

from mypt_jax.model.sharding import dividing_spec

# The kernel works on tiles of this many places; rows are padded to a multiple of it.
TILE = 128
# Queries and keys of one block: large enough to keep the matrix unit busy, small enough for the
# chip's vector memory in the backward pass.
MAX_BLOCK = 512


def splash_attention(
    query: jax.Array,
    key: jax.Array,
    value: jax.Array,
    segment_ids: jax.Array,
    interpret: bool = False,
) -> jax.Array:
    """Causal attention inside the segments of packed rows; see `attention.attend`.

    Each device runs the kernel on its own rows and heads.

    Args:
        query: [B, H, T, K].
        key: [B, N, T, K].
        value: [B, N, T, K].
        segment_ids: [B, T].
        interpret: run the kernel step by step on any platform, for tests.

    Returns:
        [B, H, T, K].
    """
    on_one_device = partial(_attend_on_one_device, interpret=interpret)
    mesh = jax.sharding.get_abstract_mesh()
    if mesh.empty:
        return on_one_device(query, key, value, segment_ids)
    heads = dividing_spec(query.shape, ("batch", "heads", None, None), mesh)
    kv_heads = dividing_spec(key.shape, ("batch", "kv_heads", None, None), mesh)
    rows = dividing_spec(segment_ids.shape, ("batch", None), mesh)
    return jax.shard_map(
        on_one_device,
        in_specs=(heads, kv_heads, kv_heads, rows),
        out_specs=heads,
        check_vma=False,  # the kernel does not say over which axes its outputs vary
    )(query, key, value, segment_ids)


def _attend_on_one_device(
    query: jax.Array, key: jax.Array, value: jax.Array, segment_ids: jax.Array, interpret: bool
) -> jax.Array:
    # Here, because the kernel's module takes long to import, and few runs need it.
    from jax.experimental.pallas.ops.tpu import splash_attention as splash

    _, num_heads, time, head_dim = query.shape
    padding = -time % TILE  # of segment 0, like the row's own padding: it sees and is seen by none
    query, key, value = (
        jnp.pad(x, ((0, 0), (0, 0), (0, padding), (0, 0))) for x in (query, key, value)
    )
    segment_ids = jnp.pad(segment_ids, ((0, 0), (0, padding)))
    padded = time + padding
    passes = ("block_q", "block_kv", "block_q_dkv", "block_kv_dkv", "block_q_dq", "block_kv_dq")
    blocks: dict[str, Any] = dict.fromkeys(passes, block_size(padded))
    # A head of 64 would fill half of the 128 lanes that its places take in memory.
    by_time: dict[str, Any] = dict.fromkeys(
        ("q_layout", "k_layout", "v_layout"), splash.QKVLayout.SEQ_MINOR
    )
    kernel = splash.make_splash_mha(
        splash.MultiHeadMask([splash.CausalMask((padded, padded))] * num_heads),
        block_sizes=splash.BlockSizes(**blocks, **by_time),
        head_shards=1,
        q_seq_shards=1,
        interpret=interpret,
    )
    segments = splash.SegmentIds(q=segment_ids, kv=segment_ids)
    mixed = jax.vmap(kernel)(query * head_dim**-0.5, key, value, segments)
    return mixed[:, :, :time]


def block_size(time: int) -> int:
    """Returns the largest number of tiles' places, up to `MAX_BLOCK`, that divides a row."""
    return max(block for block in range(TILE, MAX_BLOCK + 1, TILE) if time % block == 0)
