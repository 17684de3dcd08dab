"""Checkpoints of a model: written whole, verified when read. The only module that knows Orbax.

    models/<name>/
        config.json            the effective configuration
        inputs.json            what the run was given: data, tokenizer, parent, by hash
        tokenizer/
        checkpoints/<step>/    params, optimizer, metadata
        integrity/<step>.json  loss, and SHA-256 of every file of the step

A run with adapters stores these alone, and in its metadata the name, step and hash of the
checkpoint that they belong to. Both are read together, as the plain model that they make.

The integrity file is written after Orbax has committed the step and is the mark that the step is
whole: a step without it does not exist for us. Orbax itself restores flipped bits without a word.
"""

import dataclasses
import json
import math
from collections.abc import Mapping
from typing import Any

import jax
import orbax.checkpoint as ocp
from absl import logging
from etils import epath
from flax import nnx
from jax.experimental import multihost_utils
from jax.sharding import Mesh
from orbax.checkpoint import checkpoint_managers

from mypt_jax.config import suggestion
from mypt_jax.conversation.tokenizer import Tokenizer, load_tokenizer
from mypt_jax.model import adapters as adapter_rules
from mypt_jax.model.adapters import Adapters
from mypt_jax.model.config import GPTConfig
from mypt_jax.model.gpt import GPT, check_heads
from mypt_jax.model.sharding import make_mesh, param_shardings
from mypt_jax.paths import absolute, sha256_of, write_whole

Params = dict[str, Any]  # nested names -> jax.Array


class CheckpointError(ValueError):
    """A checkpoint that is missing, damaged or belongs to something else."""


@dataclasses.dataclass(frozen=True)
class Loaded:
    """A model with everything that is needed to use it.

    Attributes:
        model: the network with its weights.
        tokenizer: the tokenizer that it was trained with.
        metadata: what the checkpoint says of itself (stage, hashes, lineage, model sizes).
        step: the step that was loaded.
        hash: SHA-256 that names the checkpoint.
    """

    model: GPT
    tokenizer: Tokenizer
    metadata: dict[str, Any]
    step: int
    hash: str


# ---------------------------------------------------------------------------------------- finding


def resolve_model(name_or_dir: str, run_dir: epath.PathLike) -> epath.Path:
    """Returns the directory of a model that is given by name or by directory.

    Raises:
        CheckpointError: if there is no such model.
    """
    models_dir = epath.Path(run_dir) / "models"
    for candidate in (models_dir / name_or_dir, epath.Path(name_or_dir)):
        if (candidate / "config.json").exists():
            return absolute(candidate)
    names = sorted(path.name for path in models_dir.iterdir()) if models_dir.exists() else []
    raise CheckpointError(
        f"no model {name_or_dir!r}: neither {models_dir / name_or_dir} nor {name_or_dir} holds "
        f"a config.json.{suggestion(name_or_dir, names)}"
    )


def whole_steps(model_dir: epath.PathLike) -> list[int]:
    """Returns the steps of a model that are committed and sealed, ascending."""
    model_dir = epath.Path(model_dir)
    integrity_dir = model_dir / "integrity"
    if not integrity_dir.exists():
        return []
    steps = sorted(int(p.stem) for p in integrity_dir.iterdir() if p.stem.isdigit())
    return [step for step in steps if (model_dir / "checkpoints" / str(step)).exists()]


def best_step(model_dir: epath.PathLike) -> int:
    """Returns the step with the lowest validation loss; without any, the latest one.

    Raises:
        CheckpointError: if the model has no whole checkpoint.
    """
    steps = whole_steps(model_dir)
    if not steps:
        raise CheckpointError(f"{model_dir} has no whole checkpoint. Train the model first.")
    losses = {step: _read_seal(model_dir, step)["loss"] for step in steps}
    judged = [step for step in steps if losses[step] is not None]
    return min(judged, key=lambda step: losses[step]) if judged else steps[-1]


def checkpoint_hash(model_dir: epath.PathLike, step: int) -> str:
    """Returns the SHA-256 of a step's integrity file: a name for exactly these weights."""
    return sha256_of(_seal_path(model_dir, step))


