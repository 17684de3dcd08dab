import dataclasses

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx

from mypt_jax.model.attention import AttentionError
from mypt_jax.model.gpt import GPT, dropout, take_places
from tests.model.networks import LLAMA, ORIGINAL, make, reference_logits

IDS = [3, 1, 4, 1, 5, 9, 2]


def run(model: GPT, ids: list[int], **arguments) -> jax.Array:
    inputs = jnp.array([ids])
    return model(inputs, jnp.ones_like(inputs), jnp.arange(len(ids))[None], **arguments)


SWITCHES = {
    "llama": LLAMA,
    "original": ORIGINAL,
    "untied original": dataclasses.replace(ORIGINAL, tie_embeddings=False),
    "llama with biases": dataclasses.replace(LLAMA, attention_bias=True, ffw_bias=True),
    "layernorm, rope": dataclasses.replace(LLAMA, norm="layernorm", num_kv_heads=1),
    "learned, swiglu, tied": dataclasses.replace(LLAMA, position="learned", tie_embeddings=True),
    "gelu, no bias": dataclasses.replace(ORIGINAL, attention_bias=False, ffw_bias=False),
    "unrolled": dataclasses.replace(LLAMA, scan_unroll=2),
}


@pytest.mark.parametrize("name", SWITCHES)
def test_logits_equal_a_plain_numpy_network(name):
    model = make(SWITCHES[name])
    assert sum(x.size for x in jax.tree.leaves(nnx.state(model))) == model.config.num_params()
    logits = run(model, IDS)
    assert logits.shape == (1, 7, 24) and logits.dtype == jnp.float32
    np.testing.assert_allclose(logits[0], reference_logits(model, IDS), atol=2e-4)


def test_a_packed_row_equals_its_episodes_alone():
    model = make(LLAMA)
    first, second = [3, 1, 4], [1, 5, 9, 2]
    packed = model(
        jnp.array([[*first, *second, 0]]),
        jnp.array([[1, 1, 1, 2, 2, 2, 2, 0]]),
        jnp.array([[0, 1, 2, 0, 1, 2, 3, 0]]),
    )
    np.testing.assert_allclose(packed[0, :3], reference_logits(model, first), atol=2e-4)
    np.testing.assert_allclose(packed[0, 3:7], reference_logits(model, second), atol=2e-4)
    assert np.isfinite(packed).all()  # padding too


def test_logits_at_places_are_those_of_the_whole_row():
    model = make(LLAMA)
    some = run(model, IDS, target_positions=jnp.array([[1, 4, 6]]))
    np.testing.assert_allclose(some[0], run(model, IDS)[0, jnp.array([1, 4, 6])], atol=1e-5)


def test_places_past_the_end_give_zeros_and_no_gradient():
    hidden = jnp.arange(8.0).reshape(1, 4, 2) + 1.0
    places = jnp.array([[1, 3, 4, 5]])
    np.testing.assert_array_equal(
        take_places(hidden, places)[0], [[3.0, 4.0], [7.0, 8.0], [0.0, 0.0], [0.0, 0.0]]
    )
    gradient = jax.grad(lambda h: take_places(h, places).sum())(hidden)
    np.testing.assert_array_equal(gradient[0, :, 0], [0.0, 1.0, 0.0, 1.0])


@pytest.mark.parametrize("remat", ["elementwise", "dots", "full"])
def test_remat_changes_neither_loss_nor_gradient(remat):
    def gradient(config):
        graphdef, params = nnx.split(make(config))
        return jax.grad(lambda p: jnp.sum(run(nnx.merge(graphdef, p), IDS) ** 2))(params)

    plain, again = gradient(LLAMA), gradient(dataclasses.replace(LLAMA, remat=remat))
    for one, other in zip(jax.tree.leaves(plain), jax.tree.leaves(again), strict=True):
        np.testing.assert_allclose(one, other, rtol=2e-4, atol=2e-4 * float(jnp.abs(one).max()))


def test_bfloat16_computes_near_float32_and_keeps_parameters():
    model = make(dataclasses.replace(LLAMA, dtype="bfloat16"))
    assert {x.dtype for x in jax.tree.leaves(nnx.state(model))} == {jnp.dtype("float32")}
    inputs = jnp.array([IDS])
    hidden = model.hidden(inputs, jnp.ones_like(inputs), jnp.arange(7)[None])
    assert hidden.dtype == jnp.bfloat16
    logits, exact = model.logits(hidden), reference_logits(model, IDS)
    assert logits.dtype == jnp.float32
    assert 0.0 < np.abs(logits[0] - exact).max() < 0.1 * np.abs(exact).max()


def test_dropout_needs_a_key_and_repeats_with_it():
    model = make(dataclasses.replace(LLAMA, dropout=0.5))
    plain = run(model, IDS)
    np.testing.assert_allclose(plain[0], reference_logits(model, IDS), atol=2e-4)
    one, again, other = (run(model, IDS, dropout_key=jax.random.key(k)) for k in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert np.abs(one - plain).max() > 0.1 and np.abs(one - other).max() > 0.1


def test_dropout_keeps_the_mean():
    dropped = dropout(jnp.ones((100, 100)), 0.25, jax.random.key(0))
    assert set(np.unique(dropped)) == {0.0, np.float32(1.0 / 0.75)}
    assert abs(float(dropped.mean()) - 1.0) < 0.02


def test_a_backend_that_is_not_here_is_refused_when_the_model_is_made():
    with pytest.raises(AttentionError, match="splash"):
        GPT(dataclasses.replace(LLAMA, attention="splash"), nnx.Rngs(0))
