"""Accelerators by name: what a chip can do, and slices of them that need not be here."""

import dataclasses
import importlib.util
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

import jax
from jax.experimental import topologies


class TopologyError(ValueError):
    """A topology that is not known, or that cannot be compiled for here."""


@dataclasses.dataclass(frozen=True)
class Chip:
    """What a device can do.

    Attributes:
        kind: as jax calls it.
        peak_flops: bfloat16 matrix products, floating-point operations a second.
        memory_bytes: of the device.
    """

    kind: str
    peak_flops: float
    memory_bytes: int


# Peak and memory as published: cloud.google.com/tpu/docs/v4, v5e (of its 16 GiB the compiler leaves
# 15.75 to a program), v5p and v6e, and the data sheets of the NVIDIA A100, H100 and H200 (SXM,
# without sparsity).
CHIPS = {
    chip.kind: chip
    for chip in (
        Chip("TPU v4", 275e12, 32 << 30),
        Chip("TPU v5 lite", 197e12, 63 << 28),
        Chip("TPU v5", 459e12, 95 << 30),  # v5p
        Chip("TPU v6 lite", 918e12, 32 << 30),
        Chip("NVIDIA A100-SXM4-80GB", 312e12, 80 << 30),
        Chip("NVIDIA H100 80GB HBM3", 989e12, 80 << 30),
        Chip("NVIDIA H200", 989e12, 141 << 30),
    )
}
_TPU_SLICE = re.compile(r"(v4|v5e|v5p|v6e):\d+x\d+(x\d+)?")


def host_chip(measured_flops: float) -> Chip:
    """Returns what a device here can do: what is published of its kind, or else what is measured.

    Args:
        measured_flops: of the whole host if it is a CPU, whose devices are the same cores and
            share its memory; else of one device.
    """
    device = jax.devices()[0]
    if device.platform == "cpu":
        count = jax.local_device_count()
        installed = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        return Chip(device.device_kind, measured_flops / count, installed // count)
    chip = CHIPS.get(device.device_kind, Chip(device.device_kind, measured_flops, 0))
    return usable(chip, device.memory_stats() or {})


def usable(chip: Chip, memory_stats: Mapping[str, int]) -> Chip:
    """Returns the chip with the memory that programs may take of it.

    On a GPU JAX takes three quarters, unless XLA_PYTHON_CLIENT_MEM_FRACTION says otherwise.

    Args:
        chip: with all of its memory.
        memory_stats: as the device reports them, in bytes.
    """
    limit = memory_stats.get("bytes_limit", chip.memory_bytes)
    return dataclasses.replace(chip, memory_bytes=limit)


def find_devices(topology: str) -> Sequence[Any]:
    """Returns the devices of a topology; programs can be compiled for them, not run.

    Args:
        topology: "host" for the devices here, or a TPU slice such as "v5e:2x4", "v5p:2x2x2".

    Raises:
        TopologyError: the name is not known, or libtpu is missing.
    """
    if topology == "host":
        return jax.devices()
    if not _TPU_SLICE.fullmatch(topology):
        raise TopologyError(
            f"--topology={topology}: not known. Use 'host' for the devices here, or a TPU slice "
            "such as v5e:2x4, v6e:2x4, v5p:2x2x2 or v4:2x2x2."
        )
    if importlib.util.find_spec("libtpu") is None:
        raise TopologyError(
            f"--topology={topology}: compiling for TPUs needs libtpu. Install it with pip install "
            f"'jax[tpu]=={jax.__version__}'; no TPU is needed."
        )
    # libtpu looks for the machine that it runs on, and complains if that has no TPU
    os.environ.setdefault("TPU_SKIP_MDS_QUERY", "1")
    os.environ.setdefault("TPU_ACCELERATOR_TYPE", "v5litepod-8")
    os.environ.setdefault("TPU_WORKER_HOSTNAMES", "localhost")
    options: dict[str, Any] = {}
    if topology.startswith("v4:"):
        options["chip_config_name"] = "megacore"  # both cores of a chip as one device
    if topology.endswith(":1x1"):
        options["chips_per_host_bounds"] = (1, 1, 1)
    try:
        return topologies.get_topology_desc(topology, platform="tpu", **options).devices
    except jax.errors.JaxRuntimeError as error:
        raise TopologyError(f"--topology={topology}: {error}") from error
