"""The training step of a stage, compiled from shapes alone, and the memory that it takes."""

import dataclasses
import re
from typing import Any

import jax
import jax.numpy as jnp
import optax
from jax.sharding import Mesh

from mypt_jax.conversation.tags import TAGS
from mypt_jax.model.adapters import Adapters, split_trained
from mypt_jax.model.sharding import batch_sharding, replicated
from mypt_jax.training import checkpoint
from mypt_jax.training.optimizer import make_optimizer
from mypt_jax.training.stage import Stage
from mypt_jax.training.state import TrainState, abstract_moments
from mypt_jax.training.step import make_train_step

_NEEDED = re.compile(r"temporaries \(([\d.]+)G\) exceeds available HBM \(([\d.]+)G\)")


class OutOfMemory(ValueError):
    """The compiler found no way to fit the step into the devices' memory."""


@dataclasses.dataclass(frozen=True)
class Memory:
    """Bytes of a device, as the compiler laid them out.

    Attributes:
        state_bytes: weights and optimizer, and the few bytes of the batch.
        copied_bytes: of the state, what the step writes anew instead of in place.
        temporary_bytes: activations, gradients and buffers of collectives, where they are most.
        program_bytes: the program itself.
    """

    state_bytes: int
    copied_bytes: int
    temporary_bytes: int
    program_bytes: int

    @property
    def total_bytes(self) -> int:
        """All of them together."""
        return self.state_bytes + self.copied_bytes + self.temporary_bytes + self.program_bytes


def compile_step(stage: Stage, mesh: Mesh, rows: int, max_targets: int) -> jax.stages.Compiled:
    """Compiles the step that `mypt_jax.train` runs, for the devices of the mesh.

    Args:
        stage: the configuration.
        mesh: of devices that may be elsewhere.
        rows: rows of the global batch.
        max_targets: supervised places a row, S.

    Raises:
        OutOfMemory: the step does not fit.
        ShardingError: a size does not divide over the mesh.
    """
    tag_ids = tuple(range(len(TAGS)))  # which ids is all the same
    adapters = Adapters(**stage.lora, rows=tag_ids) if stage.lora else None
    with jax.set_mesh(mesh):
        graphdef, params = checkpoint.abstract_model(stage.model, mesh, adapters)
    trained, _ = split_trained(params)
    num_steps = stage.optimizer["warmup_steps"] + 1  # the shortest schedule; it changes no shape
    tx, _ = make_optimizer(**stage.optimizer, num_steps=num_steps, params=trained)
    state = abstract_state(params, trained, tx, mesh)
    slips = stage.make_slips(tag_ids, num_steps)
    step = make_train_step(graphdef, tx, stage.microbatches, stage.step_seed, slips)
    with jax.set_mesh(mesh):
        lowered = step.lower(state, abstract_batch(rows, stage.max_seq_len, max_targets, mesh))
        try:
            return lowered.compile()
        except jax.errors.JaxRuntimeError as error:
            if "RESOURCE_EXHAUSTED" not in str(error):
                raise
            raise _out_of_memory(str(error)) from error


def abstract_state(
    params: checkpoint.Params,
    trained: checkpoint.Params,
    tx: optax.GradientTransformation,
    mesh: Mesh,
) -> TrainState:
    """Returns the shapes, types and shardings of a training state."""
    step: Any = jax.ShapeDtypeStruct((), jnp.int32, sharding=replicated(mesh))
    return TrainState(params, abstract_moments(tx, trained, mesh), step)


def abstract_batch(
    rows: int, max_tokens: int, max_targets: int, mesh: Mesh
) -> dict[str, jax.ShapeDtypeStruct]:
    """Returns the shapes, types and shardings of a batch; see `data.pipeline.StepSource`."""

    def array(length: int, dtype: Any) -> jax.ShapeDtypeStruct:
        return jax.ShapeDtypeStruct((rows, length), dtype, sharding=batch_sharding(mesh))

    tokens, targets = array(max_tokens, jnp.int32), array(max_targets, jnp.int32)
    return {
        **dict.fromkeys(("inputs", "segment_ids", "positions"), tokens),
        **dict.fromkeys(("target_positions", "targets"), targets),
        "target_weights": array(max_targets, jnp.float32),
    }


def memory(compiled: jax.stages.Compiled, platform: str) -> Memory:
    """Reads what a compiled step takes on each device.

    Args:
        compiled: what `compile_step` returned.
        platform: of the devices, as jax calls it.
    """
    stats = compiled.memory_analysis()
    assert stats is not None  # CPU, GPU and TPU all have it
    temporary_bytes = stats.temp_size_in_bytes
    if platform == "tpu":
        # There temp_size counts some memory twice: the compiler accepts steps with a temp_size of
        # 19 of 15.75 GiB. The peak, arguments included, is what it holds against the memory.
        temporary_bytes = stats.peak_memory_in_bytes - stats.argument_size_in_bytes
    return Memory(
        state_bytes=stats.argument_size_in_bytes,
        copied_bytes=max(0, stats.output_size_in_bytes - stats.alias_size_in_bytes),
        temporary_bytes=temporary_bytes,
        program_bytes=stats.generated_code_size_in_bytes,
    )


def _out_of_memory(message: str) -> OutOfMemory:
    if found := _NEEDED.search(message):
        return OutOfMemory(f"the step needs {found[1]} of {found[2]} GiB a chip.")
    return OutOfMemory(message.splitlines()[0])
