"""What XLA made of the step, on 8 devices: who gathers what, and where the new state lies.

Sizes differ, so that a shape tells what it is of; on a device they are whole or cut by the mesh.
"""

import dataclasses
import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from mypt_jax.model.config import GPTConfig
from mypt_jax.model.sharding import batch_sharding, make_mesh, replicated
from mypt_jax.training import checkpoint
from mypt_jax.training.optimizer import make_optimizer, optimizer_shardings
from mypt_jax.training.state import TrainState
from mypt_jax.training.step import make_train_step
from tests.training.compiled import Collective, aliases, collectives, copies
from tests.training.settings import OPTIMIZER

ROWS, TIME, PLACES, LAYERS, EMBED, VOCAB = 8, 26, 11, 3, 32, 144
CONFIG = GPTConfig(
    vocab_size=VOCAB,
    num_layers=LAYERS,
    embed_dim=EMBED,
    num_heads=4,
    num_kv_heads=4,
    head_dim=10,
    ffw_dim=56,
    max_seq_len=64,
    tie_embeddings=False,
)
# the 750m preset's ways of computing, and its tied head; without and with the loss in chunks
LIKE_750M = dataclasses.replace(
    CONFIG, dtype="bfloat16", remat="full", dropout=0.1, tie_embeddings=True
)
CHUNK = 5
CHUNKED = dataclasses.replace(LIKE_750M, logits_chunk=CHUNK)


