import dataclasses

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx
from jax.sharding import PartitionSpec as P

from configs.models import get_model
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.gpt import GPT, create_model
from mypt_jax.model.sharding import (
    ShardingError,
    batch_sharding,
    constrain,
    logical_spec,
    make_mesh,
    param_shardings,
)
from mypt_jax.training.checkpoint import abstract_model
from tests.model.networks import LLAMA

DIVIDES = dataclasses.replace(LLAMA, num_heads=8, num_kv_heads=4, head_dim=4, ffw_dim=24)


def test_mesh_takes_the_devices_that_are_left():
    assert dict(make_mesh(fsdp=2, tensor=2).shape) == {"data": 2, "fsdp": 2, "tensor": 2}


@pytest.mark.parametrize("sizes", [(3, 1, 1), (8, 2, 1), (-1, 3, 1), (8, 0, 1), (-1, 16, 1)])
def test_a_mesh_that_does_not_fit_is_refused(sizes):
    with pytest.raises(ShardingError, match="does not make 8 devices. Choose sizes"):
        make_mesh(*sizes)


@dataclasses.dataclass(frozen=True)
class Chip:
    """A chip of two v5e slices of 2x4 as jax describes them; this machine has none."""

    id: int
    slice_index: int
    coords: tuple[int, int, int]
    process_index: int
    core_on_chip: int = 0
    platform: str = "tpu"
    device_kind: str = "TPU v5 lite"


TWO_SLICES = [
    Chip(8 * slice_index + n, slice_index, (n % 2, n // 2, 0), 2 * slice_index + n // 4)
    for slice_index in (0, 1)
    for n in range(8)
]


@pytest.mark.parametrize(
    ("sizes", "slices"),
    [((2, 8, 1), [[0] * 8, [1] * 8]), ((4, 2, 2), [[0] * 4, [0] * 4, [1] * 4, [1] * 4])],
)
def test_only_the_data_axis_goes_across_slices(sizes, slices):
    devices = make_mesh(*sizes, devices=TWO_SLICES).devices
    assert devices.shape == sizes
    assert [[chip.slice_index for chip in copy.flat] for copy in devices] == slices


def test_parameters_are_not_cut_across_slices():
    message = "mesh.data is 1, no multiple of the 2 slices: .* divides a slice's 8 devices"
    with pytest.raises(ShardingError, match=message):
        make_mesh(1, 16, 1, devices=TWO_SLICES)


def test_logical_names_become_mesh_axes():
    assert logical_spec(("layers", "embed", None, "ffw")) == P(None, "fsdp", None, "tensor")
    assert logical_spec(("batch",)) == P(("data", "fsdp"))


def test_unknown_and_colliding_names_are_refused():
    with pytest.raises(ShardingError, match="'width' in .* is not in LOGICAL_AXIS_RULES"):
        logical_spec(("layers", "width"))
    with pytest.raises(ShardingError, match=r"\['tensor'\] twice"):
        logical_spec(("heads", "ffw"))


def test_parameters_are_sharded_from_birth_and_do_not_depend_on_the_mesh():
    meshes = [make_mesh(8, 1, 1), make_mesh(1, 2, 4)]
    models = [create_model(DIVIDES, seed=3, mesh=mesh) for mesh in meshes]
    kernel = models[1].blocks.ffw_up.kernel[...]
    assert kernel.sharding.spec == P(None, "fsdp", None, "tensor")
    assert kernel.addressable_shards[0].data.shape == (2, 8, 2, 6)
    assert models[1].embedding[...].sharding.spec == P("tensor", "fsdp")
    for one, other in zip(*(jax.tree.leaves(nnx.state(m)) for m in models), strict=True):
        np.testing.assert_array_equal(one, other)


def test_every_parameter_names_its_axes():
    graph = nnx.eval_shape(lambda: GPT(DIVIDES, nnx.Rngs(0)))
    mesh = make_mesh(1, 2, 4)
    shardings = jax.tree.leaves(param_shardings(nnx.state(graph), mesh))
    assert len(shardings) == len(jax.tree.leaves(nnx.state(graph)))


def test_heads_that_do_not_divide_are_one_clear_error():
    real, mesh = GPTConfig.from_dict(get_model("750m").to_dict()), make_mesh(1, 1, 8)
    message = "model.num_heads 20 does not divide over mesh.tensor 8. Choose a mesh.tensor"
    with pytest.raises(ShardingError, match=message):
        create_model(real, seed=0, mesh=mesh)
    # a run asks for shapes alone before it reads its parent's weights or makes anything
    with pytest.raises(ShardingError, match=message):
        abstract_model(real, mesh)


def test_a_size_that_does_not_divide_names_the_parameter():
    odd = dataclasses.replace(DIVIDES, ffw_dim=21)
    message = r"blocks.ffw_down.kernel: axis 'ffw' of size 21 .* 'tensor' of size 4"
    with pytest.raises(ShardingError, match=message):
        create_model(odd, seed=0, mesh=make_mesh(2, 1, 4))


def test_logits_are_the_same_on_every_mesh():
    inputs = np.arange(8 * 6).reshape(8, 6) % 24
    batch = (inputs, np.ones_like(inputs), np.tile(np.arange(6), (8, 1)))
    results = []
    for sizes in [(8, 1, 1), (2, 2, 2), (1, 2, 4)]:
        mesh = make_mesh(*sizes)
        graphdef, params = nnx.split(create_model(DIVIDES, seed=0, mesh=mesh))
        with jax.set_mesh(mesh):
            placed = jax.device_put(batch, batch_sharding(mesh))
            results.append(jax.jit(lambda p, b, g=graphdef: nnx.merge(g, p)(*b))(params, placed))
    for other in results[1:]:
        np.testing.assert_allclose(results[0], other, atol=1e-5)


def test_constrain_leaves_whole_what_does_not_divide():
    with jax.set_mesh(make_mesh(4, 2, 1)):
        eight, three = (
            jax.jit(lambda x: constrain(x, "batch", None))(jnp.zeros((n, 2))) for n in (8, 3)
        )
    assert eight.sharding.spec[0] == ("data", "fsdp")
    assert three.sharding.is_fully_replicated


def test_constrain_does_nothing_without_a_mesh():
    np.testing.assert_array_equal(constrain(jnp.ones((3, 2)), "batch", None), np.ones((3, 2)))
