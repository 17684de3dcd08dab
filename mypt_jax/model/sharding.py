"""Where arrays live: the device mesh and the one table from logical axes to mesh axes."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from jax.experimental import mesh_utils
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


def make_mesh(
    data: int = -1, fsdp: int = 1, tensor: int = 1, devices: Sequence[jax.Device] | None = None
) -> Mesh:
    """Makes the device mesh; one size may be -1 and takes the devices that the others leave.

    Args:
        data: copies of the parameters.
        fsdp: parts that parameters are cut into; rows of the batch are spread over these too.
        tensor: parts that heads, ffw and vocabulary are cut into.
        devices: all devices of all processes when None.

    Raises:
        ShardingError: the sizes do not multiply to the number of devices, or a copy of the
            parameters would be cut across slices.
    """
    devices = jax.devices() if devices is None else devices
    num_devices = len(devices)
    sizes = [data, fsdp, tensor]
    if sizes.count(-1) == 1:
        sizes[sizes.index(-1)] = num_devices // max(-int(np.prod(sizes)), 1)
    if min(sizes) < 1 or int(np.prod(sizes)) != num_devices:
        raise ShardingError(
            f"mesh.data={data} x mesh.fsdp={fsdp} x mesh.tensor={tensor} does not make "
            f"{num_devices} devices. Choose sizes of 1 or more whose product is {num_devices}."
        )
    return Mesh(
        _arrange((sizes[0], sizes[1], sizes[2]), devices),
        MESH_AXES,
        axis_types=(AxisType.Auto,) * len(sizes),
    )


def _arrange(sizes: tuple[int, int, int], devices: Sequence[jax.Device]) -> np.ndarray:
    """Returns devices [data, fsdp, tensor], close ones along the axes that say most.

    TPU slices reach each other over the data centre's network alone, so that every slice holds
    whole copies of the parameters, and only sums of gradients cross it.
    """
    slices = {getattr(device, "slice_index", 0) for device in devices}
    if devices[0].platform != "tpu" or len(slices) == 1:
        return mesh_utils.create_device_mesh(sizes, devices, allow_split_physical_axes=True)
    num_copies, fsdp, tensor = sizes
    if num_copies % len(slices):
        raise ShardingError(
            f"mesh.data is {num_copies}, no multiple of the {len(slices)} slices: every slice "
            "holds whole copies of the parameters. Choose mesh.fsdp and mesh.tensor whose product "
            f"divides a slice's {len(devices) // len(slices)} devices."
        )
    inside = (num_copies // len(slices), fsdp, tensor)
    return mesh_utils.create_hybrid_device_mesh(
        inside, (len(slices), 1, 1), devices, allow_split_physical_axes=True
    )


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
    return jax.lax.with_sharding_constraint(array, dividing_spec(array.shape, axes, mesh))


def gathered(weights: jax.Array, axes: tuple[str | None, ...], dtype: Any) -> jax.Array:
    """Returns weights in the compute dtype, with the parts that lie along "embed" collected.

    Stated here, because the compiler would else multiply part by part and pass the parts around.
    The gradient is summed over the devices and cut into parts at once.

    Args:
        weights: an array inside jit.
        axes: logical names of its axes.
        dtype: of the result.
    """
    mesh = jax.sharding.get_abstract_mesh()
    if not is_split("embed", mesh):
        return weights.astype(dtype)
    return _gathered(weights, axes, dtype)


@partial(jax.custom_vjp, nondiff_argnums=(1, 2))
def _gathered(weights: jax.Array, axes: tuple, dtype: Any) -> jax.Array:
    return constrain(weights.astype(dtype), *_whole(axes))


def _whole(axes: tuple) -> tuple:
    return tuple(None if axis == "embed" else axis for axis in axes)


def _gathered_forward(weights: jax.Array, axes: tuple, dtype: Any) -> tuple[jax.Array, jax.Array]:
    return _gathered(weights, axes, dtype), jnp.zeros((), weights.dtype)


def _gathered_backward(axes: tuple, _: Any, like: jax.Array, gradient: jax.Array) -> tuple:
    # Whole first: asked for the part alone, the compiler may move activations to compute it.
    summed = constrain(gradient.astype(like.dtype), *_whole(axes))
    return (constrain(summed, *axes),)


_gathered.defvjp(_gathered_forward, _gathered_backward)


def dividing_spec(shape: tuple[int, ...], axes: tuple[str | None, ...], mesh: Any) -> P:
    """Translates logical axis names into a partition spec that leaves whole what does not divide.

    Args:
        shape: of the array.
        axes: logical names of `shape`.
        mesh: a mesh or an abstract one.
    """
    return P(
        *(
            names if size % _num_parts(mesh, names) == 0 else None
            for names, size in zip(logical_spec(axes), shape, strict=True)
        )
    )


def is_split(axis: str, mesh: Any) -> bool:
    """Tells whether a mesh cuts a logical axis into parts."""
    return not mesh.empty and _num_parts(mesh, LOGICAL_AXIS_RULES[axis]) > 1


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