def _seal_path(model_dir: epath.PathLike, step: int) -> epath.Path:
    return epath.Path(model_dir) / "integrity" / f"{step}.json"


def _read_seal(model_dir: epath.PathLike, step: int) -> dict[str, Any]:
    path = _seal_path(model_dir, step)
    if not path.exists():
        raise CheckpointError(
            f"{model_dir} has no whole checkpoint of step {step}; whole ones: "
            f"{whole_steps(model_dir)}."
        )
    return json.loads(path.read_text())


def _hash_files(directory: epath.Path) -> dict[str, str]:
    """Returns {path inside the directory: SHA-256} of all files, in a fixed order."""
    files: dict[str, str] = {}
    for path in sorted(directory.iterdir(), key=lambda p: p.name):
        if path.is_dir():
            files.update({f"{path.name}/{k}": v for k, v in _hash_files(path).items()})
        else:
            files[path.name] = sha256_of(path)
    return files


# ---------------------------------------------------------------------------------------- writing


class CheckpointWriter:
    """Writes the checkpoints of one run; the latest and the best one are kept.

    `save` returns while the files are still being written; `seal` makes them count, and so does
    the end of the `with` block. A step that an earlier process has left without a seal is removed:
    the run goes on from one before it, and saves it again.

    Args:
        model_dir: the model's directory, absolute; made if needed.
    """

    def __init__(self, model_dir: epath.PathLike):
        self.model_dir = epath.Path(model_dir)
        self._unsealed: tuple[int, float | None] | None = None
        _remove_unsealed(self.model_dir)

        def loss_of(metrics: dict[str, float]) -> float:
            return metrics["loss"]

        best = checkpoint_managers.BestN(
            get_metric_fn=loss_of,
            reverse=True,
            n=1,
        )
        # Orbax deletes as soon as it has committed: with one latest step, a kill before the new
        # one is sealed would leave nothing to go on from
        latest = checkpoint_managers.LatestN(2)
        self._manager = ocp.CheckpointManager(
            self.model_dir / "checkpoints",
            options=ocp.CheckpointManagerOptions(
                preservation_policy=checkpoint_managers.AnyPreservationPolicy([latest, best]),
                best_fn=loss_of,  # the policy decides, but without it losses are not stored
                best_mode="min",
                cleanup_tmp_directories=True,
            ),
        )

    def save(
        self,
        step: int,
        params: Params,
        optimizer: Any,
        metadata: Mapping[str, Any],
        loss: float | None,
    ) -> None:
        """Starts to write a checkpoint.

        Args:
            step: number of updates done.
            params: the weights.
            optimizer: state of the optimizer, any tree of arrays.
            metadata: what JSON can hold.
            loss: validation loss that decides which step is best; None = not evaluated.

        Raises:
            CheckpointError: if Orbax refuses, as it does for a step that exists.
        """
        self.seal()
        accepted = self._manager.save(
            step,
            args=ocp.args.Composite(
                params=ocp.args.StandardSave(params),
                optimizer=ocp.args.StandardSave(optimizer),
                metadata=ocp.args.JsonSave(dict(metadata)),
            ),
            metrics={"loss": math.inf if loss is None else loss},
        )
        if not accepted:
            raise CheckpointError(
                f"{self.model_dir}/checkpoints refused step {step}: it holds "
                f"{sorted(self._manager.all_steps())}. A stage needs a directory of its own."
            )
        self._unsealed = (step, loss)

    def seal_if_committed(self) -> None:
        """Seals the last save if it is on disk already; never waits for it."""
        if self._unsealed and not self._manager.is_saving_in_progress():
            self.seal()

    def seal(self) -> None:
        """Waits for the last save and writes its integrity file."""
        if self._unsealed is None:
            return
        step, loss = self._unsealed
        self._manager.wait_until_finished()
        self._unsealed = None
        if jax.process_index() != 0:
            return
        files = _hash_files(self.model_dir / "checkpoints" / str(step))
        path = _seal_path(self.model_dir, step)
        path.parent.mkdir(exist_ok=True)
        write_json(path, {"step": step, "loss": loss, "files": files})
        for other in path.parent.iterdir():
            if not (self.model_dir / "checkpoints" / other.stem).exists():
                other.unlink()

    def __enter__(self) -> "CheckpointWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self.seal()  # after an error too: what was saved before it is whole
        self._manager.close()


