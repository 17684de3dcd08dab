import pytest

from mypt_jax.training.topology import CHIPS, usable

GPU = CHIPS["NVIDIA H100 80GB HBM3"]


@pytest.mark.parametrize(
    ("memory_stats", "expected"), [({"bytes_limit": 60 << 30}, 60 << 30), ({}, 80 << 30)]
)
def test_what_counts_of_a_chip_s_memory_is_what_programs_may_take(memory_stats, expected):
    chip = usable(GPU, memory_stats)
    assert (chip.kind, chip.peak_flops, chip.memory_bytes) == (GPU.kind, 989e12, expected)
