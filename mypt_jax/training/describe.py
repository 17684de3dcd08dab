"""What a run tells people about itself: its plan and cost before, its summary afterwards."""

import time
from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp

from mypt_jax.data.pipeline import TrainPlan
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.products import is_rounding_fast
from mypt_jax.training.metrics import clock, si
from mypt_jax.training.stage import Stage

# Share of the measured matrix-product speed that a whole step reaches; measured 0.5 to 0.7.
EXPECTED_EFFICIENCY = 0.5
BYTES_A_WEIGHT, BYTES_A_TRAINED = 4, 12  # float32: a weight; its gradient and Adam's two moments


def describe_plan(plan: TrainPlan, stage: Stage) -> str:
    """Returns lines with steps, passes, shapes, fill and the realised shares in all units."""
    epochs = ", ".join(map(str, plan.steps_per_epoch))
    lines = [
        f"steps          {plan.steps} ({epochs} an epoch), {plan.epochs:g} passes over "
        f"{stage.mixture.primary}",
        f"a step         {plan.episodes:.1f} episodes, {plan.tokens:.0f} tokens, "
        f"{plan.targets:.0f} supervised",
        f"shape          {stage.rows_per_step} rows, T = {stage.max_seq_len}, "
        f"S = {plan.max_targets}; {plan.fill:.1%} of T and {plan.target_fill:.1%} of S filled",
        f"shares         {'asked':>9} {'episodes':>9} {'tokens':>9} {'weight':>9}"
        f"   (asked in {stage.mixture.unit}; tokens = supervised ones)",
    ]
    for name in stage.mixture.names:
        realised = [plan.shares[unit][name] for unit in ("episodes", "supervised_tokens", "weight")]
        figures = " ".join(f"{share:>9.1%}" for share in (stage.mixture.shares[name], *realised))
        lines.append(f"  {name:<12} {figures}")
    if stage.slips:
        lines.append(
            f"slips          {stage.slips:.1%} of the answers' tokens are read as others, "
            f"for {stage.slips_until:.0%} of the steps"
        )
    if stage.model.round_factors and not is_rounding_fast():
        lines.append("products       of float32 factors: this CPU has no bfloat16 instructions")
    return "\n".join(lines)


def describe_cost(plan: TrainPlan, stage: Stage, num_trained: int) -> str:
    """Returns parameters, memory and minutes of a run, without making the model.

    Args:
        plan: of the run.
        stage: its configuration.
        num_trained: parameters that are trained: all, or those of adapters.
    """
    config, rows, length = stage.model, stage.rows_per_step, stage.max_seq_len
    flops = config.step_flops(rows * length, rows * plan.max_targets, length) * plan.steps
    # several CPU devices are the same cores
    num_devices = 1 if jax.default_backend() == "cpu" else jax.device_count()
    speed = matmul_flops_per_second(config) * num_devices
    seconds = flops / (speed * EXPECTED_EFFICIENCY)
    params = config.num_params()
    thin = f", {si(num_trained)} trained in their place" if stage.lora else ""
    size = params * BYTES_A_WEIGHT + num_trained * BYTES_A_TRAINED
    return "\n".join(
        [
            f"model          {si(params)} parameters{thin}, {size / 1e9:.2f} GB with "
            "gradients and optimizer, activations aside",
            f"time           about {clock(seconds)} for {flops:.2e} FLOPs at "
            f"{EXPECTED_EFFICIENCY:.0%} of the {si(speed / 1e9)} GFLOP/s measured here",
        ]
    )


def matmul_flops_per_second(config: GPTConfig) -> float:
    """Measures one device's speed in matrix products of the model's dtype."""
    size = 1024
    x = jnp.ones((size, size), config.dtype)
    product = jax.jit(jnp.matmul)
    product(x, x).block_until_ready()
    repeats = 8
    start = time.perf_counter()
    for _ in range(repeats):
        x = product(x, x) * 1e-3
    x.block_until_ready()
    return 2 * size**3 * repeats / (time.perf_counter() - start)


def describe_summary(summary: Mapping[str, Any]) -> str:
    """Returns one line for a finished run."""
    return (
        f"stage {summary['stage']}, {summary['steps']} steps, {si(summary['tokens'])} tokens "
        f"({si(summary['supervised_tokens'])} supervised), {clock(summary['seconds'])}, "
        f"validation loss {summary['validation_loss']:.3f} at step {summary['best_step']}"
    )


def make_summary(
    stage: Stage,
    plan: TrainPlan,
    metadata: Mapping[str, Any],
    totals: Mapping[str, Any],
    best_step: int,
) -> dict[str, Any]:
    """Returns what summary.json holds.

    Args:
        stage: the configuration.
        plan: what was seen.
        metadata: of the checkpoints (parent, lineage, hashes).
        totals: what was done, see `loop.Totals`.
        best_step: the step with the lowest validation loss.
    """
    return {
        **metadata,
        "steps": plan.steps,
        "steps_per_epoch": list(plan.steps_per_epoch),
        "passes": stage.passes,
        "tokens": totals["tokens"],
        "supervised_tokens": totals["supervised_tokens"],
        "seconds": totals["seconds"],
        "validation_loss": min(totals["losses"]),
        "validation_losses": totals["losses"],
        "best_step": best_step,
        "shares": plan.shares,
        "share_unit": stage.mixture.unit,
        "fill": plan.fill,
        "target_fill": plan.target_fill,
    }
