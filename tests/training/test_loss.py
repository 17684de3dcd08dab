import dataclasses
import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx

from configs.models import get_model
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.gpt import GPT, create_model
from mypt_jax.model.sharding import make_mesh
from mypt_jax.training.chunked_loss import token_losses
from mypt_jax.training.loss import evaluation_sums, loss_sums
from tests.model.networks import LLAMA, make, pack, reference_logits

# ids, target_positions, targets, target_weights
FIRST = ([3, 1, 4, 1, 5], [2, 3, 4], [1, 5, 2], [1.0, 1.0, 1.0])
SECOND = ([9, 2, 6], [1, 2], [6, 7], [0.5, 0.5])


@pytest.fixture(scope="module")
def model() -> GPT:
    return make(LLAMA)


def join(*rows):
    return {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}


def test_losses_by_hand():
    logits = jnp.log(jnp.array([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]]))
    np.testing.assert_allclose(
        token_losses(logits, jnp.array([1, 2])), [math.log(4.0), -math.log(0.8)], rtol=1e-6
    )


def test_loss_is_the_weighted_sum_over_trained_tokens(model):
    loss, weight, counts = loss_sums(model, pack([FIRST, SECOND], 12, 8))
    expected = 0.0
    for ids, places, targets, weights in (FIRST, SECOND):
        logits = reference_logits(model, ids)
        for place, target, w in zip(places, targets, weights, strict=True):
            row = logits[place]
            expected += w * (np.log(np.exp(row - row.max()).sum()) + row.max() - row[target])
    np.testing.assert_allclose(loss, expected, rtol=1e-5)
    assert weight == 4.0
    assert {name: int(n) for name, n in counts.items()} == {"num_targets": 5, "num_tokens": 8}


def test_packed_loss_is_the_sum_of_single_losses_and_so_is_its_gradient(model):
    graphdef, params = nnx.split(model)

    def loss(params, batch):
        return loss_sums(nnx.merge(graphdef, params), batch)[0]

    value_and_grad = jax.jit(jax.value_and_grad(loss))
    packed = value_and_grad(params, pack([FIRST, SECOND], 12, 8))
    alone = [value_and_grad(params, pack([episode], 12, 8)) for episode in (FIRST, SECOND)]
    np.testing.assert_allclose(packed[0], alone[0][0] + alone[1][0], rtol=1e-5)
    total = jax.tree.map(jnp.add, alone[0][1], alone[1][1])
    for one, other in zip(jax.tree.leaves(packed[1]), jax.tree.leaves(total), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4)


def test_no_gradient_crosses_segments():
    # 12 ids of their own for each segment: a gradient in the other's rows would be a leak
    model = make(dataclasses.replace(LLAMA, tie_embeddings=False))
    first = ([1, 2, 3, 4], [1, 3], [2, 5], [1.0, 1.0])
    second = ([13, 14, 15], [0, 2], [14, 16], [0.0, 0.0])  # its targets weigh nothing
    graphdef, params = nnx.split(model)
    batch = pack([first, second], 9, 6)
    gradient = jax.grad(lambda p: loss_sums(nnx.merge(graphdef, p), batch)[0])(params)
    rows = np.abs(gradient["embedding"][...]).sum(axis=1)
    assert (rows[[1, 2, 3, 4]] > 0).all()
    np.testing.assert_array_equal(rows[[0, *range(5, 24)]], 0.0)


def test_masked_loss_equals_the_loss_of_the_subset(model):
    ids, places, targets, _ = FIRST
    masked = loss_sums(model, pack([(ids, places, targets, [1.0, 0.0, 1.0])], 8, 4))
    subset = loss_sums(model, pack([(ids, [2, 4], [1, 2], [1.0, 1.0])], 8, 4))
    np.testing.assert_allclose(masked[0], subset[0], rtol=1e-6)
    assert masked[1] == subset[1] == 2.0


def test_a_batch_without_targets_is_zero_with_a_finite_gradient(model):
    graphdef, params = nnx.split(model)
    batch = pack([([1, 2], [], [], [])], 4, 3)
    (loss, weight), gradient = jax.value_and_grad(
        lambda p: loss_sums(nnx.merge(graphdef, p), batch)[:2], has_aux=True
    )(params)
    assert loss == 0.0 and weight == 0.0
    for leaf in jax.tree.leaves(gradient):
        np.testing.assert_array_equal(leaf, 0.0)


