import pytest

from mypt_jax.command import UsageError
from mypt_jax.processes import Place, find_place, tpu_vm_place

EXPLICIT = {
    "JAX_COORDINATOR_ADDRESS": "host0:1234",
    "JAX_NUM_PROCESSES": "4",
    "JAX_PROCESS_ID": "3",
}
SLURM = {"SLURM_STEP_NUM_TASKS": "16", "SLURM_PROCID": "9"}
SLICE = {"TPU_WORKER_HOSTNAMES": "a,b,c,d", "TPU_WORKER_ID": "2"}
TPU_VM = {
    "agent-worker-number": "1",
    "worker-network-endpoints": "n0:8470:10.0.0.2,n1:8470:10.0.0.3",
    "tpu-env": "ACCELERATOR_TYPE: 'v5litepod-16'\nZONE: 'us-west4-a'\n",
}


@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({"JAX_PLATFORMS": "cpu"}, Place(0, 1)),
        (EXPLICIT, Place(3, 4)),
        (SLURM, Place(9, 16)),
        ({**SLURM, **EXPLICIT}, Place(3, 4)),  # what is said by hand counts
        (SLICE, Place(2, 4)),
        ({**SLICE, "MEGASCALE_NUM_SLICES": "3", "MEGASCALE_SLICE_ID": "1"}, Place(6, 12)),
        ({**SLICE, "JAX_PLATFORMS": ""}, Place(2, 4)),
        ({"TPU_WORKER_HOSTNAMES": "localhost"}, Place(0, 1)),
        # a command that is kept on the CPU of a worker is a run of its own
        ({**SLICE, "JAX_PLATFORMS": "cpu"}, Place(0, 1)),
        # the shell of an allocation with several tasks is one task
        ({"SLURM_NTASKS": "16", "SLURM_STEP_NUM_TASKS": "1", "SLURM_PROCID": "0"}, Place(0, 1)),
    ],
)
def test_a_process_finds_its_place_in_the_environment(environ, place):
    assert find_place(environ) == place


def test_a_tpu_vm_finds_its_place_in_its_metadata():
    assert tpu_vm_place(TPU_VM.__getitem__) == Place(1, 2)
    several = TPU_VM["tpu-env"] + "MEGASCALE_NUM_SLICES: '2'\nMEGASCALE_SLICE_ID: '1'\n"
    assert tpu_vm_place({**TPU_VM, "tpu-env": several}.__getitem__) == Place(3, 4)


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"JAX_PROCESS_ID": "0"}, "^JAX_COORDINATOR_ADDRESS, JAX_NUM_PROCESSES not set: JAX_"),
        ({**EXPLICIT, "JAX_PROCESS_ID": ""}, "^JAX_PROCESS_ID not set: "),
        ({**EXPLICIT, "JAX_PROCESS_ID": "4"}, "^JAX_PROCESS_ID=4 and JAX_NUM_PROCESSES=4: they"),
        ({**EXPLICIT, "JAX_NUM_PROCESSES": "two"}, "JAX_NUM_PROCESSES=two: they must be whole"),
    ],
)
def test_a_place_that_is_said_by_halves_is_wrong_usage(environ, message):
    with pytest.raises(UsageError, match=message):
        find_place(environ)
