"""Checks before step 1: what would train on a broken set, or for nothing, is refused.

Each check raises `PreflightError` with the diagnosis and the remedy.
"""

import dataclasses
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from etils import epath

from mypt_jax.conversation.render import format_hash
from mypt_jax.conversation.tokenizer import Tokenizer
from mypt_jax.data.records import check_compatible, read_manifest
from mypt_jax.model.config import GPTConfig

# A parent may be sure of other formats, and so worse than chance on new ones; by more than this
# many nats above ln(vocabulary) its weights do not belong to these token ids.
MAX_EXCESS_LOSS = 3.0
# Random weights predict every token about equally.
MAX_SCRATCH_DEVIATION = 1.0


# What may differ between a parent and its child: it changes no parameter's shape or meaning.
FREE_MODEL_FIELDS = frozenset(
    {
        "dropout",
        "dtype",
        "round_factors",
        "remat",
        "attention",
        "scan_unroll",
        "copying_start",
        "logits_chunk",
        "max_seq_len",
    }
)


class PreflightError(ValueError):
    """A run that would fail or teach nothing."""


# ---------------------------------------------------------------------------------------- parent


@dataclasses.dataclass(frozen=True)
class Parent:
    """The checkpoint that a run starts from.

    Attributes:
        model_dir: its model's directory.
        name: how it was called on the command line.
        stage: what it was trained for.
        step: its best step.
        hash: names exactly these weights.
        metadata: what its checkpoint says of itself.
    """

    model_dir: epath.Path
    name: str
    stage: str
    step: int
    hash: str
    metadata: dict[str, Any]


def check_parent(
    parent: Parent | None, parent_stage: str, run_dir: epath.PathLike, allow_failed_gate: bool
) -> str:
    """Makes sure that the run starts from the right stage, and that its gate passed.

    Args:
        parent: the checkpoint given by --init_from_model; None = from nothing.
        parent_stage: the stage that the config asks for, or "none".
        run_dir: the run's directory, for the command that is printed.
        allow_failed_gate: go on without a passed gate.

    Returns:
        "passed", "not required", or for the lineage what is wrong: "missing" (the final set was
        not asked), "failed" (it failed), "dev failed", "dev missing" (it passed, but dev did not).

    Raises:
        PreflightError: naming both stages, or the command that runs the missing gate.
    """
    if parent is None:
        if parent_stage == "none":
            return "not required"
        raise PreflightError(
            f"this stage starts from a model of stage {parent_stage!r}: name it with "
            "--init_from_model=MODEL."
        )
    if parent_stage != parent.stage:
        wanted = "no parent" if parent_stage == "none" else f"a parent of stage {parent_stage!r}"
        raise PreflightError(
            f"this stage needs {wanted}, but {parent.model_dir} is of stage {parent.stage!r}. "
            "Give the right --init_from_model."
        )
    config = json.loads((parent.model_dir / "config.json").read_text())
    if not config["gate"]["required"]:
        return "not required"
    verdict = _gate_verdict(parent)
    if verdict == "passed" or allow_failed_gate:
        return verdict
    raise PreflightError(
        f"the gate of {parent.name} (stage {parent.stage}, step {parent.step}, "
        f"{parent.hash[:8]}) is {verdict}. Run it with\n"
        f"    python -m eval.gate --model={parent.name} --stage={parent.stage} "
        f"--run_dir={run_dir}\nor go on anyway with --allow_failed_gate, which is recorded."
    )


def _gate_verdict(parent: Parent) -> str:
    gate_dir = parent.model_dir / "gates" / f"{parent.step}-{parent.hash[:8]}"
    if not (gate_dir / "final.json").exists():
        return "missing"
    final = json.loads((gate_dir / "final.json").read_text())
    sets = final.get("sets", {})
    if final.get("stage") != parent.stage or sets.get("final") != "passed":
        return "failed"
    dev = sets.get("dev", "missing")
    if dev == "passed":  # it was then, but may have been held again since
        path = gate_dir / "dev.json"
        dev = json.loads(path.read_text()).get("sets", {}).get("dev") if path.exists() else None
    if dev not in ("passed", "none"):  # none: a stage of the user's own with a final set alone
        return f"dev {dev or 'missing'}"
    return "passed" if final.get("passed") is True else "failed"


def check_same_shape(parent: GPTConfig, child: GPTConfig) -> None:
    """Makes sure that a parent's weights mean the same in the child.

    Raises:
        PreflightError: naming the fields that differ.
    """
    before, now = dataclasses.asdict(parent), dataclasses.asdict(child)
    free = FREE_MODEL_FIELDS
    if child.position == "learned":
        free = free - {"max_seq_len"}  # its table has one row a position
    differing = [n for n in before if before[n] != now[n] and n not in free]
    if differing:
        wrong = "; ".join(f"model.{n}: parent {before[n]}, config {now[n]}" for n in differing)
        sizes = " ".join(f"--config.model.{name}={before[name]}" for name in differing)
        raise PreflightError(
            f"the parent is another network: {wrong}. Use its preset, or another parent; where no "
            f"preset has its sizes, give them: {sizes}"
        )


# ------------------------------------------------------------------------------------------ data


