"""A few steps of a small model on any mesh, here or as one of several processes.

python -m tests.training.short_run ADDRESS NUM_PROCESSES PROCESS '{"dataset": …}' OUTPUT
"""

import dataclasses
import itertools
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jax
import numpy as np
from etils import epath
from jax.sharding import Mesh

from configs.models import get_model
from mypt_jax.data.mixture import Mixture
from mypt_jax.data.pipeline import train_batches, train_plan
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.sharding import MESH_AXES, batch_sharding
from mypt_jax.training import checkpoint
from mypt_jax.training.optimizer import make_optimizer
from mypt_jax.training.state import create_state
from mypt_jax.training.step import make_train_step, rows_of_process, to_device
from tests.training.settings import OPTIMIZER

ROWS = 8
# Sizes that every mesh of 8 devices divides.
CONFIG = dataclasses.replace(
    GPTConfig.from_dict(get_model("tiny").to_dict()),
    vocab_size=512,
    num_layers=2,
    embed_dim=32,
    num_heads=8,
    num_kv_heads=8,
    head_dim=4,
    ffw_dim=48,
    max_seq_len=64,
    dropout=0.1,
    # rounding makes of the last bit of a sum, which depends on its order, one of bfloat16
    round_factors=False,
    copying_start=False,  # its heads are too small for that
)
MIXTURE = Mixture(
    names=("say",),
    shares={"say": 1.0},
    unit="episodes",
    max_repeats=4.0,
    weight_exponent=0.5,
    primary="say",
)


def short_run(dataset: Path, model_dir: Path, mesh_sizes: Sequence[int], until: int) -> dict:
    """Goes on from the last checkpoint, or from nothing, to a step, and saves there.

    Args:
        dataset: a prepared data set.
        model_dir: where the checkpoints are.
        mesh_sizes: data, fsdp, tensor; the first devices of all processes are taken.
        until: number of updates of the whole run.

    Returns:
        {"losses": of every step, "rows": of the batch that this process reads}.
    """
    devices = np.array(jax.devices()[: np.prod(mesh_sizes)]).reshape(mesh_sizes)
    mesh, model_dir = Mesh(devices, MESH_AXES), epath.Path(model_dir)
    plan = train_plan({"say": dataset}, MIXTURE, 64, None, ROWS, 0.5, 0, target_multiple=16)
    with jax.set_mesh(mesh):
        graphdef, params = checkpoint.abstract_model(CONFIG, mesh)
        tx, _ = make_optimizer(**OPTIMIZER, params=params)
        state, _ = create_state(CONFIG, tx, 0, mesh, model_dir, None)
        start, sharding = int(state.step), batch_sharding(mesh)
        rows = rows_of_process(sharding, ROWS)
        train_step = make_train_step(graphdef, tx, 1, seed=0)
        losses = []
        for batch in itertools.islice(train_batches(plan, start, rows), until - start):
            state, figures = train_step(state, to_device(batch, sharding))
            losses.append(float(figures["loss_sum"] / figures["weight_sum"]))
        with checkpoint.CheckpointWriter(model_dir) as writer:
            writer.save(until, state.params, state.optimizer, {"step": until}, None)
    return {"losses": losses, "rows": rows.tolist()}


def main(address: str, num_processes: str, process: str, runs: str, output: str) -> None:
    """Joins the other processes and does runs one after the other."""
    jax.distributed.initialize(address, int(num_processes), int(process))
    given: list[dict[str, Any]] = json.loads(runs)
    Path(output).write_text(json.dumps([short_run(**run) for run in given]))


if __name__ == "__main__":
    main(*sys.argv[1:])
