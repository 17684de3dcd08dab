"""Attention over packed rows: one function, a backend per platform, masks from segment ids."""

import jax
import jax.numpy as jnp

from mypt_jax.model.splash import splash_attention

# A finite stand-in for minus infinity: a row that may see nothing then averages, without NaN.
MASKED = -1e30
# Rows of this length and more are computed in blocks of queries, each with the keys before its end:
# four blocks save 3/8 of the scores.
LONG_ROW, CAUSAL_BLOCKS = 200, 4


class AttentionError(ValueError):
    """An attention backend that cannot run here."""


# Backend -> the platform that it needs, as jax calls it and as people do.
PLATFORMS = {"splash": ("tpu", "TPU"), "cudnn": ("gpu", "CUDA GPU")}


def check_backend(backend: str) -> None:
    """Refuses an attention backend that the devices cannot run.

    Raises:
        AttentionError: names the backend, the platform it needs and the remedy.
    """
    if backend == "xla":
        return
    platform, name = PLATFORMS[backend]
    if target_platform() != platform:
        raise AttentionError(
            f"model.attention is {backend!r}, a {name} kernel that is not available on "
            f"{target_platform()!r}. Set model.attention to 'xla'."
        )


def target_platform() -> str:
    """Returns "cpu", "gpu" or "tpu": what the mesh consists of, or without one this host has.

    They differ where a program is compiled for devices that are elsewhere.
    """
    mesh = jax.sharding.get_abstract_mesh()
    return jax.default_backend() if mesh.empty else mesh.abstract_device.platform


def packed_mask(segment_ids: jax.Array) -> jax.Array:
    """Says which places of a packed row see which: earlier ones of the same segment.

    segment_ids  1 1 2      sees itself and    1: 1 . .
                                               1: 1 1 .
                                               2: . . 1

    Args:
        segment_ids: [B, T], 1.. an episode, 0 padding.

    Returns:
        bool [B, T, T], query first.
    """
    same = segment_ids[:, :, None] == segment_ids[:, None, :]
    places = jnp.arange(segment_ids.shape[1])
    return same & (places[:, None] >= places[None, :])


def attend(
    query: jax.Array, key: jax.Array, value: jax.Array, segment_ids: jax.Array, backend: str
) -> jax.Array:
    """Causal attention inside the segments of packed rows.

    Args:
        query: [B, H, T, K].
        key: [B, N, T, K], N dividing H (grouped heads share a key head).
        value: [B, N, T, K].
        segment_ids: [B, T], 1.. an episode, 0 padding.
        backend: a name of `config.CHOICES["attention"]`.

    Returns:
        [B, H, T, K].
    """
    check_backend(backend)
    if backend == "splash":
        return splash_attention(query, key, value, segment_ids)
    if backend == "cudnn":
        return cudnn_attention(query, key, value, segment_ids)
    return xla_attention(query, key, value, segment_ids)


def xla_attention(
    query: jax.Array, key: jax.Array, value: jax.Array, segment_ids: jax.Array
) -> jax.Array:
    """Computes `attend` by matrix products, on every platform; the reference of the others."""
    mask, time = packed_mask(segment_ids), query.shape[2]
    block = time if time < LONG_ROW else -(-time // CAUSAL_BLOCKS)
    parts = []
    for start in range(0, time, block):
        end = start + block  # no key after it is seen
        seen = mask[:, start:end, :end]
        parts.append(
            masked_attention(query[:, :, start:end], key[:, :, :end], value[:, :, :end], seen)
        )
    return jnp.concatenate(parts, axis=2)


def masked_attention(
    query: jax.Array, key: jax.Array, value: jax.Array, mask: jax.Array
) -> jax.Array:
    """Attention by matrix products, with float32 scores.

    Args:
        query: [B, H, T, K].
        key: [B, N, S, K].
        value: [B, N, S, K].
        mask: bool [B, T, S] (or [1, T, S]), true where a query sees a key.

    Returns:
        [B, H, T, K].
    """
    batch, num_heads, time, head_dim = query.shape
    num_kv_heads = key.shape[1]
    # The heads of one group become more rows of one product, so keys are never repeated.
    grouped = query.reshape(batch, num_kv_heads, -1, head_dim) * head_dim**-0.5
    scores = jnp.einsum("bntk,bnsk->bnts", grouped, key, preferred_element_type=jnp.float32)
    scores = jnp.where(mask[:, None], scores.reshape(batch, num_heads, time, -1), MASKED)
    # Softmax with the division after the product, where there is less to divide.
    weights = jnp.exp(scores - jax.lax.stop_gradient(scores.max(axis=-1, keepdims=True)))
    total = weights.sum(axis=-1, keepdims=True)
    weights = weights.astype(value.dtype).reshape(batch, num_kv_heads, -1, weights.shape[-1])
    output = jnp.einsum("bnts,bnsk->bntk", weights, value, preferred_element_type=jnp.float32)
    output = output.reshape(batch, num_heads, time, head_dim) / total
    return output.astype(value.dtype)


def cudnn_attention(
    query: jax.Array, key: jax.Array, value: jax.Array, segment_ids: jax.Array
) -> jax.Array:
    """Computes `attend` by cuDNN's fused kernel, on GPUs; the mask exists as [B, 1, T, T].

    Raises:
        AttentionError: the dtype is not bfloat16, the only one of ours that the kernel has.
    """
    if query.dtype != jnp.bfloat16:
        raise AttentionError(
            f"model.attention is 'cudnn', which computes in bfloat16, but model.dtype is "
            f"'{query.dtype}'. Set model.dtype to 'bfloat16', or model.attention to 'xla'."
        )
    query, key, value = (x.swapaxes(1, 2) for x in (query, key, value))
    mask = packed_mask(segment_ids)[:, None]
    mixed = jax.nn.dot_product_attention(query, key, value, mask=mask, implementation="cudnn")
    return mixed.swapaxes(1, 2)
