"""Adapters: nothing at first, then what the merged plain model does; only they are trained."""

import dataclasses

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx

from mypt_jax.model.adapters import (
    Adapters,
    add_adapters,
    join,
    merged,
    split_trained,
    with_own_rows,
)
from mypt_jax.model.config import ConfigError
from mypt_jax.model.gpt import GPT
from tests.model.networks import LLAMA, ORIGINAL, make

ADAPTERS = Adapters(rank=3, alpha=6.0, targets=".*", rows=(2, 9))
IDS = [3, 1, 2, 1, 9, 9, 2]
KINDS = {
    "untied": LLAMA,
    "tied": dataclasses.replace(LLAMA, tie_embeddings=True),
    "original": ORIGINAL,
}


def logits(graphdef, params) -> jax.Array:
    inputs = jnp.array([IDS])
    model = nnx.merge(graphdef, params)
    return model(inputs, jnp.ones_like(inputs), jnp.arange(len(IDS))[None])[0]


def adapted(config, adapters=ADAPTERS):
    """Returns plain structure and weights, and those with fresh adapters."""
    graphdef, state = nnx.split(make(config))
    plain = nnx.to_pure_dict(state)
    model = add_adapters(GPT(config, nnx.Rngs(0)), adapters, nnx.Rngs(params=1))
    with_adapters, fresh = nnx.split(model)
    trained, _ = split_trained(nnx.to_pure_dict(fresh))
    trained |= with_own_rows(plain, adapters)
    return graphdef, plain, with_adapters, join(plain, trained)


@pytest.mark.parametrize("kind", KINDS)
def test_fresh_adapters_change_nothing(kind):
    graphdef, plain, with_adapters, params = adapted(KINDS[kind])
    np.testing.assert_allclose(
        logits(with_adapters, params), logits(graphdef, plain), atol=2e-5, rtol=1e-5
    )


@pytest.mark.parametrize("kind", KINDS)
def test_merged_weights_do_what_weights_with_adapters_do(kind):
    graphdef, plain, with_adapters, params = adapted(KINDS[kind])
    trained, frozen = split_trained(params)
    keys = iter(jax.random.split(jax.random.key(0), 99))
    trained = jax.tree.map(lambda x: x + 0.3 * jax.random.normal(next(keys), x.shape), trained)
    found = merged(join(trained, frozen), ADAPTERS)
    assert jax.tree.structure(found) == jax.tree.structure(plain)
    changed = logits(with_adapters, join(trained, frozen))
    np.testing.assert_allclose(logits(graphdef, found), changed, atol=5e-4, rtol=1e-4)
    assert np.abs(changed - logits(graphdef, plain)).max() > 0.1
    for id_ in range(24):
        same = np.array_equal(found["embedding"][id_], plain["embedding"][id_])
        assert same == (id_ not in ADAPTERS.rows)


def test_only_adapters_and_own_rows_are_trained():
    chosen = dataclasses.replace(ADAPTERS, targets="query|ffw_down")
    _, _, _, params = adapted(LLAMA, chosen)
    trained, frozen = split_trained(params)
    assert set(trained) == {"blocks", "own_rows", "own_head_rows"}
    assert set(trained["blocks"]) == {"query", "ffw_down"}
    assert trained["blocks"]["query"]["adapter_in"].shape == (2, 16, 3)
    assert trained["blocks"]["query"]["adapter_out"].shape == (2, 3, 24)
    assert jax.tree.structure(join(trained, frozen)) == jax.tree.structure(params)
    assert split_trained(frozen) == (frozen, {})


@pytest.mark.parametrize(
    ("targets", "message"), [("nothing", "matches none of query, "), ("(", "targets is '\\('")]
)
def test_targets_that_name_nothing_are_refused(targets, message):
    with pytest.raises(ConfigError, match=message):
        adapted(LLAMA, dataclasses.replace(ADAPTERS, targets=targets))
