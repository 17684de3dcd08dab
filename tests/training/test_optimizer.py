import dataclasses

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from flax import nnx
from jax.sharding import PartitionSpec as P

from mypt_jax.model.gpt import GPT
from mypt_jax.model.sharding import make_mesh, param_shardings
from mypt_jax.training.optimizer import (
    OptimizerError,
    decay_mask,
    make_optimizer,
    make_schedule,
    optimizer_shardings,
)
from tests.model.networks import LLAMA, ORIGINAL

SETTINGS = {
    "learning_rate": 0.1,
    "schedule": "constant",
    "warmup_steps": 0,
    "num_steps": 10,
    "final_fraction": 1.0,
    "weight_decay": 0.5,
    "b1": 0.9,
    "b2": 0.95,
    "damp_rare_tokens": False,
    "muon": False,
    "clip_norm": 1.0,
}


def rates(schedule, num_steps):
    return [float(schedule(step)) for step in range(num_steps)]


def test_cosine_rises_and_falls():
    schedule = make_schedule(2.0, "cosine", warmup_steps=2, num_steps=6, final_fraction=0.1)
    expected = [1.0, 2.0, 1.7364, 1.1, 0.4636, 0.2]
    np.testing.assert_allclose(rates(schedule, 6), expected, atol=1e-4)


def test_constant_stays_after_the_warm_up():
    schedule = make_schedule(3.0, "constant", warmup_steps=3, num_steps=5, final_fraction=0.1)
    np.testing.assert_allclose(rates(schedule, 5), [1.0, 2.0, 3.0, 3.0, 3.0], rtol=1e-6)


def test_no_warm_up_starts_at_the_top():
    schedule = make_schedule(3.0, "constant", warmup_steps=0, num_steps=2, final_fraction=1.0)
    assert rates(schedule, 2) == [3.0, 3.0]


@pytest.mark.parametrize("config", [LLAMA, ORIGINAL])
def test_only_matrices_decay(config):
    params = nnx.to_pure_dict(nnx.state(GPT(config, nnx.Rngs(0))))
    leaves = jax.tree_util.tree_flatten_with_path(decay_mask(params))[0]
    decayed = {".".join(p.key for p in path) for path, is_decayed in leaves if is_decayed}
    matrices = {
        "blocks.attention_out.kernel",
        "blocks.ffw_down.kernel",
        "blocks.ffw_up.kernel",
        "blocks.key_value.kernel",
        "blocks.query.kernel",
    }
    assert decayed == (matrices if config.tie_embeddings else matrices | {"head.kernel"})
    kept = {".".join(p.key for p in path) for path, is_decayed in leaves if not is_decayed}
    assert {"embedding", "blocks.ffw_norm.scale", "final_norm.scale"} <= kept


def test_decay_pulls_kernels_and_nothing_else():
    params = {"kernel": jnp.array([2.0]), "embedding": jnp.array([2.0])}
    tx, _ = make_optimizer(**SETTINGS, params=params)
    updates, _ = tx.update(jax.tree.map(jnp.zeros_like, params), tx.init(params), params)
    np.testing.assert_allclose(updates["kernel"], [-0.1 * 0.5 * 2.0], rtol=1e-6)
    np.testing.assert_array_equal(updates["embedding"], [0.0])


def test_clipping_is_by_the_norm_of_all_parameters():
    params = {"embedding": jnp.array([1.0]), "scale": jnp.array([1.0])}
    tx, _ = make_optimizer(**SETTINGS, params=params)
    gradient = {"embedding": jnp.array([3.0]), "scale": jnp.array([4.0])}
    _, state = tx.update(gradient, tx.init(params), params)
    mean = optax.tree.get(state, "mu")  # (1 - b1) times the clipped gradient 0.6, 0.8
    np.testing.assert_allclose([mean["embedding"][0], mean["scale"][0]], [0.06, 0.08], rtol=1e-5)


def test_the_first_update_is_the_learning_rate():
    params = {"scale": jnp.array([1.0, 1.0])}
    tx, schedule = make_optimizer(
        **(SETTINGS | {"schedule": "cosine", "warmup_steps": 4, "final_fraction": 0.0}),
        params=params,
    )
    updates, _ = tx.update({"scale": jnp.array([0.5, -0.25])}, tx.init(params), params)
    np.testing.assert_allclose(updates["scale"], [-0.025, 0.025], rtol=1e-4)
    assert float(schedule(0)) == pytest.approx(0.025)