def _remove_unsealed(model_dir: epath.Path) -> None:
    """Removes steps that Orbax has committed but that nothing vouches for, on process 0."""
    checkpoints = model_dir / "checkpoints"
    if jax.process_index() == 0 and checkpoints.exists():
        sealed = {str(step) for step in whole_steps(model_dir)}
        for path in checkpoints.iterdir():
            if path.name.isdigit() and path.name not in sealed:
                path.rmtree()
    if jax.process_count() > 1:  # before another process lists the steps
        multihost_utils.sync_global_devices(f"unsealed checkpoints of {model_dir.name} removed")


def write_json(path: epath.Path, value: Any) -> None:
    """Writes readable JSON in one move."""
    write_whole(path, json.dumps(value, indent=1, ensure_ascii=False) + "\n")


# ---------------------------------------------------------------------------------------- reading


def verify(model_dir: epath.PathLike, step: int) -> str:
    """Compares every file of a checkpoint with its SHA-256 and returns the checkpoint's hash.

    On several processes, process 0 reads and all of them get the same answer.

    Raises:
        CheckpointError: naming the files that are missing, changed or too many.
    """
    expected = _read_seal(model_dir, step)["files"]
    wrong: list[str] = []
    if jax.process_index() == 0:
        found = _hash_files(epath.Path(model_dir) / "checkpoints" / str(step))
        names = sorted(expected.keys() | found.keys())
        wrong = [name for name in names if expected.get(name) != found.get(name)]
    damaged = bool(wrong)
    if jax.process_count() > 1:
        damaged = bool(multihost_utils.broadcast_one_to_all(damaged))
    if damaged:
        raise CheckpointError(
            f"{model_dir}/checkpoints/{step} is damaged: {', '.join(wrong[:3]) or 'see process 0'} "
            "does not have the SHA-256 that was stored when it was written. Restore the file, or "
            f"delete {_seal_path(model_dir, step)} to give this checkpoint up."
        )
    return checkpoint_hash(model_dir, step)


def read_metadata(model_dir: epath.PathLike, step: int) -> dict[str, Any]:
    """Returns what a checkpoint says of itself."""
    path = epath.Path(model_dir) / "checkpoints" / str(step) / "metadata" / "metadata"
    return json.loads(path.read_text())


def restore(model_dir: epath.PathLike, step: int, item: str, abstract: Any) -> Any:
    """Reads one item, "params" or "optimizer", straight to its devices.

    Args:
        model_dir: the model's directory.
        step: a whole step; verify it first.
        item: name of the item.
        abstract: tree of jax.ShapeDtypeStruct with shardings, in the item's structure.

    Raises:
        CheckpointError: if the stored arrays have other names or shapes.
    """
    path = absolute(model_dir) / "checkpoints" / str(step) / item
    with ocp.StandardCheckpointer() as reader:
        try:
            return reader.restore(path, abstract)
        except (ValueError, KeyError, TypeError) as error:
            raise CheckpointError(
                f"{path} does not fit this configuration; it was made by another one: {error}"
            ) from error


def abstract_model(
    config: GPTConfig, mesh: Mesh, adapters: Adapters | None = None
) -> tuple[nnx.GraphDef, Params]:
    """Returns a model's structure and the shapes, types and shardings of its weights.

    Raises:
        ShardingError: the heads or another axis do not divide over the mesh.
    """
    check_heads(config, mesh)

    def make() -> GPT:
        model = GPT(config, rngs=nnx.Rngs(0))
        return adapter_rules.add_adapters(model, adapters, nnx.Rngs(0)) if adapters else model

    graphdef, state = nnx.split(nnx.eval_shape(make))
    shardings = nnx.to_pure_dict(param_shardings(state, mesh))
    shapes = nnx.to_pure_dict(state)
    with_sharding = jax.tree.map(
        lambda leaf, sharding: jax.ShapeDtypeStruct(leaf.shape, leaf.dtype, sharding=sharding),
        shapes,
        shardings,
    )
    return graphdef, with_sharding


