"""What imports share: settings that are checked, weights that fit, a model in a run's directory."""

import contextlib
import dataclasses
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

import jax
import numpy as np
from etils import epath

from mypt_jax.conversation.render import format_hash
from mypt_jax.conversation.tags import RELATED_TEXT
from mypt_jax.conversation.tokenizer import Tokenizer
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.sharding import make_mesh
from mypt_jax.training import checkpoint

# Rows of the embedding are a multiple of it, so that they divide over the devices of any mesh.
ROWS_MULTIPLE = 64


class ImportFailed(ValueError):
    """Weights, sizes or a tokenizer that cannot be read, or do not belong together."""


@dataclasses.dataclass(frozen=True)
class Imported:
    """A model that was read from somewhere else.

    Attributes:
        config: its sizes and switches; `vocab_size` counts the rows of the weights.
        params: parameters in the names and shapes of ours, float32.
        tokenizer: its tokenizer, tags added.
        source: what it was read from: kind, file names and SHA-256s; tags with rows of theirs.
    """

    config: GPTConfig
    params: dict[str, Any]
    tokenizer: Tokenizer
    source: dict[str, Any]


def add_rows(imported: Imported, known_rows: Mapping[str, int] | None = None) -> Imported:
    """Gives every id of the tokenizer a row, and fills the rows up to `ROWS_MULTIPLE`.

    A tag's row is the one that the model has for it, or else the mean of the rows of its related
    text (`tags.RELATED_TEXT`). All other rows that no text leads to are the mean of all: their
    logit is never the highest one.

    Args:
        imported: with the rows of the source.
        known_rows: {tag: row of the source}, of tags that the model was trained with.

    Raises:
        ImportFailed: the weights have fewer rows than the tokenizer has ids that are no tags.
    """
    config, tokenizer = imported.config, imported.tokenizer
    known = {tokenizer.tag_ids[tag]: row for tag, row in (known_rows or {}).items()}
    related = {
        tokenizer.tag_ids[tag]: tokenizer.encode(text)
        for tag, text in RELATED_TEXT.items()
        if tokenizer.tag_ids[tag] not in known
    }
    added = {*tokenizer.tag_ids.values(), tokenizer.pad_id}
    own = max(set(range(tokenizer.vocab_size)) - added) + 1
    if config.vocab_size < own:
        raise ImportFailed(
            f"the weights have {config.vocab_size} rows, but the tokenizer {own} ids without our "
            "tags. They do not belong together: give the model's own tokenizer."
        )
    size = -(-tokenizer.vocab_size // ROWS_MULTIPLE) * ROWS_MULTIPLE

    def grow(rows: np.ndarray) -> np.ndarray:
        grown = np.empty((size, *rows.shape[1:]), np.float32)
        grown[:own] = rows[:own]
        grown[own:] = rows[:own].mean(axis=0)
        for token_id, row in known.items():
            grown[token_id] = rows[row]
        for token_id, ids in related.items():
            grown[token_id] = rows[ids].mean(axis=0)
        return grown

    params = dict(imported.params)
    params["embedding"] = grow(params["embedding"])
    if not config.tie_embeddings:
        params["head"] = {"kernel": grow(params["head"]["kernel"].T).T}
    if config.head_bias:
        params["head_bias"] = grow(params["head_bias"])
    source = imported.source | {"tags_of_the_source": sorted(known_rows or {})}
    return dataclasses.replace(
        imported,
        config=dataclasses.replace(config, vocab_size=size),
        params=params,
        source=source,
    )


def write_model(imported: Imported, model_dir: epath.Path) -> None:
    """Writes an imported model as one of the stage `domain`, step 0, without a gate.

    Args:
        imported: with a row for every id, see `add_rows`.
        model_dir: absolute; must not exist. It appears whole, or not at all.

    Raises:
        ImportFailed: the directory exists, or a parameter has the wrong shape.
    """
    if model_dir.exists():
        raise ImportFailed(f"{model_dir} exists. Choose another --output, or move it away.")
    mesh = make_mesh()
    _, abstract = checkpoint.abstract_model(imported.config, mesh)
    params = jax.tree.map_with_path(_place, abstract, imported.params)
    metadata: dict[str, Any] = {
        "stage": "domain",
        "model": imported.config.to_dict(),
        "tokenizer_hash": imported.tokenizer.hash,
        "format_hash": format_hash(),
        "datasets": {},
        "parent": None,
        "lineage": [],
        "imported": imported.source,
    }
    config = {
        "stage": "domain",
        "model": imported.config.to_dict(),
        "gate": {
            "required": False,
            "content_bars": {},
            "format_slack": 0.0,
            "max_points_unseen": 5.0,
        },
    }
    with whole_directory(model_dir) as partial:
        imported.tokenizer.save(partial / "tokenizer")
        checkpoint.write_json(partial / "inputs.json", {"imported": imported.source})
        checkpoint.write_json(partial / "config.json", config)
        with checkpoint.CheckpointWriter(partial) as writer:
            writer.save(0, params, {"count": np.zeros((), np.int32)}, metadata, None)


@contextlib.contextmanager
def whole_directory(directory: epath.Path) -> Iterator[epath.Path]:
    """Gives an empty folder to write to, which becomes `directory` at the end.

    After an error nothing is left, and nothing that an earlier try left is taken over.
    """
    partial = directory.with_name(f".{directory.name}.partial")
    if partial.exists():
        partial.rmtree()
    partial.mkdir(parents=True)
    try:
        yield partial
        partial.rename(directory)
    finally:
        if partial.exists():
            partial.rmtree()


def _place(path: tuple, leaf: jax.ShapeDtypeStruct, value: np.ndarray) -> jax.Array:
    if value.shape != leaf.shape:
        name = jax.tree_util.keystr(path, simple=True, separator=".")
        raise ImportFailed(f"{name}: shape {value.shape}, but the sizes ask for {leaf.shape}.")
    return jax.device_put(np.asarray(value, np.float32), leaf.sharding)


def read_json(path: epath.Path) -> dict[str, Any]:
    """Reads a file that holds one JSON object.

    Raises:
        ImportFailed: there is no such file, or it holds something else.
    """
    if not path.exists():
        raise ImportFailed(f"{path}: there is no such file.")
    try:
        value = json.loads(path.read_bytes())
    except ValueError as error:
        raise ImportFailed(f"{path}: not JSON ({error}).") from error
    if not isinstance(value, dict):
        raise ImportFailed(f"{path}: holds a {type(value).__name__}; it must be a JSON object.")
    return value


def size_in(values: Mapping[str, Any], name: str, where: str, default: int | None = None) -> int:
    """Returns an integer of 1 or more; the default, if any, where it is missing or null.

    Raises:
        ImportFailed: it is something else; `where` names the file.
    """
    value = values.get(name)
    value = default if value is None else value
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ImportFailed(f"{where}: {name} is {value!r}; it must be an integer of 1 or more.")
    return value


def number_in(
    values: Mapping[str, Any], name: str, where: str, default: float | None = None
) -> float:
    """Returns a finite number above 0; the default, if any, where it is missing.

    Raises:
        ImportFailed: it is something else; `where` names the file.
    """
    value = values.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < math.inf:
        raise ImportFailed(f"{where}: {name} is {value!r}; it must be a finite number above 0.")
    return float(value)


def take(weights: Mapping[str, np.ndarray], name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Returns a weight as float32.

    Raises:
        ImportFailed: it is missing or has another shape.
    """
    if name not in weights:
        raise ImportFailed(f"{name}: not among the weights. Is a file of theirs missing?")
    if weights[name].shape != shape:
        raise ImportFailed(
            f"{name}: shape {weights[name].shape}, but the configuration asks for {shape}."
        )
    return np.asarray(weights[name], np.float32)
