"""Slips: what they replace, what they leave, and that they repeat."""

import jax
import jax.numpy as jnp
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mypt_jax.training.slips import Slips

TAGS = (0, 1, 2)
# <1> prompt 10 11 <2> answer 20 21 22 <0>, then <1> prompt 12 <2> answer 23 <0>, then two unused
INPUTS = [1, 10, 11, 2, 20, 21, 22, 1, 12, 2, 23, 0, 0]
SEGMENTS = [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0]
PLACES = [3, 4, 5, 6, 9, 10, 13]  # the last one is unused
TARGETS = [20, 21, 22, 0, 23, 0, 0]
WEIGHTS = [1, 1, 1, 1, 1, 1, 0]
ANSWERS = [4, 5, 6, 10]  # where the answers' tokens stand as inputs


def batch(rows: int) -> dict[str, jax.Array]:
    def repeated(values: list[int]) -> jax.Array:
        return jnp.tile(jnp.array(values, jnp.int32), (rows, 1))

    return {
        "inputs": repeated(INPUTS),
        "segment_ids": repeated(SEGMENTS),
        "target_positions": repeated(PLACES),
        "targets": repeated(TARGETS),
        "target_weights": repeated(WEIGHTS).astype(jnp.float32),
    }


@settings(max_examples=25, deadline=None)
@given(rate=st.floats(0.0, 1.0), seed=st.integers(0, 1000))
def test_only_answers_are_read_as_other_tokens_of_the_row(rate, seed):
    given_batch = batch(3)
    slipped = Slips(rate, TAGS, 9).put_in(given_batch, jax.random.key(seed), 8)
    assert slipped.keys() == given_batch.keys()
    for name in given_batch.keys() - {"inputs"}:
        assert slipped[name] is given_batch[name]
    inputs = np.asarray(slipped["inputs"])
    prompts = [place for place in range(len(INPUTS)) if place not in ANSWERS]
    np.testing.assert_array_equal(inputs[:, prompts], np.tile(INPUTS, (3, 1))[:, prompts])
    assert set(inputs[:, ANSWERS].ravel().tolist()) <= set(INPUTS) - set(TAGS)


def test_as_many_are_replaced_as_asked():
    slips = Slips(0.25, TAGS, 9).put_in(batch(2000), jax.random.key(0), 8)
    replaced = np.asarray(slips["inputs"])[:, ANSWERS] != np.array(INPUTS)[ANSWERS]
    # 7 of a row's 13 places hold content, and one of those is the token itself
    expected = 0.25 * 6 / 13
    np.testing.assert_allclose(replaced.mean(axis=0), expected, atol=0.03)
    assert not np.array_equal(
        np.asarray(Slips(0.25, TAGS, 9).put_in(batch(50), jax.random.key(1), 8)["inputs"]),
        np.asarray(Slips(0.25, TAGS, 9).put_in(batch(50), jax.random.key(2), 8)["inputs"]),
    )


def test_none_at_rate_zero_and_the_same_with_the_same_key():
    none = Slips(0.0, TAGS, 9).put_in(batch(50), jax.random.key(0), 8)
    np.testing.assert_array_equal(none["inputs"], batch(50)["inputs"])
    once, again = (Slips(0.5, TAGS, 9).put_in(batch(50), jax.random.key(3), 8) for _ in range(2))
    np.testing.assert_array_equal(once["inputs"], again["inputs"])


def test_none_in_the_last_steps():
    slips, key = Slips(0.5, TAGS, steps=3), jax.random.key(0)
    changed = [
        not np.array_equal(slips.put_in(batch(50), key, step)["inputs"], batch(50)["inputs"])
        for step in range(5)
    ]
    assert changed == [True, True, True, False, False]
