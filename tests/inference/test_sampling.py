import jax.numpy as jnp
import numpy as np
import pytest

from mypt_jax.inference.sampling import Sampler, SamplingError, choose

# probabilities 0.5, 0.3, 0.15, 0.05, in another order
LOGITS = jnp.log(jnp.array([0.15, 0.5, 0.05, 0.3]))


def draws(sampler: Sampler, count: int) -> np.ndarray:
    logits = jnp.broadcast_to(LOGITS, (count, 4))
    return np.asarray(choose(logits, sampler, jnp.arange(count), jnp.zeros(count, jnp.int32)))


def test_greedy_is_the_argmax_and_the_first_of_equals():
    logits = jnp.array([[0.0, 2.0, 2.0], [1.0, 0.0, 0.5]])
    zeros = jnp.zeros(2, jnp.int32)
    assert choose(logits, Sampler(), zeros, zeros).tolist() == [1, 0]


def test_draws_follow_the_probabilities():
    counts = np.bincount(draws(Sampler(temperature=1.0), 4000), minlength=4) / 4000
    np.testing.assert_allclose(counts, [0.15, 0.5, 0.05, 0.3], atol=0.03)


def test_a_low_temperature_is_nearly_greedy():
    assert set(draws(Sampler(temperature=0.05), 500)) == {1}


@pytest.mark.parametrize(
    ("top_p", "kept"),
    [(0.4, {1}), (0.5, {1}), (0.7, {1, 3}), (0.9, {0, 1, 3}), (1.0, {0, 1, 2, 3})],
)
def test_top_p_keeps_the_smallest_set_that_reaches_it(top_p, kept):
    assert set(draws(Sampler(temperature=1.0, top_p=top_p), 1000)) == kept


def test_a_draw_repeats_with_its_seed_and_changes_with_token_and_seed():
    one, again = (draws(Sampler(1.0, seed=3), 50) for _ in range(2))
    np.testing.assert_array_equal(one, again)
    assert (one != draws(Sampler(1.0, seed=4), 50)).any()
    logits, prompts = jnp.broadcast_to(LOGITS, (50, 4)), jnp.arange(50)
    assert (one != choose(logits, Sampler(1.0, seed=3), prompts, jnp.ones(50, jnp.int32))).any()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"temperature": -1.0}, "temperature is -1.0; it must be 0 or more"),
        ({"temperature": float("nan")}, "temperature is nan"),
        ({"top_p": 0.0}, "top_p is 0.0; it must be above 0 and at most 1"),
        ({"top_p": 1.5}, "top_p is 1.5"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings, message):
    with pytest.raises(SamplingError, match=message):
        Sampler(**settings)