def describe_adapters(adapters: Adapters, base_dir: epath.Path, step: int) -> dict[str, Any]:
    """Returns what the metadata of a checkpoint with adapters says of them and of their base."""
    base = {
        "name": epath.Path(base_dir).name,
        "dir": str(base_dir),
        "step": step,
        "hash": checkpoint_hash(base_dir, step),
    }
    return {**dataclasses.asdict(adapters), "base": base}


def restore_weights(model_dir: epath.PathLike, step: int, config: GPTConfig, mesh: Mesh) -> Params:
    """Reads the weights of a checkpoint as a plain model's, adapters merged into their base.

    Args:
        model_dir: the model's directory.
        step: a whole step; it is verified, and so are those that it is built on.
        config: the sizes.
        mesh: where the weights go.

    Raises:
        CheckpointError: a checkpoint is damaged, of other sizes, or its base is not there.
    """
    verify(model_dir, step)
    described = read_metadata(model_dir, step).get("adapters")
    if described is None:
        return restore(model_dir, step, "params", abstract_model(config, mesh)[1])
    base = described["base"]
    adapters = Adapters(
        **{name: described[name] for name in ("rank", "alpha", "targets")},
        rows=tuple(described["rows"]),
    )
    weights = restore_weights(find_base(model_dir, base), base["step"], config, mesh)
    trained, _ = adapter_rules.split_trained(abstract_model(config, mesh, adapters)[1])
    restored = restore(model_dir, step, "params", trained)
    shardings = jax.tree.map(lambda leaf: leaf.sharding, weights)
    merge = jax.jit(adapter_rules.merged, static_argnums=1, out_shardings=shardings)
    return merge(adapter_rules.join(weights, restored), adapters)


def find_base(model_dir: epath.PathLike, base: Mapping[str, Any]) -> epath.Path:
    """Returns where the base of adapters lies: beside them, or where it was.

    Raises:
        CheckpointError: it is at neither place, or there is another checkpoint.
    """
    places = [epath.Path(model_dir).parent / base["name"], epath.Path(base["dir"])]
    for place in places:
        if base["step"] in whole_steps(place):
            found = checkpoint_hash(place, base["step"])
            if found == base["hash"]:
                return place
    raise CheckpointError(
        f"{model_dir} holds adapters of {base['name']}, step {base['step']} "
        f"({base['hash'][:8]}), which is neither at {places[0]} nor at {places[1]}. Put it back."
    )


def count_params(sizes: Mapping[str, Any]) -> int:
    """Returns how many parameters a model has, by the `model` part of its config or metadata."""
    return GPTConfig.from_dict(dict(sizes)).num_params()


def load_model(
    model_dir: epath.PathLike, step: int | None = None, mesh: Mesh | None = None
) -> Loaded:
    """Reads a model to use or to start from.

    Args:
        model_dir: a model's directory, see `resolve_model`.
        step: the step to read; None = the best one, which gate and next stage take too.
        mesh: where the weights go; None = copies on all devices.

    Raises:
        CheckpointError: if there is no such checkpoint or it is damaged.
    """
    model_dir = epath.Path(model_dir)
    step = best_step(model_dir) if step is None else step
    digest = checkpoint_hash(model_dir, step)
    metadata = read_metadata(model_dir, step)
    tokenizer = load_tokenizer(model_dir / "tokenizer")
    if tokenizer.hash != metadata["tokenizer_hash"]:
        raise CheckpointError(
            f"{model_dir}/tokenizer has hash {tokenizer.hash[:8]}, but step {step} was trained "
            f"with {metadata['tokenizer_hash'][:8]}."
        )
    mesh = mesh or make_mesh(data=jax.device_count(), fsdp=1, tensor=1)
    config = GPTConfig.from_dict(metadata["model"])
    # What is rounded for speed in training only is not rounded in answers; and the kernel of the
    # machine that trained need not be here, while every platform has the reference.
    config = dataclasses.replace(config, round_factors=False, attention="xla")
    graphdef, _ = abstract_model(config, mesh)
    model = nnx.merge(graphdef, restore_weights(model_dir, step, config, mesh))
    logging.debug("loaded %s step %d", model_dir, step)
    return Loaded(model, tokenizer, metadata, step, digest)
