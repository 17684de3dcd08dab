"""Products with rounded factors and adapters: right to their precision, forward and backward."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from mypt_jax.model.products import adapted_product, has_bfloat16_instructions, product

# Between an odd and a single row, and a width of one, lie all the ways in which XLA splits them.
SHAPES = [(1, 8, 8), (3, 16, 48), (24, 32, 1), (130, 128, 256), (67, 128, 40)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("axis", [0, 1])
def test_equals_the_exact_product_of_rounded_factors(shape, axis):
    rows, inner, outer = shape
    keys = jax.random.split(jax.random.key(0), 3)
    x = jax.random.normal(keys[0], (rows, inner))
    weights = jax.random.normal(keys[1], (inner, outer) if axis == 0 else (outer, inner))
    gradient = jax.random.normal(keys[2], (rows, outer))

    @jax.jit
    def all_of_it(x, weights, gradient):
        out, backward = jax.vjp(lambda x, w: product(x, w, axis, True), x, weights)
        return out, *backward(gradient)

    def rounded(array):
        return np.asarray(array.astype(jnp.bfloat16).astype(jnp.float32), np.float64)

    x64, w64, g64 = rounded(x), rounded(weights), rounded(gradient)
    kernel = w64 if axis == 0 else w64.T
    kernel_gradient = x64.T @ g64
    expected = (
        x64 @ kernel,
        g64 @ kernel.T,
        kernel_gradient if axis == 0 else kernel_gradient.T,
    )
    for found, right in zip(all_of_it(x, weights, gradient), expected, strict=True):
        assert found.dtype == jnp.float32
        np.testing.assert_allclose(found, right, rtol=1e-4, atol=1e-4)


def test_factors_are_rounded_only_where_it_is_asked_for():
    x = jnp.float32([[1.001, 2.0]])
    weights = jnp.float32([[1.001], [0.0]])
    assert product(x, weights, 0, False)[0, 0] == jnp.float32(1.001) ** 2
    assert product(x, weights, 0, True)[0, 0] == 1.0


@pytest.mark.parametrize(
    ("cpuinfo", "has_them"),
    [
        ("model name\t: AMD EPYC\nflags\t\t: fpu fma avx2 avx512f avx512_bf16 amx_tile\n", True),
        ("model name\t: Intel Xeon\nflags\t\t: avx512f amx_bf16 amx_tile\n", True),
        ("Features\t: fp asimd sve bf16 i8mm\n", True),
        ("model name\t: AMD EPYC\nflags\t\t: fpu fma avx2 avx512f\n", False),
        ("", False),
    ],
)
def test_instructions_for_bfloat16_are_found_by_their_names(cpuinfo, has_them):
    assert has_bfloat16_instructions(cpuinfo) == has_them


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("round_factors", "tolerance"), [(False, 2e-5), (True, 2e-2)])
def test_an_adapted_product_is_that_of_the_summed_weights(shape, round_factors, tolerance):
    rows, inner, outer = shape
    shapes = ((rows, inner), (inner, outer), (inner, 3), (3, outer), (rows, outer))
    keys = jax.random.split(jax.random.key(0), len(shapes))
    x, weights, thin, wide, gradient = map(jax.random.normal, keys, shapes)

    @jax.jit
    def all_of_it(x, weights, thin, wide, gradient):
        out, backward = jax.vjp(
            lambda *parts: adapted_product(*parts, 0.5, round_factors), x, weights, thin, wide
        )
        return out, *backward(gradient)

    x64, w64, a64, b64, g64 = (
        np.asarray(y, np.float64) for y in (x, weights, thin, wide, gradient)
    )
    whole = w64 + 0.5 * a64 @ b64
    expected = (x64 @ whole, g64 @ whole.T, 0 * w64, 0.5 * x64.T @ (g64 @ b64.T))
    expected += (0.5 * (x64 @ a64).T @ g64,)
    for found, right in zip(all_of_it(x, weights, thin, wide, gradient), expected, strict=True):
        assert found.dtype == jnp.float32
        scale = np.abs(right).max() or 1.0
        np.testing.assert_allclose(found / scale, right / scale, atol=tolerance)
