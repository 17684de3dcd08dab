"""The directory of one run: whose it is, what it was given, and whether it is finished.

A directory belongs to one configuration and one set of inputs. Anything else is refused and says
what differs; what lies there is never overwritten.
"""

import json
from collections.abc import Mapping
from typing import Any

from etils import epath

from mypt_jax.config import FREE_SECTIONS, differences
from mypt_jax.conversation.render import format_hash
from mypt_jax.conversation.tokenizer import Tokenizer
from mypt_jax.data.records import manifest_hash
from mypt_jax.training.checkpoint import CheckpointError, write_json
from mypt_jax.training.preflight import Parent


def describe_inputs(
    datasets: Mapping[str, epath.Path], tokenizer: Tokenizer, parent: Parent | None
) -> dict[str, Any]:
    """Returns what a run is given, by hash, so that paths may change."""
    return {
        "datasets": {name: manifest_hash(directory) for name, directory in datasets.items()},
        "tokenizer": tokenizer.hash,
        "format": format_hash(),
        "parent": {"stage": parent.stage, "hash": parent.hash} if parent else {},
    }


def check_owner(
    model_dir: epath.Path, config: Mapping[str, Any], inputs: Mapping[str, Any]
) -> bool:
    """Makes sure that a model directory is free or belongs to this very run.

    Args:
        model_dir: may not exist.
        config: the effective configuration.
        inputs: see `describe_inputs`.

    Returns:
        whether the run is there already, finished or not.

    Raises:
        CheckpointError: if the directory belongs to something else, with what differs.
    """
    if not model_dir.exists():
        return False
    if not (model_dir / "config.json").exists():
        if any(model_dir.iterdir()):
            raise CheckpointError(
                f"{model_dir} is not empty and holds no model of ours. Choose another --model_name."
            )
        return False
    old_config = json.loads((model_dir / "config.json").read_text())
    old_inputs = json.loads((model_dir / "inputs.json").read_text())
    lines = differences(_fixed(old_config), _fixed(config))
    lines += differences(old_inputs, inputs, "inputs")
    if lines:
        listed = "\n    ".join(lines)
        raise CheckpointError(
            f"{model_dir} holds another run (stage {old_config.get('stage')}):\n    {listed}\n"
            "Choose another --model_name, or move that directory away."
        )
    return True


def _fixed(config: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in config.items() if key not in FREE_SECTIONS}


def take(
    model_dir: epath.Path,
    config: Mapping[str, Any],
    inputs: Mapping[str, Any],
    tokenizer: Tokenizer,
) -> None:
    """Makes the directory this run's own; called by process 0, after all checks."""
    model_dir.mkdir(parents=True, exist_ok=True)
    tokenizer.save(model_dir / "tokenizer")
    write_json(model_dir / "inputs.json", inputs)
    write_json(model_dir / "config.json", config)


def read_summary(model_dir: epath.Path) -> dict[str, Any] | None:
    """Returns the summary that a finished run wrote at its end; None if it is not finished."""
    path = model_dir / "summary.json"
    return json.loads(path.read_text()) if path.exists() else None