@dataclasses.dataclass
class Step:
    """A compiled step and what went into it."""

    mesh: jax.sharding.Mesh
    places: int  # whose logits exist at once
    state: TrainState
    compiled: jax.stages.Compiled

    def __post_init__(self):
        self.hlo = self.compiled.as_text()
        self.collectives = collectives(self.hlo)

    def sizes(self, whole: int) -> set[int]:
        """Returns the sizes that an axis over the rows of the batch can have on a device."""
        rows = ROWS // (self.mesh.shape["data"] * self.mesh.shape["fsdp"])
        return {whole, rows * whole}

    def vocab(self) -> set[int]:
        return {VOCAB, VOCAB // self.mesh.shape["tensor"]}


@pytest.fixture(
    scope="module",
    params=[
        (CONFIG, (2, 2, 2)),
        (LIKE_750M, (1, 4, 2)),
        (CHUNKED, (1, 4, 2)),
        (CONFIG, (1, 8, 1)),
    ],
    ids=["2x2x2", "like_750m", "chunked", "fsdp"],
)
def step(request) -> Step:
    config, sizes = request.param
    mesh = make_mesh(*sizes)

    def abstract(shape, dtype, sharding):
        return jax.ShapeDtypeStruct(shape, dtype, sharding=sharding)

    with jax.set_mesh(mesh):
        graphdef, params = checkpoint.abstract_model(config, mesh)
        tx, _ = make_optimizer(**OPTIMIZER, params=params)
        places = jax.tree.map(lambda leaf: leaf.sharding, params)
        moments = jax.tree.map(
            lambda leaf, sharding: abstract(leaf.shape, leaf.dtype, sharding),
            jax.eval_shape(tx.init, params),
            optimizer_shardings(tx, params, places, mesh),
        )
        state = TrainState(params, moments, abstract((), jnp.int32, replicated(mesh)))
        rows = batch_sharding(mesh)
        batch = {
            name: abstract((ROWS, size), jnp.int32, rows)
            for size, names in (
                (TIME, ("inputs", "segment_ids", "positions")),
                (PLACES, ("target_positions", "targets")),
            )
            for name in names
        }
        batch["target_weights"] = abstract((ROWS, PLACES), jnp.float32, rows)
        train_step = make_train_step(graphdef, tx, 1, 0 if config.dropout else None)
        places = config.logits_chunk or PLACES
        return Step(mesh, places, state, train_step.lower(state, batch).compile())


def holding(step: Step, *axes: set[int], kind: str = "") -> list[Collective]:
    """Returns the collectives that have a size of every one of the axes."""
    return [
        found
        for found in step.collectives
        if kind in found.kind and all(set(found.shape) & axis for axis in axes)
    ]


def test_only_weights_are_gathered_and_one_layer_at_a_time(step):
    gathered = [found for found in step.collectives if found.kind == "all-gather"]
    assert len(gathered) >= 5  # the matrices of a layer
    activations = step.sizes(TIME) | step.sizes(PLACES) | step.sizes(step.places)
    assert holding(step, activations, kind="all-gather") == []
    assert holding(step, {LAYERS}, kind="all-gather") == []


def test_nothing_is_moved_between_devices_that_hold_it_already(step):
    kinds = {found.kind for found in step.collectives}
    assert kinds <= {"all-gather", "all-reduce", "reduce-scatter"}


def test_logits_stay_where_their_part_of_the_vocabulary_is(step):
    # the label's logit is a sum over the vocabulary like those of the softmax: a number a place
    assert holding(step, step.vocab(), step.sizes(step.places)) == []
    if step.mesh.shape["tensor"] > 1:
        rows = ROWS // (step.mesh.shape["data"] * step.mesh.shape["fsdp"])
        sums = [found for found in step.collectives if math.prod(found.shape) == rows * step.places]
        assert {found.kind for found in sums} == {"all-reduce"}
        assert len(sums) >= 3  # highest logit, sum of exponentials, logit of the label


def test_the_table_is_gathered_once_and_so_is_the_head(step):
    tables = holding(step, step.vocab(), {EMBED}, kind="all-gather")
    vocab = VOCAB // step.mesh.shape["tensor"]
    if "head" in step.state.params:
        assert sorted(found.shape for found in tables) == [(EMBED, vocab), (vocab, EMBED)]
    else:  # tied: at most for the lookup and, in another dtype or turned, for the logits
        assert {tuple(sorted(found.shape)) for found in tables} == {(EMBED, vocab)}
        assert len(tables) <= 2


def test_gradients_of_the_table_and_the_head_are_summed_in_parts_of_the_vocabulary(step):
    sums = holding(step, step.vocab(), kind="reduce")
    vocab = VOCAB // step.mesh.shape["tensor"]
    assert sums and all(vocab in found.shape for found in sums)


def test_the_new_state_lies_where_the_old_one_lay(step):
    leaves = jax.tree.leaves(step.state)
    assert aliases(step.hlo) == {place: place for place in range(len(leaves))}
    on_a_device = sum(
        leaf.dtype.itemsize * math.prod(leaf.sharding.shard_shape(leaf.shape)) for leaf in leaves
    )
    assert step.compiled.memory_analysis().alias_size_in_bytes == on_a_device
    assert copies(step.hlo) == []


def test_the_optimizer_is_cut_as_its_parameters_are(step):
    state, _ = step.compiled.output_shardings
    cut = jax.tree.map(lambda leaf: leaf.sharding, step.state.params)
    for name in ("mu", "nu"):
        moments = optax.tree_utils.tree_get(step.state.optimizer, name)
        lie = optax.tree_utils.tree_get(state.optimizer, name)
        same = jax.tree.map(
            lambda leaf, found, right: found.is_equivalent_to(right, leaf.ndim), moments, lie, cut
        )
        assert jax.tree.leaves(same) == [True] * len(jax.tree.leaves(cut))
    parts = step.mesh.shape["fsdp"] * step.mesh.shape["tensor"]
    kernel = cut["blocks"]["ffw_up"]["kernel"].shard_shape((LAYERS, EMBED, 2, 56))
    assert math.prod(kernel) * parts == LAYERS * EMBED * 2 * 56


def test_collectives_are_found_in_the_text():
    hlo = """HloModule m, input_output_alias={ {0}: (2, {}, x) }, entry_computation_layout={}

ENTRY %main (p: f32[4]) -> (f32[4]) {
  %p = f32[4]{0} parameter(0)
  %a = f32[72,32]{1,0} all-gather(%b), dimensions={1}
  %c = (f32[], /*index=1*/s32[3,4]{1,0}) all-reduce(%d, %e), to_apply=%add
  %f = f32[2]{0} add(%a, %all-gather.1)
  %g = f32[4]{0} copy(%p)
  %h = f32[2]{0} copy(%f)
  ROOT %t = (f32[2]{0}) tuple(%h)
}
"""
    assert collectives(hlo) == [
        Collective("all-gather", (72, 32)),
        Collective("all-reduce", ()),
        Collective("all-reduce", (3, 4)),
    ]
    assert aliases(hlo) == {0: 2}
    assert copies(hlo) == ["g", "h"]
    assert copies(hlo.replace("copy(%f)", "negate(%f)")) == ["g"]


def test_the_finder_sees_a_gather_of_logits():
    mesh = make_mesh(1, 1, 8)
    with jax.set_mesh(mesh):
        cut = jax.device_put(
            np.zeros((4, 24), np.float32),
            jax.NamedSharding(mesh, jax.sharding.PartitionSpec(None, "tensor")),
        )
        pick = jax.jit(lambda x: x + 1, out_shardings=replicated(mesh))
        assert collectives(pick.lower(cut).compile().as_text()) == [
            Collective("all-gather", (4, 24))
        ]
