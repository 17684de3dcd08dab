"""Where arrays live: the device mesh and the one table from logical axes to mesh axes."""

from typing import Any

import jax
import numpy as np
from flax import nnx
from jax.sharding import AxisType, Mesh, NamedSharding
from jax.sharding import PartitionSpec as P

MESH_AXES = ("data", "fsdp", "tensor")

# Every parameter and activation names its axes by what they hold; only this table knows the mesh.
LOGICAL_AXIS_RULES: dict[str, str | tuple[str, ...] | None] = {
    "batch": ("data", "fsdp"),
    "time": None,
    "layers": None,
    "embed": "fsdp",
    "heads": "tensor",
    "kv_heads": "tensor",
    "ffw": "tensor",
    "vocab": "tensor",
    "norm": None,
    "features": None,
}


class ShardingError(ValueError):
    """A mesh or an array that does not divide as asked."""


def make_mesh(data: int = -1, fsdp: int = 1, tensor: int = 1) -> Mesh:
    """Makes the device mesh.

    Args:
        data: copies of the parameters; -1 takes the devices that `fsdp` and `tensor` leave.
        fsdp: parts that parameters are cut into; rows of the batch are spread over these too.
        tensor: parts that heads, ffw and vocabulary are cut into.

    Raises:
        ShardingError: the sizes do not multiply to the number of devices.
    """
    num_devices = jax.device_count()
    num_copies = num_devices // max(fsdp * tensor, 1) if data == -1 else data
    sizes = (num_copies, fsdp, tensor)
    if min(sizes) < 1 or int(np.prod(sizes)) != num_devices:
        raise ShardingError(
            f"mesh.data={data} x mesh.fsdp={fsdp} x mesh.tensor={tensor} does not make "
            f"{num_devices} devices. Choose sizes of 1 or more whose product is {num_devices}."
        )
    return jax.make_mesh(sizes, MESH_AXES, axis_types=(AxisType.Auto,) * len(sizes))


def logical_spec(axes: tuple[str | None, ...]) -> P:
    """Translates logical axis names into a partition spec.

    Raises:
        ShardingError: a name is not in the table, or two axes claim the same mesh axis.
    """
    spec: list[str | tuple[str, ...] | None] = []
    taken: set[str] = set()
    for axis in axes:
        if axis is not None and axis not in LOGICAL_AXIS_RULES:
            raise ShardingError(f"{axis!r} in {axes} is not in LOGICAL_AXIS_RULES.")
        mesh_axes = LOGICAL_AXIS_RULES[axis] if axis else None
        names = (mesh_axes,) if isinstance(mesh_axes, str) else mesh_axes or ()
        if taken & set(names):
            raise ShardingError(f"{axes} puts the mesh axes {sorted(taken & set(names))} twice.")
        taken |= set(names)
        spec.append(mesh_axes)
    return P(*spec)


def batch_sharding(mesh: Mesh) -> NamedSharding:
    """Sharding of every array of a batch: rows over `data` and `fsdp`."""
    return NamedSharding(mesh, logical_spec(("batch",)))


def replicated(mesh: Mesh) -> NamedSharding:
    """Sharding of a small array that every device holds whole."""
    return NamedSharding(mesh, P())


def constrain(array: jax.Array, *axes: str | None) -> jax.Array:
    """Fixes the layout of an activation inside jit; does nothing where no mesh is set.

    An axis that its mesh axes do not divide (one prompt on many devices) is left whole.
    """
    mesh = jax.sharding.get_abstract_mesh()
    if mesh.empty:
        return array
    spec = [
        names if size % _num_parts(mesh, names) == 0 else None
        for names, size in zip(logical_spec(axes), array.shape, strict=True)
    ]
    return jax.lax.with_sharding_constraint(array, P(*spec))


def _num_parts(mesh: Any, names: str | tuple[str, ...] | None) -> int:
    names = (names,) if isinstance(names, str) else names or ()
    return int(np.prod([mesh.shape[name] for name in names], dtype=int))


def param_shardings(params: nnx.State, mesh: Mesh) -> nnx.State:
    """Returns the sharding of every parameter, in the structure of `params`.

    Raises:
        ShardingError: an axis does not divide; names the parameter, the axis and the sizes.
    """

    def sharding(path: tuple, param: nnx.Variable) -> nnx.Variable:
        axes = param.get_metadata("axes")
        spec = logical_spec(axes)
        for axis, size, names in zip(axes, param.shape, spec, strict=True):
            if size % _num_parts(mesh, names):
                raise ShardingError(
                    f"{'.'.join(map(str, path))}: axis {axis!r} of size {size} does not divide "
                    f"over mesh axis {names!r} of size {_num_parts(mesh, names)}."
                )
        return param.replace(NamedSharding(mesh, spec))

    return nnx.map_state(sharding, params)
