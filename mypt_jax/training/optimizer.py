"""AdamW or Muon with clipping, a warm-up schedule and weight decay on matrices only."""

from typing import Any

import jax
import jax.numpy as jnp
import optax
from jax.sharding import Mesh, NamedSharding

from mypt_jax.model.sharding import replicated

SCHEDULES = ("cosine", "constant")


class OptimizerError(ValueError):
    """Optimizer settings that cannot be used."""


def make_schedule(
    learning_rate: float, schedule: str, warmup_steps: int, num_steps: int, final_fraction: float
) -> optax.Schedule:
    """Makes the learning rate of every step, counted from 0.

    It rises linearly to `learning_rate`, which the last of the `warmup_steps` has; a cosine then
    falls to `final_fraction` of it at the last step.

        warmup 2, steps 5, final 0.1:  0.5  1.0  0.775  0.325  0.1   x learning_rate

    Args:
        learning_rate: the highest one.
        schedule: "cosine", or "constant" after the warm-up (then `final_fraction` has no part).
        warmup_steps: 0 or more, fewer than `num_steps`.
        num_steps: updates of the whole run.
        final_fraction: last learning rate / highest, from 0 to 1.

    Raises:
        OptimizerError: names the setting, its value and its limit.
    """
    if schedule not in SCHEDULES:
        raise OptimizerError(
            f"optimizer.schedule is {schedule!r}; choose one of {', '.join(SCHEDULES)}."
        )
    if learning_rate <= 0.0 or not 0.0 <= final_fraction <= 1.0:
        raise OptimizerError(
            f"optimizer.learning_rate {learning_rate} must be above 0 and "
            f"optimizer.final_fraction {final_fraction} in [0, 1]."
        )
    if not 0 <= warmup_steps < num_steps:
        raise OptimizerError(
            f"optimizer.warmup_steps is {warmup_steps}; the run has {num_steps} steps. Use fewer "
            "warm-up steps, or more passes over the data."
        )

    def learning_rate_at(step: jax.Array | int) -> jax.Array:
        rise = jnp.minimum((step + 1.0) / max(warmup_steps, 1), 1.0)
        if schedule == "constant":
            return learning_rate * rise
        done = jnp.clip((step + 1.0 - warmup_steps) / (num_steps - warmup_steps), 0.0, 1.0)
        fall = final_fraction + (1.0 - final_fraction) * 0.5 * (1.0 + jnp.cos(jnp.pi * done))
        return learning_rate * rise * fall

    return learning_rate_at


def decay_mask(params: Any) -> Any:
    """Says for every parameter whether weight decay applies: to matrices, and nothing else.

    Matrices are what `model.gpt.Projection` calls `kernel`. Embeddings, norms and biases are not.
    """

    def is_kernel(path: tuple, _: Any) -> bool:
        return any(getattr(part, "key", None) == "kernel" for part in path)

    return jax.tree_util.tree_map_with_path(is_kernel, params)


def damped_adam(b1: float, b2: float) -> optax.GradientTransformation:
    """Makes Adam in which embeddings of tokens that hardly occur take small steps.

    A token that does not occur still gets a gradient, much the same in every step: the loss pushes
    it away from every hidden state. It is small, but Adam divides it by its own size, so that
    unseen tokens would move further than seen ones. Here a row's gradient is divided by the size
    that rows have on average, where its own is smaller (after Coupled Adam, Stollenwerk and
    Stollenwerk 2025, arXiv:2502.08441, which divides all rows by the average).

    Args:
        b1: decay of the mean of gradients.
        b2: decay of the mean of their squares.
    """
    adam = optax.scale_by_adam(b1=b1, b2=b2)

    def update(gradients: Any, state: Any, params: Any = None) -> tuple[Any, Any]:
        steps, state = adam.update(gradients, state, params)

        def damp(path: tuple, step: jax.Array, square: jax.Array) -> jax.Array:
            if getattr(path[-1], "key", None) != "embedding":
                return step
            size = jnp.maximum(square, jnp.mean(square, axis=0))
            return step * jnp.sqrt(square / jnp.where(size > 0.0, size, 1.0))

        return jax.tree_util.tree_map_with_path(damp, steps, state.nu), state

    return optax.GradientTransformation(adam.init, update)


