import jax
import jax.numpy as jnp
import numpy as np
import pytest

from mypt_jax.model.attention import (
    LONG_ROW,
    AttentionError,
    attend,
    cudnn_attention,
    masked_attention,
    packed_mask,
)


def test_a_place_sees_earlier_places_of_its_segment():
    mask = packed_mask(jnp.array([[1, 1, 2, 2, 0]]))
    expected = [
        [1, 0, 0, 0, 0],
        [1, 1, 0, 0, 0],
        [0, 0, 1, 0, 0],
        [0, 0, 1, 1, 0],
        [0, 0, 0, 0, 1],
    ]
    np.testing.assert_array_equal(mask[0].astype(int), expected)


def test_weights_by_hand():
    # scores 0 and ln 3 (head_dim 1, so unscaled): weights 1/4 and 3/4
    query = jnp.array([[[[0.0], [1.0]]]])
    key = jnp.array([[[[0.0], [np.log(3.0)]]]])
    value = jnp.array([[[[4.0], [8.0]]]])
    out = attend(query, key, value, jnp.array([[1, 1]]), "xla")
    np.testing.assert_allclose(out[0, 0, :, 0], [4.0, 7.0], rtol=1e-6)


def test_grouped_heads_share_a_key_head():
    keys = jax.random.split(jax.random.key(0), 3)
    query = jax.random.normal(keys[0], (2, 4, 5, 6))
    key, value = (jax.random.normal(k, (2, 2, 5, 6)) for k in keys[1:])
    mask = packed_mask(jnp.array([[1, 1, 1, 2, 2], [1, 1, 0, 0, 0]]))
    repeated = (jnp.repeat(x, 2, axis=1) for x in (key, value))  # heads 0 and 1 share head 0
    np.testing.assert_allclose(
        masked_attention(query, key, value, mask),
        masked_attention(query, *repeated, mask),
        atol=1e-6,
    )


@pytest.mark.parametrize("time", [LONG_ROW - 1, LONG_ROW, LONG_ROW + 3])
def test_long_rows_in_blocks_are_as_whole_rows(time):
    keys = jax.random.split(jax.random.key(0), 3)
    query, key, value = (jax.random.normal(k, (2, 2, time, 4)) for k in keys)
    segment_ids = jnp.stack([jnp.ones(time, int), 1 + jnp.arange(time) // 70])
    whole = masked_attention(query, key, value, packed_mask(segment_ids))
    np.testing.assert_allclose(attend(query, key, value, segment_ids, "xla"), whole, atol=1e-6)


def test_a_row_that_sees_nothing_is_finite_forward_and_back():
    ones = jnp.ones((1, 1, 3, 2))
    nothing = jnp.zeros((1, 3, 3), bool)

    def total(query, key, value):
        return masked_attention(query, key, value, nothing).sum()

    value, gradients = jax.value_and_grad(total, argnums=(0, 1, 2))(ones, ones, ones)
    assert np.isfinite(value)
    assert all(np.isfinite(g).all() for g in gradients)


def test_large_scores_do_not_overflow():
    query = jnp.full((1, 1, 2, 4), 1e4)
    value = jnp.array([[[[1.0] * 4, [3.0] * 4]]])
    out = attend(query, query, value, jnp.array([[1, 1]]), "xla")
    np.testing.assert_allclose(out[0, 0, 1], 2.0)


@pytest.mark.parametrize(("backend", "platform"), [("splash", "TPU"), ("cudnn", "CUDA GPU")])
def test_a_backend_that_is_not_here_is_an_error(backend, platform):
    ones = jnp.ones((1, 1, 2, 2))
    message = f"model.attention is '{backend}', a {platform} kernel .* Set model.attention to 'xla'"
    with pytest.raises(AttentionError, match=message):
        attend(ones, ones, ones, jnp.ones((1, 2), int), backend)


def test_the_kernel_of_gpus_wants_bfloat16():
    ones = jnp.ones((1, 1, 2, 2))
    with pytest.raises(AttentionError, match="model.dtype is 'float32'. Set model.dtype to 'bfl"):
        cudnn_attention(ones, ones, ones, jnp.ones((1, 2), int))
