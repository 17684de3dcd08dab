"""What a run carries from step to step, and the three ways to get a first one."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import optax
from etils import epath
from flax import nnx
from jax.sharding import Mesh

from mypt_jax.model.adapters import (
    Adapters,
    add_adapters,
    join,
    split_trained,
    with_own_rows,
)
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.gpt import GPT, create_model
from mypt_jax.model.sharding import replicated
from mypt_jax.training import checkpoint
from mypt_jax.training.checkpoint import Params
from mypt_jax.training.optimizer import optimizer_shardings


@jax.tree_util.register_dataclass
@dataclasses.dataclass(frozen=True)
class TrainState:
    """Everything that an update changes.

    Attributes:
        params: weights, nested names -> float32 arrays; with adapters, frozen ones too.
        optimizer: state of the optax transformation, of the trained weights.
        step: number of updates done, int32 [].
    """

    params: Params
    optimizer: Any
    step: jax.Array


def create_state(
    config: GPTConfig,
    tx: optax.GradientTransformation,
    seed: int,
    mesh: Mesh,
    model_dir: epath.Path,
    parent: tuple[epath.Path, int] | None,
    related_ids: Mapping[int, Sequence[int]] | None = None,
    adapters: Adapters | None = None,
) -> tuple[TrainState, str]:
    """Returns a first state, and why it is this one.

    Args:
        config: sizes of the model.
        tx: the optimizer.
        seed: of the initial weights.
        mesh: the device mesh.
        model_dir: the run's own directory, whose checkpoints come first.
        parent: directory and step of the model to start from; None = from nothing.
        related_ids: ids that the parent has never seen -> ids whose mean they start as.
        adapters: what is trained instead of the weights, which are then the parent's.

    Raises:
        CheckpointError: if a checkpoint is damaged, or the parent has other sizes.
    """
    _, everything = checkpoint.abstract_model(config, mesh, adapters)
    abstract, _ = split_trained(everything)
    shardings = jax.tree.map(lambda leaf: leaf.sharding, abstract)
    moments = abstract_moments(tx, abstract, mesh)
    # 1. resume: everything from this directory's latest whole checkpoint
    steps = checkpoint.whole_steps(model_dir)
    if steps:
        step = steps[-1]
        checkpoint.verify(model_dir, step)
        params = checkpoint.restore(model_dir, step, "params", abstract)
        if adapters and parent is not None:
            params = join(checkpoint.restore_weights(*parent, config, mesh), params)
        state = TrainState(
            params,
            checkpoint.restore(model_dir, step, "optimizer", moments),
            _step_array(step, mesh),
        )
        return state, f"resumed from step {step} of {model_dir}"
    # 2. init_from: the parent's weights; optimizer, step and data start anew
    if parent is not None:
        digest = checkpoint.checkpoint_hash(*parent)
        params = checkpoint.restore_weights(*parent, config, mesh)
        why = f"weights of {parent[0].name}, step {parent[1]} ({digest[:8]})"
        if related_ids:
            places = jax.tree.map(lambda leaf: leaf.sharding, params)
            params = jax.jit(start_from_related, static_argnums=1, out_shardings=places)(
                params, tuple((new, tuple(known)) for new, known in related_ids.items())
            )
            why += f", {len(related_ids)} tags as means of related tokens"
    # 3. scratch: random weights from the seed
    else:
        params = nnx.to_pure_dict(nnx.state(create_model(config, seed, mesh)))
        why = f"random weights, seed {seed}"
    trained = params
    if adapters:
        trained = _first_adapters(config, adapters, seed, params, shardings)
        params = join(params, trained)
        why += f", adapters of rank {adapters.rank}"
    moment_shardings = jax.tree.map(lambda leaf: leaf.sharding, moments)
    optimizer = jax.jit(tx.init, out_shardings=moment_shardings)(trained)
    return TrainState(params, optimizer, _step_array(0, mesh)), why


def abstract_moments(tx: optax.GradientTransformation, trained: Params, mesh: Mesh) -> Any:
    """Returns the shapes, types and shardings of the optimizer's state.

    Args:
        tx: the optimizer.
        trained: shapes and shardings of the weights that it changes.
        mesh: the device mesh.
    """
    shardings = jax.tree.map(lambda leaf: leaf.sharding, trained)
    return jax.tree.map(
        lambda leaf, sharding: jax.ShapeDtypeStruct(leaf.shape, leaf.dtype, sharding=sharding),
        jax.eval_shape(tx.init, trained),
        optimizer_shardings(tx, trained, shardings, mesh),
    )


def _first_adapters(
    config: GPTConfig, adapters: Adapters, seed: int, params: Params, shardings: Params
) -> Params:
    """Returns adapters that change nothing yet, and own rows as the weights have them."""

    def init(params: Params) -> Params:
        model = add_adapters(GPT(config, nnx.Rngs(0)), adapters, nnx.Rngs(params=seed))
        trained, _ = split_trained(nnx.to_pure_dict(nnx.state(model)))
        return trained | with_own_rows(params, adapters)

    return jax.jit(init, out_shardings=shardings)(params)


def start_from_related(params: Params, related: Iterable[tuple[int, Sequence[int]]]) -> Params:
    """Returns weights in which new ids are the mean of known ones, in embedding and head.

    A base model has only ever learned that its tags do not occur: left as they are, they cost a
    loss far above chance, and undoing that is what the first stage would spend its steps on.

    Args:
        params: with "embedding" [V, D] and, if it is not tied, "head" / "kernel" [D, V].
        related: (new id, known ids).
    """
    embedding = params["embedding"]
    columns = params["head"]["kernel"].T if params.get("head") else None
    for new, known in related:
        ids = jnp.asarray(known)
        embedding = embedding.at[new].set(embedding[ids].mean(axis=0))
        if columns is not None:
            columns = columns.at[new].set(columns[ids].mean(axis=0))
    params = params | {"embedding": embedding}
    if columns is not None:
        params["head"] = params["head"] | {"kernel": columns.T}
    return params


def _step_array(step: int, mesh: Mesh) -> jax.Array:
    return jax.device_put(jnp.int32(step), replicated(mesh))
