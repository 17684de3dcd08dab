"""The TPU kernel, run step by step on this host, against attention by matrix products."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from mypt_jax.model.attention import xla_attention
from mypt_jax.model.sharding import make_mesh
from mypt_jax.model.splash import block_size, splash_attention

# Two episodes and padding; one episode that fills its row.
SEGMENTS = [(100, 60, 0), (200, 0, 0)]


def inputs(rows: int, time: int, num_heads: int, num_kv_heads: int, head_dim: int = 16):
    keys = jax.random.split(jax.random.key(0), 3)
    shapes = [(rows, heads, time, head_dim) for heads in (num_heads, num_kv_heads, num_kv_heads)]
    places = np.arange(time)
    segment_ids = np.zeros((rows, time), np.int32)
    for row in range(rows):
        first, second, _ = SEGMENTS[row % 2]
        segment_ids[row] = np.where(places < first, 1, np.where(places < first + second, 2, 0))
    arrays = [jax.random.normal(key, shape) for key, shape in zip(keys, shapes, strict=True)]
    return (*arrays, jnp.asarray(segment_ids))


def outputs_and_gradients(attend, query, key, value, segment_ids):
    """Returns the output and the gradients of a weighted sum of it; no two weights are equal."""

    def total(query, key, value):
        mixed = attend(query, key, value, segment_ids)
        return jnp.sum(mixed * jnp.cos(jnp.arange(mixed.size)).reshape(mixed.shape)), mixed

    gradient = jax.jit(jax.grad(total, argnums=(0, 1, 2), has_aux=True))
    gradients, mixed = gradient(query, key, value)
    return mixed, *gradients


def splash(*given):
    return splash_attention(*given, interpret=True)


@pytest.mark.parametrize(("num_heads", "num_kv_heads"), [(2, 2), (4, 2)])
def test_the_kernel_agrees_with_matrix_products_forward_and_back(num_heads, num_kv_heads):
    given = inputs(2, 200, num_heads, num_kv_heads)  # no multiple of 128
    found = outputs_and_gradients(splash, *given)
    expected = outputs_and_gradients(xla_attention, *given)
    for one, other in zip(found, expected, strict=True):
        assert np.isfinite(one).all()
        np.testing.assert_allclose(one, other, atol=2e-5)


def test_each_device_attends_to_its_own_rows_and_heads():
    given = inputs(4, 128, 4, 2)
    expected = xla_attention(*given)
    with jax.set_mesh(make_mesh(data=2, fsdp=2, tensor=2)):
        mixed = jax.jit(splash)(*given)
    assert mixed.sharding.spec[:2] == (("data", "fsdp"), "tensor")
    assert mixed.addressable_shards[0].data.shape == (1, 2, 128, 16)
    np.testing.assert_allclose(mixed, expected, atol=2e-5)


def test_one_row_on_many_devices_is_computed_by_all():
    given = inputs(1, 128, 2, 2)
    with jax.set_mesh(make_mesh(data=4, fsdp=1, tensor=2)):
        mixed = jax.jit(splash)(*given)
    np.testing.assert_allclose(mixed, xla_attention(*given), atol=2e-5)


@pytest.mark.parametrize(
    ("time", "block"), [(128, 128), (256, 256), (384, 384), (640, 128), (1024, 512), (4096, 512)]
)
def test_blocks_divide_the_row(time, block):
    assert block_size(time) == block