def orthogonal_steps(b1: float) -> optax.GradientTransformation:
    """Makes Muon: a step moves a matrix by the same length in all its directions.

    The mean of gradients is replaced by the nearest matrix whose singular values are equal (Jordan
    et al. 2024, "Muon: An optimizer for hidden layers"), of such a size that its entries are as
    large as Adam's steps usually are, 0.2 (Liu et al. 2025, arXiv:2502.16982, equation 4).

    Args:
        b1: decay of the mean of gradients.
    """

    def matrices(params: Any) -> Any:
        """Blocks are stacked: [layers, in, out], or [layers, in, parts, out]."""
        return jax.tree.map(lambda _: optax.contrib.MuonDimensionNumbers(1, -1), params)

    def scale(updates: Any) -> Any:
        return jax.tree.map(lambda u: 0.2 * max(u.shape[1], u.shape[-1]) ** 0.5 * u, updates)

    return optax.chain(
        optax.contrib.scale_by_muon(beta=b1, weight_dimension_numbers=matrices),
        optax.stateless(lambda updates, _: scale(updates)),
    )


def _kinds(params: Any) -> Any:
    """Says for every parameter whether Muon moves it: "matrix" in the blocks, else "other"."""

    def kind(path: tuple, _: Any) -> str:
        names = [getattr(part, "key", None) for part in path]
        return "matrix" if "blocks" in names and "kernel" in names else "other"

    return jax.tree_util.tree_map_with_path(kind, params)


def make_optimizer(
    learning_rate: float,
    schedule: str,
    warmup_steps: int,
    num_steps: int,
    final_fraction: float,
    weight_decay: float,
    b1: float,
    b2: float,
    damp_rare_tokens: bool,
    muon: bool,
    clip_norm: float,
    params: Any,
) -> tuple[optax.GradientTransformation, optax.Schedule]:
    """Makes AdamW and the learning rate it follows.

    Args:
        learning_rate: the highest one, after the warm-up.
        schedule: see `make_schedule`.
        warmup_steps: see `make_schedule`.
        num_steps: see `make_schedule`.
        final_fraction: see `make_schedule`.
        weight_decay: pull of matrices toward 0, times the learning rate.
        b1: decay of the mean of gradients.
        b2: decay of the mean of their squares.
        damp_rare_tokens: whether Adam is `damped_adam`.
        muon: whether matrices in the blocks take `orthogonal_steps`, and only the rest Adam's.
        clip_norm: largest norm of the gradient of all parameters together.
        params: the parameters, which say what decays.

    Raises:
        OptimizerError: names the setting, its value and its limit.
    """
    if weight_decay < 0.0 or clip_norm <= 0.0:
        raise OptimizerError(
            f"optimizer.weight_decay {weight_decay} must be 0 or more and "
            f"optimizer.clip_norm {clip_norm} above 0."
        )
    if not (0.0 <= b1 < 1.0 and 0.0 <= b2 < 1.0):
        raise OptimizerError(f"optimizer.b1 {b1} and optimizer.b2 {b2} must be in [0, 1).")
    rates = make_schedule(learning_rate, schedule, warmup_steps, num_steps, final_fraction)
    steps = damped_adam(b1, b2) if damp_rare_tokens else optax.scale_by_adam(b1=b1, b2=b2)
    if muon:
        steps = optax.partition({"matrix": orthogonal_steps(b1), "other": steps}, _kinds)
    transformation = optax.chain(
        optax.clip_by_global_norm(clip_norm),
        steps,
        optax.add_decayed_weights(weight_decay, mask=decay_mask(params)),
        optax.scale_by_learning_rate(rates),
    )
    return transformation, rates


def optimizer_shardings(
    transformation: optax.GradientTransformation, params: Any, shardings: Any, mesh: Mesh
) -> Any:
    """Returns the sharding of every part of the optimizer's state: moments lie as parameters do.

    Args:
        transformation: what `make_optimizer` made.
        params: the parameters, or their shapes.
        shardings: the parameters' shardings, as `model.sharding.param_shardings` gives them.
        mesh: the device mesh.
    """
    state = jax.eval_shape(transformation.init, params)

    def like_param(value: Any, sharding: NamedSharding) -> Any:
        return value if isinstance(value, optax.MaskedNode) else sharding

    return optax.tree.map_params(
        transformation,
        like_param,
        state,
        shardings,
        transform_non_params=lambda _: replicated(mesh),
        # what one of two optimizers does not move
        is_leaf=lambda node: isinstance(node, optax.MaskedNode),
    )