@pytest.mark.parametrize("is_damped", [False, True])
def test_a_row_with_small_gradients_takes_small_steps_if_damped(is_damped):
    settings = SETTINGS | {"weight_decay": 0.0, "clip_norm": 10.0, "damp_rare_tokens": is_damped}
    params = {"embedding": jnp.ones((3, 1)), "kernel": jnp.ones((3, 1))}
    tx, _ = make_optimizer(**settings, params=params)
    gradient = jnp.array([[0.3], [-0.0003], [0.0]])
    state = tx.init(params)
    for _ in range(2):
        updates, state = tx.update(jax.tree.map(lambda _: gradient, params), state, params)
    np.testing.assert_allclose(updates["kernel"], [[-0.1], [0.1], [0.0]], rtol=1e-3)
    # The average square is a third of the first row's: a thousandth, times the root of three.
    expected = [[-0.1], [0.1 * 0.001 * 3**0.5], [0.0]] if is_damped else updates["kernel"]
    np.testing.assert_allclose(updates["embedding"], expected, rtol=1e-3)


@pytest.mark.parametrize("shape", [(2, 4, 6), (2, 6, 4), (2, 4, 3, 6)])
def test_muon_moves_blocks_by_one_length_in_all_directions(shape):
    gradient = np.zeros(shape, np.float32)
    for layer in range(2):
        for part in gradient[layer].swapaxes(0, 1) if len(shape) == 4 else [gradient[layer].T]:
            part[:4, :4] = np.diag([1.0, 0.5, 0.1, 0.05]) * (layer + 1)
    params = {"blocks": {"up": {"kernel": jnp.zeros(shape)}}, "embedding": jnp.zeros((2, 1))}
    gradients = {"blocks": {"up": {"kernel": gradient}}, "embedding": jnp.ones((2, 1))}
    tx, _ = make_optimizer(**SETTINGS | {"muon": True}, params=params)
    updates, _ = tx.update(gradients, tx.init(params), params)
    moved = updates["blocks"]["up"]["kernel"]
    matrices = moved if len(shape) == 3 else moved.swapaxes(1, 2).reshape(-1, 4, 6)
    lengths = np.linalg.svd(matrices, compute_uv=False) / (0.1 * 0.2 * 6**0.5)
    # Five iterations come near to 1, from 0.7 to 1.2; the gradient's lengths are 20 : 1.
    assert lengths.shape[-1] == 4 and 0.65 < lengths.min() and lengths.max() < 1.25
    np.testing.assert_allclose(updates["embedding"], [[-0.1], [-0.1]], rtol=1e-3)  # Adam's


@pytest.mark.parametrize("muon", [False, True])
def test_moments_lie_as_their_parameters_do(muon):
    config = dataclasses.replace(LLAMA, num_heads=8, num_kv_heads=4, head_dim=4, ffw_dim=24)
    mesh = make_mesh(1, 2, 4)
    state = nnx.state(nnx.eval_shape(lambda: GPT(config, nnx.Rngs(0))))
    shardings, params = (nnx.to_pure_dict(tree) for tree in (param_shardings(state, mesh), state))
    settings = SETTINGS | {"damp_rare_tokens": True, "muon": muon}
    tx, _ = make_optimizer(**settings, params=params)
    found = optimizer_shardings(tx, params, shardings, mesh)
    assert jax.tree.structure(found) == jax.tree.structure(jax.eval_shape(tx.init, params))
    moments = [m for name in ("mu", "nu") for _, m in optax.tree.get_all_with_path(found, name)]
    kernels = [moment["blocks"]["ffw_up"]["kernel"] for moment in moments]
    specs = [kernel.spec for kernel in kernels if not isinstance(kernel, optax.MaskedNode)]
    assert specs == [P(None, "fsdp", None, "tensor")] * (1 if muon else 2)
    counts = [s for _, s in optax.tree.get_all_with_path(found, "count")]
    assert counts and all(count.spec == P() for count in counts)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schedule": "linear"}, "optimizer.schedule is 'linear'; choose one of cosine, constant"),
        ({"warmup_steps": 10}, "optimizer.warmup_steps is 10; the run has 10 steps"),
        ({"learning_rate": 0.0}, "optimizer.learning_rate 0.0 must be above 0"),
        ({"final_fraction": 1.5}, "optimizer.final_fraction 1.5"),
        ({"weight_decay": -0.1}, "optimizer.weight_decay -0.1"),
        ({"clip_norm": 0.0}, "optimizer.clip_norm 0.0 above 0"),
        ({"b2": 1.0}, "optimizer.b2 1.0"),
    ],
)
def test_settings_that_cannot_train_are_refused(changes, message):
    with pytest.raises(OptimizerError, match=message):
        make_optimizer(**(SETTINGS | changes), params={"kernel": jnp.zeros(1)})