def check_datasets(datasets: Mapping[str, epath.Path], tokenizer: Tokenizer, kind: str) -> None:
    """Makes sure that every source was prepared for this tokenizer, chat format and use.

    Raises:
        DatasetError: naming both sides and the remedy.
    """
    for directory in datasets.values():
        check_compatible(read_manifest(directory), tokenizer.hash, format_hash(), kind)


def check_vocabulary(tokenizer: Tokenizer, vocab_size: int) -> None:
    """Makes sure that the model has a row for every token and every tag.

    Raises:
        PreflightError: if it has not.
    """
    if tokenizer.vocab_size > vocab_size:
        raise PreflightError(
            f"the tokenizer has {tokenizer.vocab_size} tokens, the model only {vocab_size} rows. "
            f"Set config.model.vocab_size to at least {tokenizer.vocab_size}."
        )
    outside = {tag: i for tag, i in tokenizer.tag_ids.items() if not 0 <= i < vocab_size}
    if outside or len(set(tokenizer.tag_ids.values())) != len(tokenizer.tag_ids):
        raise PreflightError(
            f"tags without a token of their own: {outside or tokenizer.tag_ids}. Train the "
            "tokenizer with python -m mypt_jax.train_tokenizer."
        )


def check_masks(batch: Mapping[str, np.ndarray], kind: str) -> None:
    """Makes sure that the first batch has trained tokens, and not only such.

    Args:
        batch: of one step, see `data.pipeline`.
        kind: "episodes" or "text".

    Raises:
        PreflightError: if nothing is trained, or prompts are.
    """
    num_tokens = int((batch["segment_ids"] > 0).sum())
    num_targets = int((batch["target_weights"] > 0).sum())
    if num_targets == 0:
        raise PreflightError(
            'no token of the first step is trained. Are all messages marked "train": false? Look '
            "with python -m mypt_jax.show and prepare the data again."
        )
    if kind == "episodes" and num_targets >= num_tokens:
        raise PreflightError(
            f"all {num_tokens} tokens of the first step are trained, prompts too: the mask is "
            "missing. Prepare the data again with python -m mypt_jax.prepare --kind=episodes."
        )


def check_length(steps: int, min_steps: int, passes: float, rows: int) -> None:
    """Refuses a run that is too short to learn from.

    Raises:
        PreflightError: with what would make it long enough.
    """
    if steps >= min_steps:
        return
    factor = min_steps / steps
    raise PreflightError(
        f"the run has {steps} steps, at least {min_steps} are needed to learn anything "
        f"(config.train.min_steps). Use {math.ceil(factor)} times as many episodes, or "
        f"--config.data.passes={math.ceil(passes * factor * 10) / 10:g}, or fewer or shorter rows: "
        f"--config.data.rows_per_step={max(1, int(rows / factor))} or a smaller "
        "config.data.max_seq_len."
    )


def check_rows(rows: int, microbatches: int, data_devices: int) -> None:
    """Makes sure that a step's rows divide over devices and microbatches.

    Raises:
        PreflightError: if they don't.
    """
    if rows % (microbatches * data_devices):
        raise PreflightError(
            f"config.data.rows_per_step is {rows}; it must be a multiple of "
            f"config.optimizer.microbatches {microbatches} times {data_devices} devices "
            "(mesh.data x mesh.fsdp)."
        )


# ------------------------------------------------------------------------------------------ loss


def check_initial_loss(
    figures: Mapping[str, float], vocab_size: int, from_scratch: bool
) -> list[str]:
    """Judges the loss of the first batch, before any update.

    Tag tokens are left aside: a base model has never seen them.

    Args:
        figures: see `evaluation.evaluation_figures`.
        vocab_size: of the model.
        from_scratch: whether the weights are random, and not set to copy.

    Returns:
        warnings to print.

    Raises:
        PreflightError: if the weights can't belong to these token ids.
    """
    loss, chance = figures["content_loss"], math.log(vocab_size)
    guess = f"ln({vocab_size}) = {chance:.2f}"
    what = f"content loss of the first batch is {loss:.2f}, chance is {guess}"
    if not math.isfinite(loss):
        raise PreflightError(f"{what}: the weights are broken. Take another checkpoint.")
    if from_scratch and abs(loss - chance) > MAX_SCRATCH_DEVIATION:
        raise PreflightError(
            f"{what}: random weights should be near it. The initialisation of config.model is off."
        )
    if loss > chance + MAX_EXCESS_LOSS:
        raise PreflightError(
            f"{what}: far worse than guessing. Most likely the parent was trained with another "
            "tokenizer, the tags are not in its vocabulary, or the targets are shifted. Check the "
            "parent and look at the data with python -m mypt_jax.show."
        )
    if not from_scratch and loss > chance:
        return [f"{what}: the parent is sure of something else; watch whether it falls quickly."]
    return []


def describe_loss(figures: Mapping[str, float], vocab_size: int) -> str:
    """Returns "content 4.21, tags 9.80, chance 6.93" for the log."""
    names: dict[str, Any] = {"content_loss": "content", "tag_loss": "tags"}
    parts = [f"{label} {figures[name]:.2f}" for name, label in names.items() if name in figures]
    return ", ".join([*parts, f"chance {math.log(vocab_size):.2f}"])
