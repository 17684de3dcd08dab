import dataclasses
import gc

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx
from jax.sharding import PartitionSpec as P

from mypt_jax.model.gpt import create_model
from mypt_jax.model.sharding import make_mesh
from mypt_jax.training import checkpoint
from mypt_jax.training.checkpoint import CheckpointError, CheckpointWriter
from mypt_jax.training.optimizer import make_optimizer
from mypt_jax.training.state import create_state, start_from_related
from tests.training.settings import OPTIMIZER


@pytest.fixture(scope="module")
def tx(small_config, mesh):
    _, abstract = checkpoint.abstract_model(small_config, mesh)
    return make_optimizer(**OPTIMIZER, params=abstract)[0]


@pytest.fixture(scope="module")
def scratch(small_config, tx, mesh, tmp_path_factory):
    return create_state(small_config, tx, 3, mesh, tmp_path_factory.mktemp("new"), None)


@pytest.fixture(scope="module")
def parent_dir(small_config, scratch, tmp_path_factory):
    """Step 2 is the best, step 3 the latest; each weight is 1 more than a step before."""
    path = tmp_path_factory.mktemp("parent")
    state, _ = scratch
    with CheckpointWriter(path) as writer:
        for step, loss in ((1, 3.0), (2, 1.0), (3, 2.0)):
            params = jax.tree.map(lambda x, s=step: x + s, state.params)
            moments = jax.tree.map(lambda x: x + 5, state.optimizer)
            writer.save(step, params, moments, {"model": small_config.to_dict()}, loss)
        writer.seal()
    return path


def leaves(tree):
    return [np.asarray(leaf) for leaf in jax.tree.leaves(tree)]


def test_from_nothing_the_seed_decides(small_config, scratch, mesh):
    state, why = scratch
    assert why == "random weights, seed 3"
    assert int(state.step) == 0
    same = nnx.to_pure_dict(nnx.state(create_model(small_config, 3, mesh)))
    for a, b in zip(leaves(state.params), leaves(same), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_parent_gives_its_best_weights_and_nothing_else(
    small_config, tx, mesh, tmp_path, scratch, parent_dir
):
    parent = (parent_dir, checkpoint.best_step(parent_dir))
    state, why = create_state(small_config, tx, 0, mesh, tmp_path, parent)
    assert (
        why == f"weights of {parent_dir.name}, step 2 ({checkpoint.checkpoint_hash(*parent)[:8]})"
    )
    assert int(state.step) == 0
    for a, b in zip(leaves(state.params), leaves(scratch[0].params), strict=True):
        np.testing.assert_array_equal(a, b + 2)
    for a, b in zip(leaves(state.optimizer), leaves(scratch[0].optimizer), strict=True):
        np.testing.assert_array_equal(a, b)


def test_tags_that_the_parent_has_never_seen_start_as_means_of_related_tokens(
    small_config, tx, mesh, tmp_path, parent_dir
):
    parent = (parent_dir, 2)
    before, _ = create_state(small_config, tx, 0, mesh, tmp_path, parent)
    state, why = create_state(small_config, tx, 0, mesh, tmp_path, parent, {5: [1, 2], 6: [3]})
    assert why.endswith("), 2 tags as means of related tokens")
    old, new = (np.asarray(s.params["embedding"]) for s in (before, state))
    np.testing.assert_allclose(new[5], (old[1] + old[2]) / 2, rtol=1e-6)
    np.testing.assert_array_equal(new[6], old[3])
    others = [i for i in range(len(old)) if i not in (5, 6)]
    np.testing.assert_array_equal(new[others], old[others])


def test_an_untied_head_starts_with_related_columns_too():
    params = {
        "embedding": jnp.arange(8.0).reshape(4, 2),
        "head": {"kernel": jnp.arange(8.0).reshape(2, 4), "bias": jnp.zeros(4)},
    }
    started = start_from_related(params, [(3, (0, 1))])
    np.testing.assert_array_equal(started["embedding"][3], [1.0, 2.0])
    np.testing.assert_array_equal(started["head"]["kernel"][:, 3], [0.5, 4.5])
    np.testing.assert_array_equal(started["head"]["kernel"][:, :3], params["head"]["kernel"][:, :3])


def test_a_directory_with_checkpoints_is_resumed_from_its_latest(
    small_config, tx, mesh, scratch, parent_dir
):
    state, why = create_state(small_config, tx, 0, mesh, parent_dir, (parent_dir, 2))
    assert why == f"resumed from step 3 of {parent_dir}"
    assert int(state.step) == 3
    for a, b in zip(leaves(state.params), leaves(scratch[0].params), strict=True):
        np.testing.assert_array_equal(a, b + 3)
    for a, b in zip(leaves(state.optimizer), leaves(scratch[0].optimizer), strict=True):
        np.testing.assert_array_equal(a, b + 5)


def test_moments_lie_where_their_parameters_lie(small_config, tmp_path):
    mesh = make_mesh(data=2, fsdp=2, tensor=2)
    _, abstract = checkpoint.abstract_model(small_config, mesh)
    tx, _ = make_optimizer(**OPTIMIZER, params=abstract)
    state, _ = create_state(small_config, tx, 0, mesh, tmp_path, None)
    kernel = state.params["blocks"]["ffw_down"]["kernel"]
    assert kernel.sharding.spec == P(None, "tensor", "fsdp")
    moments = [
        leaf
        for path, leaf in jax.tree_util.tree_leaves_with_path(state.optimizer)
        if "ffw_down" in jax.tree_util.keystr(path)
    ]
    assert len(moments) == 2
    assert all(moment.sharding == kernel.sharding for moment in moments)


# Orbax leaves the tasks that its refused restore had started
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_another_network_is_refused(small_config, tx, mesh, tmp_path, parent_dir):
    wider = dataclasses.replace(small_config, ffw_dim=32)
    with pytest.raises(CheckpointError, match="does not fit this configuration"):
        create_state(wider, tx, 0, mesh, tmp_path, (parent_dir, 2))
    gc.collect()  # so that its warnings fall into this test