@pytest.mark.parametrize("chunk", [1, 3, 4, 8])
def test_chunks_change_neither_loss_nor_gradient(chunk):
    # a place without weight among others, and a row of such places only
    third = ([5, 3, 8, 2], [0, 1, 2], [3, 8, 2], [0.5, 0.0, 2.0])
    batch = join(*(pack(row, 12, 8) for row in ([FIRST, SECOND], [third], [], [SECOND])))
    tags = jnp.array([2, 7])

    def everything(config):
        graphdef, params = nnx.split(make(config))
        run = jax.jit(jax.value_and_grad(lambda p: loss_sums(nnx.merge(graphdef, p), batch)[0]))
        return *run(params), evaluation_sums(nnx.merge(graphdef, params), batch, tags)

    plain, chunked = everything(LLAMA), everything(dataclasses.replace(LLAMA, logits_chunk=chunk))
    for one, other in zip(jax.tree.leaves(plain), jax.tree.leaves(chunked), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("sizes", "tied"), [((2, 2, 2), True), ((1, 8, 1), False)])
def test_chunks_over_a_mesh_change_neither_loss_nor_gradient(sizes, tied):
    config = dataclasses.replace(
        LLAMA, num_heads=8, num_kv_heads=4, head_dim=4, ffw_dim=24, tie_embeddings=tied
    )
    # devices have different numbers of chunks to go through, one of them none
    rows = [[FIRST, SECOND], [], [], [FIRST], [SECOND], [FIRST], [SECOND, FIRST], []]
    batch = join(*(pack(row, 12, 8) for row in rows))
    graphdef, alone = nnx.split(create_model(config, 0, make_mesh(devices=jax.devices()[:1])))
    alone = nnx.to_pure_dict(alone)

    def loss(params, chunk):
        model = nnx.merge(graphdef, params)
        model.config = dataclasses.replace(config, logits_chunk=chunk)
        return loss_sums(model, batch)[0]

    value_and_grad = jax.jit(jax.value_and_grad(loss), static_argnums=1)
    expected = value_and_grad(alone, 0)
    mesh = make_mesh(*sizes)
    sharded = nnx.to_pure_dict(nnx.state(create_model(config, 0, mesh)))
    with jax.set_mesh(mesh):
        found = value_and_grad(sharded, 3)
    table, gradient = sharded["embedding"], found[1]["embedding"]
    assert gradient.sharding.is_equivalent_to(table.sharding, table.ndim)
    for one, other in zip(jax.tree.leaves(found), jax.tree.leaves(expected), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-4)


def test_evaluation_tells_tags_from_content_and_counts_exact_episodes(model):
    # Make the argmax the truth for all of FIRST and all but the last token of SECOND.
    best = [np.argmax(reference_logits(model, ids), -1) for ids in (FIRST[0], SECOND[0])]
    first = (*FIRST[:2], best[0][[2, 3, 4]], [1.0, 1.0, 1.0])
    wrong = (best[1][2] + 1) % 24
    second = (*SECOND[:2], [best[1][1], wrong], [0.5, 0.5])
    sums = evaluation_sums(model, pack([first, second], 12, 8), jnp.array([wrong]))
    counts = {name: int(sums[name]) for name in sums if name.endswith("count")}
    num_tags = int((np.array([*first[2], *second[2]]) == wrong).sum())
    assert counts == {
        "content_count": 5 - num_tags,
        "tag_count": num_tags,
        "correct_count": 4,
        "target_count": 5,
        "exact_count": 1,
        "episode_count": 2,
    }
    loss, weight, _ = loss_sums(model, pack([first, second], 12, 8))
    np.testing.assert_allclose(sums["loss_sum"], loss, rtol=1e-6)
    assert sums["weight_sum"] == weight == 4.0
    unweighted = loss_sums(model, pack([first, (*second[:3], [1.0, 1.0])], 12, 8))[0]
    np.testing.assert_allclose(
        sums["content_loss_sum"] + sums["tag_loss_sum"], unweighted, rtol=1e-5
    )


def test_the_750m_step_has_the_right_shapes():
    config = GPTConfig.from_dict(get_model("750m").to_dict())
    model = nnx.eval_shape(lambda: GPT(config, nnx.Rngs(0)))
    graphdef, params = nnx.split(model)
    assert sum(x.size for x in jax.tree.leaves(params)) == 698_860_800
    rows = jax.ShapeDtypeStruct((8, 4096), jnp.int32)
    places = jax.ShapeDtypeStruct((8, 1024), jnp.int32)
    batch = {
        "inputs": rows,
        "segment_ids": rows,
        "positions": rows,
        "target_positions": places,
        "targets": places,
        "target_weights": jax.ShapeDtypeStruct((8, 1024), jnp.float32),
    }

    def loss(params, batch, key):
        return loss_sums(nnx.merge(graphdef, params), batch, key)[0]

    key = jax.eval_shape(lambda: jax.random.key(0))
    value, gradient = jax.eval_shape(jax.value_and_grad(loss), params, batch, key)
    assert value.shape == () and value.dtype == jnp.float32
    for leaf, param in zip(jax.tree.leaves(gradient), jax.tree.leaves(params), strict=True):
        assert (leaf.shape, leaf.dtype) == (param.shape, jnp.float32)
