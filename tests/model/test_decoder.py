"""The decoder computes what the model computes: prompts at once, then a token at a time."""

import dataclasses

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx

from mypt_jax.model.adapters import Adapters, add_adapters
from mypt_jax.model.decoder import Decoder
from mypt_jax.model.gpt import GPT
from tests.model.networks import LLAMA, ORIGINAL, make, stir

NETWORKS = {
    "llama": LLAMA,
    "tied": dataclasses.replace(LLAMA, tie_embeddings=True),
    "original": ORIGINAL,
    "biases, untied": dataclasses.replace(ORIGINAL, tie_embeddings=False, activation="swiglu"),
}
IDS = np.array([[3, 1, 4, 1, 5, 9, 2], [2, 7, 1, 8, 2, 8, 1], [9, 9, 0, 1, 0, 2, 3]])
PROMPT = 5


def with_adapters(config) -> GPT:
    adapters = Adapters(rank=3, alpha=6.0, targets=".*", rows=(2, 9))
    return stir(add_adapters(make(config), adapters, nnx.Rngs(params=1)), seed=2)


@jax.jit
def prefill(decoder, *arguments):
    return decoder.prefill(*arguments)


@jax.jit
def decode(decoder, *arguments):
    return decoder.decode(*arguments)


@pytest.mark.parametrize(
    ("kind", "made", "rows"),
    [
        *((kind, make, 3) for kind in NETWORKS),
        *((kind, with_adapters, 3) for kind in NETWORKS),
        ("llama", make, 1),
    ],
)
def test_prefill_and_decode_equal_the_whole_row(kind, made, rows):
    model, ids = made(NETWORKS[kind]), jnp.array(IDS[:rows])
    positions = jnp.broadcast_to(jnp.arange(ids.shape[1]), ids.shape)
    whole = model(ids, jnp.ones_like(ids), positions)
    decoder = Decoder(model)
    is_prompt = jnp.arange(ids.shape[1]) < PROMPT  # right-padded
    prompts, segments = jnp.where(is_prompt, ids, 0), jnp.tile(is_prompt, (rows, 1))
    hidden, cache = prefill(decoder, prompts, segments.astype(jnp.int32))
    np.testing.assert_allclose(decoder.logits(hidden[:, 4]), whole[:, 4], atol=2e-4)
    # the slot written need not be the position: slot 6 holds position 5
    is_seen = segments.at[:, 6].set(True)
    for place, slot in ((5, 6), (6, 5)):
        at = jnp.full(rows, place)
        hidden, cache = decode(decoder, ids[:, place], at, cache, jnp.int32(slot), is_seen)
        np.testing.assert_allclose(decoder.logits(hidden), whole[:, place], atol=2e-4)
        is_seen = is_seen.at[:, 5].set(True)


def test_weights_are_in_the_compute_dtype_and_none_is_rounded_for_speed():
    config = dataclasses.replace(LLAMA, dtype="bfloat16", round_factors=True)
    decoder = Decoder(make(config))
    kernels = [leaf for leaf in jax.tree.leaves(nnx.state(decoder)) if leaf.ndim == 3]
    assert len(kernels) == 5 * config.num_layers
    assert {leaf.dtype for leaf in kernels} == {jnp.bfloat16.dtype}
    exact, rounding = (
        Decoder(make(dataclasses.replace(LLAMA, round_factors=rounds))) for rounds in (False, True)
    )
    prompts = jnp.array(IDS)
    for one, other in zip(
        *(prefill(made, prompts, jnp.ones_like(prompts)) for made in (exact, rounding)), strict=True
    ):
        jax.tree.map(np.testing.assert_array_equal, one, other)
