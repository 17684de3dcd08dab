"""Which of a run's processes this one is, and how they join.

A run on several hosts is the same command on each of them, with the same files within reach. Who
is who is read from what started the processes; the first of these that is there counts:

    JAX_COORDINATOR_ADDRESS, JAX_NUM_PROCESSES, JAX_PROCESS_ID     set by hand or by a script
    SLURM_STEP_NUM_TASKS, SLURM_PROCID                             srun
    TPU_WORKER_HOSTNAMES, TPU_WORKER_ID, MEGASCALE_*               TPU slices on Kubernetes
    the metadata server                                            Cloud TPU VMs

Nothing here starts jax, except `join`.
"""

import dataclasses
import glob
import importlib.util
import os
import re
import sys
import urllib.request
from collections.abc import Callable, Mapping

from mypt_jax.command import UsageError

EXPLICIT = ("JAX_COORDINATOR_ADDRESS", "JAX_NUM_PROCESSES", "JAX_PROCESS_ID")
_TPU_DEVICES = ("/dev/accel[0-9]*", "/dev/vfio/[0-9]*")  # up to v4; from v5e on
_METADATA_SECONDS = 10.0


@dataclasses.dataclass(frozen=True)
class Place:
    """A process of a run.

    Attributes:
        index: 0 for the one that writes what only one may write.
        count: processes of the run.
    """

    index: int = 0
    count: int = 1


def find_place(environ: Mapping[str, str] = os.environ) -> Place:
    """Returns the place of this process.

    Raises:
        UsageError: the variables that say it by hand are incomplete or no numbers in range.
    """
    if any(name in environ for name in EXPLICIT):
        return _explicit_place(environ)
    if "SLURM_STEP_NUM_TASKS" in environ:
        return Place(int(environ["SLURM_PROCID"]), int(environ["SLURM_STEP_NUM_TASKS"]))
    if "tpu" not in (environ.get("JAX_PLATFORMS") or "tpu"):
        return Place()
    hosts = environ.get("TPU_PROCESS_ADDRESSES", environ.get("TPU_WORKER_HOSTNAMES"))
    if hosts is not None:
        return _in_slices(int(environ.get("TPU_WORKER_ID", 0)), hosts, environ)
    if importlib.util.find_spec("libtpu") and any(map(glob.glob, _TPU_DEVICES)):
        return tpu_vm_place(lambda name: _read_metadata(name, environ))
    return Place()


def _explicit_place(environ: Mapping[str, str]) -> Place:
    missing = [name for name in EXPLICIT if not environ.get(name)]
    if missing:
        raise UsageError(
            f"{', '.join(missing)} not set: {', '.join(EXPLICIT)} belong together; set all three "
            "on every host, or none."
        )
    count, index = environ["JAX_NUM_PROCESSES"], environ["JAX_PROCESS_ID"]
    if not (count.isdecimal() and index.isdecimal() and int(index) < int(count)):
        raise UsageError(
            f"JAX_PROCESS_ID={index} and JAX_NUM_PROCESSES={count}: they must be whole numbers, "
            "the first from 0 to one less than the second."
        )
    return Place(int(index), int(count))


def tpu_vm_place(attribute: Callable[[str], str]) -> Place:
    """Returns the place of a Cloud TPU VM.

    Args:
        attribute: name -> value, as the VM's metadata server tells them.
    """
    variables = dict(re.findall(r"^(\w+): '(.*)'$", attribute("tpu-env"), re.MULTILINE))
    hosts = attribute("worker-network-endpoints")
    return _in_slices(int(attribute("agent-worker-number")), hosts, variables)


def _in_slices(worker: int, hosts: str, variables: Mapping[str, str]) -> Place:
    """Counts a worker of a slice over all slices; `hosts` are those of its own."""
    num_workers = len(hosts.split(","))
    slice_index = int(variables.get("MEGASCALE_SLICE_ID", 0))
    num_slices = int(variables.get("MEGASCALE_NUM_SLICES", 1))
    return Place(slice_index * num_workers + worker, num_slices * num_workers)


def _read_metadata(name: str, environ: Mapping[str, str]) -> str:
    server = environ.get("GCE_METADATA_IP", "metadata.google.internal")
    url = f"http://{server}/computeMetadata/v1/instance/attributes/{name}"
    request = urllib.request.Request(url, headers={"Metadata-Flavor": "Google"})
    with urllib.request.urlopen(request, timeout=_METADATA_SECONDS) as answer:
        return answer.read().decode()


def join() -> Place:
    """Joins the other processes of the run, if there are any; returns when all are there.

    Must come before anything asks jax for devices. From here on process 0 alone prints, except
    errors: all of them say the same.

    Raises:
        UsageError: see `find_place`.
    """
    place = find_place()
    if place.count > 1:
        import jax  # here, because the curriculum asks for its place and must start without it

        # the coordinator's address, and under srun the one GPU of each process, are found by jax
        jax.distributed.initialize(num_processes=place.count, process_id=place.index)
        # in one piece with its end, so that lines of processes that share a screen do not mix
        print(f"process {place.index} of {place.count}\n", end="", flush=True)
        if place.index > 0:
            sys.stdout = open(os.devnull, "w", encoding="utf-8")
    return place
