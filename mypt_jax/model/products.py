"""Matrix products with weights and their adapters; factors may be rounded to bfloat16."""

import functools
import pathlib
from functools import partial

import jax
import jax.numpy as jnp

from mypt_jax.model.attention import target_platform

# Names of the instructions in /proc/cpuinfo: x86 has two kinds, Arm one.
_BFLOAT16_INSTRUCTIONS = {"avx512_bf16", "amx_bf16", "bf16"}
# So many rows take the weights as the left factor; a single one is as fast either way.
FEW_ROWS = range(2, 65)
# Most rows that are turned at once where a matrix is transposed.
_TURNED_ROWS = 160


def is_rounding_fast() -> bool:
    """Says whether products of bfloat16 factors are faster than those of float32 factors.

    They are not on CPUs without instructions for them, where the former are emulated. What counts
    is the platform that a program is compiled for, which need not be that of this machine.
    """
    return target_platform() != "cpu" or _has_fast_cpu()


@functools.cache
def _has_fast_cpu() -> bool:
    cpuinfo = pathlib.Path("/proc/cpuinfo")  # of Linux
    return cpuinfo.exists() and has_bfloat16_instructions(cpuinfo.read_text())


def has_bfloat16_instructions(cpuinfo: str) -> bool:
    """Says whether a CPU multiplies bfloat16 factors, by the text of its /proc/cpuinfo."""
    return not _BFLOAT16_INSTRUCTIONS.isdisjoint(cpuinfo.split())


def product(
    x: jax.Array,
    weights: jax.Array,
    axis: int,
    round_factors: bool,
    dtype: jnp.dtype | None = None,
) -> jax.Array:
    """Sums over the last axis of `x` [M, I] and over `axis` of `weights`, [I, O] or [O, I].

    A few rows are multiplied fastest with [O, I]: that is the left factor then, which CPUs read as
    it lies. A right factor of [I, O] they rearrange first, which costs more than such a product.

    Args:
        x: float32 or bfloat16.
        weights: of the same dtype.
        axis: 0 or 1.
        round_factors: float32 factors, and those of their gradients, are rounded to bfloat16 and
            the sums stay float32. TPUs do that with float32 factors; CPUs with bfloat16
            instructions are faster by it.
        dtype: of the result; that of `x` by default.

    Returns:
        [M, O].
    """
    dtype = dtype or x.dtype
    if round_factors and x.dtype == jnp.float32:
        return _rounded_product(x, weights, axis).astype(dtype)
    return _ordered_dot(x, weights, axis, dtype)


def _ordered_dot(x: jax.Array, weights: jax.Array, axis: int, dtype: jnp.dtype) -> jax.Array:
    if axis == 1 and x.shape[0] in FEW_ROWS:
        # without the barrier XLA puts the factors into the other order
        return jax.lax.optimization_barrier(_dot(weights, x, 1, dtype)).T
    return _dot(x, weights, axis, dtype)


def _dot(x: jax.Array, y: jax.Array, axis: int, dtype: jnp.dtype = jnp.float32) -> jax.Array:
    contracted = (((1,), (axis,)), ((), ()))
    return jax.lax.dot_general(x, y, contracted, preferred_element_type=dtype)


@partial(jax.custom_vjp, nondiff_argnums=(2,))
def _rounded_product(x: jax.Array, weights: jax.Array, axis: int) -> jax.Array:
    return _forward(x, weights, axis)[0]


def _forward(x: jax.Array, weights: jax.Array, axis: int) -> tuple[jax.Array, tuple]:
    x, weights = x.astype(jnp.bfloat16), weights.astype(jnp.bfloat16)
    return _ordered_dot(x, weights, axis, jnp.float32), (x, weights)


def _backward(axis: int, factors: tuple, gradient: jax.Array) -> tuple[jax.Array, jax.Array]:
    x, weights = factors
    gradient = gradient.astype(jnp.bfloat16)
    of_x = _dot(gradient, weights, 1 - axis)
    of_weights = _dot(_transposed(x), gradient, 0)  # [I, O]
    if axis == 0:
        return of_x, of_weights
    # Turned after the product, where it is small: the gradient of logits is not. Without the
    # barrier XLA folds the turn into the product, which then has no fast form.
    return of_x, jax.lax.optimization_barrier(of_weights).T


def _transposed(x: jax.Array) -> jax.Array:
    # XLA folds a plain transposition into the product, and on CPU it then has no fast one for it.
    # A block of rows is turned within the cache, and blocks of columns are copied after that: four
    # times as fast as at once.
    rows, size = x.shape
    block = next(n for n in range(min(rows, _TURNED_ROWS), 0, -1) if rows % n == 0)
    turned = jax.lax.optimization_barrier(x.reshape(-1, block, size).swapaxes(1, 2))
    return turned.swapaxes(0, 1).reshape(size, rows)


_rounded_product.defvjp(_forward, _backward)


def adapter_change(thin: jax.Array, wide: jax.Array) -> jax.Array:
    """Multiplies the matrices of adapters, [L, in, R] and [L, R, *out], to [L, in, *out]."""
    return jnp.einsum("lir,lr...->li...", thin, wide, precision=jax.lax.Precision.HIGHEST)


@partial(jax.custom_vjp, nondiff_argnums=(4, 5))
def adapted_product(
    x: jax.Array,
    weights: jax.Array,
    thin: jax.Array,
    wide: jax.Array,
    scale: float,
    round_factors: bool,
) -> jax.Array:
    """Multiplies with frozen weights W and their adapter: x (W + scale A B), in one product.

    Adding up the weights takes less time than adding up outputs, of which there is a row for every
    token, forward and back.

    Args:
        x: [M, I], float32 or bfloat16.
        weights: W [I, O]; gets no gradient.
        thin: A [I, R].
        wide: B [R, O].
        scale: of the adapter.
        round_factors: as for `product`.

    Returns:
        [M, O], of the dtype of `x`.
    """
    return _adapted_forward(x, weights, thin, wide, scale, round_factors)[0]


def _adapted_forward(
    x: jax.Array,
    weights: jax.Array,
    thin: jax.Array,
    wide: jax.Array,
    scale: float,
    round_factors: bool,
) -> tuple[jax.Array, tuple]:
    dtype = jnp.bfloat16 if round_factors else x.dtype
    whole = (weights + scale * _dot(thin, wide, 0)).astype(dtype)
    factor = x.astype(dtype)
    return _dot(factor, whole, 0, x.dtype), (factor, whole, thin, wide)


def _adapted_backward(
    scale: float, round_factors: bool, kept: tuple, gradient: jax.Array
) -> tuple[jax.Array, None, jax.Array, jax.Array]:
    x, whole, thin, wide = kept
    thin, wide, of_out = (y.astype(x.dtype) for y in (thin, wide, gradient))
    of_x = _dot(of_out, whole, 1, gradient.dtype)
    transposed = _transposed if round_factors else jnp.transpose
    of_thin = _dot(transposed(x), _dot(of_out, wide, 1).astype(x.dtype), 0)
    of_wide = _dot(transposed(_dot(x, thin, 0).astype(x.dtype)), of_out, 0)
    return of_x, None, scale * of_thin, scale * of_wide


adapted_product.defvjp(_adapted_forward, _adapted_backward)
